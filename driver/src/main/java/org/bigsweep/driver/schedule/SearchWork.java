package org.bigsweep.driver.schedule;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.bigsweep.driver.plan.GroupIterator;
import org.bigsweep.driver.plan.Measurement;
import org.bigsweep.driver.plan.TrialGroup;
import org.bigsweep.driver.plan.TrialSegment;

/**
 * The searches of several brackets side by side: while one bracket waits for the last trial of a
 * rung, cores train another's. Of the groups that can start, the longest goes first, so that cores
 * finish together.
 */
final class SearchWork implements Work {
  private final int cores;
  private final List<BracketSearch> brackets;
  private final PriorityQueue<Ready> ready = new PriorityQueue<>();
  private long number;
  private final List<RungDecision> decided = new ArrayList<>();

  /** A group that can start: the longest first, and of equally long ones the oldest. */
  private record Ready(TrialGroup group, long number) implements Comparable<Ready> {
    private static final Comparator<Ready> ORDER =
        Comparator.comparingDouble((Ready ready) -> -ready.group.predictedSeconds())
            .thenComparingLong(Ready::number);

    @Override
    public int compareTo(Ready other) {
      return ORDER.compare(this, other);
    }
  }

  /**
   * @param brackets brackets that have not started yet
   */
  SearchWork(List<BracketSearch> brackets, int cores) {
    this.cores = cores;
    this.brackets = List.copyOf(brackets);
    this.brackets.forEach(bracket -> add(bracket, bracket.start()));
  }

  @Override
  public List<TrialGroup> take(int most) {
    List<TrialGroup> taken = new ArrayList<>();
    while (!ready.isEmpty() && taken.size() < most) {
      taken.add(ready.remove().group());
    }
    return taken;
  }

  @Override
  public boolean exhausted() {
    return ready.isEmpty() && brackets.stream().allMatch(BracketSearch::ended);
  }

  @Override
  public void heard(Measurement measurement) {
    brackets.stream()
        .filter(bracket -> bracket.awaits(measurement.trialId()))
        .forEach(bracket -> add(bracket, bracket.heard(measurement)));
  }

  private void add(BracketSearch bracket, List<TrialSegment> segments) {
    decided.addAll(bracket.decided());
    GroupIterator.of(segments, cores)
        .forEachRemaining(group -> ready.add(new Ready(group, number++)));
  }

  @Override
  public List<RungDecision> decided() {
    List<RungDecision> made = List.copyOf(decided);
    decided.clear();
    return made;
  }

  WorkEstimate left() {
    return brackets.stream().map(BracketSearch::left).reduce(WorkEstimate.NONE, WorkEstimate::plus);
  }
}
