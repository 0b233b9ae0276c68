package org.bigsweep.driver.schedule;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.bigsweep.driver.plan.Measurement;
import org.bigsweep.driver.plan.Measurements;
import org.bigsweep.driver.plan.TrialSegment;
import org.bigsweep.driver.schedule.Candidate.Seeded;
import org.bigsweep.results.RungOutcome;

/**
 * The choice of the best among configurations that were trained to the horizon, and the training of
 * its reporting seeds.
 */
final class FinalChoice {
  private final BracketKey key;
  private final SegmentCosts costs;
  private final Measurements known;
  private final Map<String, TrialSegment> awaited = new LinkedHashMap<>();
  private final List<RungDecision> decided = new ArrayList<>();
  private boolean made;

  FinalChoice(BracketKey key, SegmentCosts costs, Measurements known) {
    this.key = key;
    this.costs = costs;
    this.known = known;
  }

  /**
   * Records the choice as a rung of its own, and returns the segments to train for reporting.
   *
   * @param rung the rung's number
   * @param finalists those trained to the horizon; repeats count once
   */
  List<TrialSegment> make(int rung, List<Ranked> finalists) {
    Map<String, Ranked> distinct = new TreeMap<>();
    finalists.forEach(f -> distinct.put(f.candidate().configuration(), f));
    List<Ranked> ranked = distinct.values().stream().sorted().toList();
    for (int r = 0; r < ranked.size(); r++) {
      RungOutcome outcome =
          r == 0 && ranked.get(0).alive() ? RungOutcome.CHOSEN : RungOutcome.FINISHED;
      decided.add(ranked.get(r).decision(key.text(), rung, key.horizon(), r + 1, outcome));
    }
    return report(ranked.stream().limit(1).filter(Ranked::alive).map(Ranked::candidate).toList());
  }

  /** Ends the search, and returns the segments to train on the chosen one's reporting seeds. */
  List<TrialSegment> report(List<Candidate> chosen) {
    made = true;
    for (Candidate candidate : chosen) {
      for (Seeded seeded : candidate.reporting()) {
        String id = costs.trialId(seeded.index());
        if (known.at(id, key.horizon()).isEmpty()) {
          awaited.put(id, costs.segment(seeded.index(), 0, key.horizon()));
        }
      }
    }
    return List.copyOf(awaited.values());
  }

  boolean made() {
    return made;
  }

  boolean awaits(String trialId) {
    return awaited.containsKey(trialId);
  }

  void heard(Measurement measurement) {
    awaited.remove(measurement.trialId());
  }

  /** The decisions since the last call. */
  Stream<RungDecision> decided() {
    List<RungDecision> now = List.copyOf(decided);
    decided.clear();
    return now.stream();
  }

  /**
   * An upper bound on the training that reporting still takes.
   *
   * @param candidates those of which one may be chosen
   */
  WorkEstimate left(Collection<Candidate> candidates) {
    if (made) {
      return WorkEstimate.of(awaited.values());
    }
    return candidates.stream()
        .map(c -> costs.of(c.reporting(), 0, key.horizon()))
        .max(Comparator.comparingDouble(WorkEstimate::seconds))
        .orElse(WorkEstimate.NONE);
  }
}
