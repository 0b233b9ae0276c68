package org.bigsweep.driver.schedule;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.bigsweep.driver.plan.Measurement;
import org.bigsweep.driver.plan.Measurements;
import org.bigsweep.driver.plan.TrialSegment;
import org.bigsweep.results.TrialState;

/**
 * The training of trials for which several brackets may ask. A trial is trained once, whoever asks,
 * and never twice at a time. A trial that several brackets compare stops at all rungs from the
 * first of them on, so that every bracket finds the measurement of its own rung.
 */
final class SharedTraining implements Measurements {
  private final List<Integer> rungs;
  private final SegmentCosts costs;
  private final Measurements known;

  /** The first rung of each trial that several brackets compare. */
  private final Map<String, Integer> stopsFrom;

  private final Map<String, NavigableMap<Integer, Measurement>> heard = new HashMap<>();
  private final Map<String, TrialSegment> running = new HashMap<>();
  private final Map<String, Integer> goals = new HashMap<>();

  /**
   * @param rungs all epochs to compare at, rising
   * @param known the measurements that results held before this run
   */
  SharedTraining(
      List<Integer> rungs, SegmentCosts costs, Measurements known, Map<String, Integer> stopsFrom) {
    this.rungs = rungs;
    this.costs = costs;
    this.known = known;
    this.stopsFrom = Map.copyOf(stopsFrom);
  }

  @Override
  public Optional<Measurement> at(String trialId, int epoch) {
    return Optional.ofNullable(heard.getOrDefault(trialId, new TreeMap<>()).floorEntry(epoch))
        .map(Map.Entry::getValue)
        .filter(m -> m.epoch() == epoch || m.state() != TrialState.PAUSED)
        .map(m -> m.at(epoch))
        .or(() -> known.at(trialId, epoch));
  }

  boolean isRunning(String trialId) {
    return running.containsKey(trialId);
  }

  /** Takes what brackets ask for, and returns the segments to start now. */
  List<TrialSegment> ask(List<TrialSegment> segments) {
    List<TrialSegment> starting = new ArrayList<>();
    for (TrialSegment segment : segments) {
      goals.merge(costs.trialId(segment.trial()), segment.untilEpoch(), Math::max);
    }
    for (TrialSegment segment : segments) {
      String id = costs.trialId(segment.trial());
      if (!running.containsKey(id)) {
        next(id, segment).ifPresent(starting::add);
      }
    }
    return starting;
  }

  /** Takes the measurement of a running trial, and returns its next segment, if it has one. */
  Optional<TrialSegment> heard(Measurement measurement) {
    String id = measurement.trialId();
    TrialSegment ended = running.remove(id);
    heard.computeIfAbsent(id, i -> new TreeMap<>()).put(measurement.epoch(), measurement);
    return next(id, ended);
  }

  private Optional<TrialSegment> next(String id, TrialSegment earlier) {
    int goal = goals.get(id);
    int from = 0;
    int until = goal;
    for (int rung : rungs) {
      if (at(id, rung).isPresent()) {
        from = rung;
      } else if (rung >= stopsFrom.getOrDefault(id, goal)) {
        until = Math.min(goal, rung);
        break;
      }
    }
    if (from >= until) {
      return Optional.empty();
    }
    TrialSegment segment = costs.segment(earlier.trial(), from, until);
    running.put(id, segment);
    return Optional.of(segment);
  }
}
