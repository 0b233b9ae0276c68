package org.bigsweep.driver.schedule;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bigsweep.driver.plan.GroupIterator;
import org.bigsweep.driver.plan.Measurement;
import org.bigsweep.driver.plan.TrialGroup;
import org.bigsweep.driver.plan.TrialSegment;

/**
 * The searches of several brackets side by side: while one bracket waits for the last trial of a
 * rung, cores train another's. Groups start in the order in which they become possible; at the
 * beginning, the bracket with most to do goes first.
 */
final class SearchWork implements Work {
  private final int cores;
  private final List<BracketSearch> brackets;
  private final Deque<TrialGroup> ready = new ArrayDeque<>();
  private final List<RungDecision> decided = new ArrayList<>();

  /**
   * @param brackets brackets that have not started yet
   */
  SearchWork(List<BracketSearch> brackets, int cores) {
    this.cores = cores;
    this.brackets = List.copyOf(brackets);
    Map<BracketSearch, List<TrialSegment>> first = new HashMap<>();
    brackets.forEach(bracket -> first.put(bracket, bracket.start()));
    brackets.stream()
        .sorted(Comparator.comparingDouble((BracketSearch b) -> b.left().seconds()).reversed())
        .forEach(bracket -> add(bracket, first.get(bracket)));
  }

  @Override
  public List<TrialGroup> take(int most) {
    List<TrialGroup> taken = new ArrayList<>();
    while (!ready.isEmpty() && taken.size() < most) {
      taken.add(ready.remove());
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
    GroupIterator.of(segments, cores).forEachRemaining(ready::add);
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
