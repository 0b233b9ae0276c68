package org.bigsweep.driver.schedule;

import java.util.List;
import java.util.stream.Stream;
import org.bigsweep.driver.plan.Measurement;
import org.bigsweep.driver.plan.TrialSegment;

/** Successive halving of one bracket. The best of its last rung is the one that is reported. */
record HalvingSearch(Bracket bracket, FinalChoice choice) implements BracketSearch {
  @Override
  public List<TrialSegment> start() {
    return reportingOr(bracket.start());
  }

  @Override
  public boolean awaits(String trialId) {
    return bracket.awaits(trialId) || choice.awaits(trialId);
  }

  @Override
  public List<TrialSegment> heard(Measurement measurement) {
    if (choice.made()) {
      choice.heard(measurement);
      return List.of();
    }
    return reportingOr(bracket.heard(measurement));
  }

  private List<TrialSegment> reportingOr(List<TrialSegment> next) {
    return bracket.ended()
        ? choice.report(
            bracket.finalists().stream()
                .limit(1)
                .filter(Ranked::alive)
                .map(Ranked::candidate)
                .toList())
        : next;
  }

  @Override
  public boolean ended() {
    return choice.made();
  }

  @Override
  public List<RungDecision> decided() {
    return Stream.concat(bracket.decided(), choice.decided()).toList();
  }

  @Override
  public WorkEstimate left() {
    return bracket.left().plus(choice.left(bracket.alive()));
  }
}
