package org.bigsweep.driver.schedule;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.bigsweep.driver.plan.Measurement;
import org.bigsweep.driver.plan.Measurements;
import org.bigsweep.driver.plan.TrialSegment;
import org.bigsweep.driver.schedule.Candidate.Seeded;
import org.bigsweep.results.RungOutcome;
import org.bigsweep.results.TrialState;

/**
 * A bracket of successive halving, from the first rung to the horizon. Of n candidates on a rung,
 * ⌈n/η⌉ go on to the next. A candidate whose every trial is lost never goes on.
 */
final class Bracket {
  private final String name;
  private final List<Integer> epochs;
  private final int eta;
  private final boolean chooses;
  private final SegmentCosts costs;
  private final Measurements known;
  private final List<RungDecision> decided = new ArrayList<>();

  private List<Candidate> alive;
  private int rung;
  private Map<String, Measurement> measured = new HashMap<>();

  /** The segments of the current rung that have not been measured yet. */
  private final Map<String, TrialSegment> awaited = new LinkedHashMap<>();

  private boolean ended;
  private final Map<Integer, List<Ranked>> compared = new HashMap<>();

  /**
   * @param epochs epochs of the rungs, the horizon last
   * @param chooses whether the best of the last rung is the one that is reported
   * @param known the measurements that results held before this run
   */
  Bracket(
      String name,
      List<Candidate> candidates,
      List<Integer> epochs,
      int eta,
      boolean chooses,
      SegmentCosts costs,
      Measurements known) {
    this.name = name;
    this.alive = List.copyOf(candidates);
    this.epochs = List.copyOf(epochs);
    this.eta = eta;
    this.chooses = chooses;
    this.costs = costs;
    this.known = known;
  }

  /**
   * Decides as many rungs as the known measurements allow, and returns the segments to train next;
   * none if the bracket has ended.
   */
  List<TrialSegment> start() {
    List<TrialSegment> next = enter(Map.of());
    return next.isEmpty() ? decide() : next;
  }

  boolean awaits(String trialId) {
    return awaited.containsKey(trialId);
  }

  /** Whether it awaits the trial's measurement at that epoch, or the trial ended before its own. */
  boolean awaits(Measurement measurement) {
    TrialSegment segment = awaited.get(measurement.trialId());
    return segment != null
        && (segment.untilEpoch() == measurement.epoch()
            || measurement.state() != TrialState.PAUSED);
  }

  /**
   * Takes the measurement of an awaited trial, and returns the segments that follow from it; none
   * if others are awaited.
   */
  List<TrialSegment> heard(Measurement measurement) {
    TrialSegment segment = awaited.remove(measurement.trialId());
    measured.put(measurement.trialId(), measurement.at(segment.untilEpoch()));
    return awaited.isEmpty() ? decide() : List.of();
  }

  /** Whether every rung is decided. */
  boolean ended() {
    return ended;
  }

  /** The candidates that are still compared. */
  List<Candidate> alive() {
    return alive;
  }

  /** The candidates that were compared at an epoch, the best first. */
  List<Ranked> compared(int epoch) {
    return compared.getOrDefault(epoch, List.of());
  }

  /** The candidates that were trained to the horizon, the best first. */
  List<Ranked> finalists() {
    return compared(epochs.get(epochs.size() - 1));
  }

  /** The decisions since the last call. */
  Stream<RungDecision> decided() {
    List<RungDecision> made = List.copyOf(decided);
    decided.clear();
    return made.stream();
  }

  /** Decides rungs until one has to be trained, or the bracket ends. */
  private List<TrialSegment> decide() {
    while (true) {
      List<Ranked> ranked =
          alive.stream().map(c -> Ranked.of(c, costs.measured(c, measured))).sorted().toList();
      compared.put(epochs.get(rung), ranked);
      boolean last = rung == epochs.size() - 1;
      int keep = last ? (chooses ? 1 : 0) : next(ranked.size(), eta);
      for (int r = 0; r < ranked.size(); r++) {
        Ranked each = ranked.get(r);
        RungOutcome outcome = outcome(last, r < keep && each.alive());
        decided.add(each.decision(name, rung + 1, epochs.get(rung), r + 1, outcome));
      }
      List<Candidate> kept =
          ranked.stream().limit(keep).filter(Ranked::alive).map(Ranked::candidate).toList();
      if (last || kept.isEmpty()) {
        ended = true;
        return List.of();
      }
      alive = kept;
      rung++;
      List<TrialSegment> next = enter(measured);
      if (!next.isEmpty()) {
        return next;
      }
    }
  }

  private static RungOutcome outcome(boolean last, boolean goesOn) {
    if (last) {
      return goesOn ? RungOutcome.CHOSEN : RungOutcome.FINISHED;
    }
    return goesOn ? RungOutcome.PROMOTED : RungOutcome.PRUNED;
  }

  /**
   * Takes the candidates to the current rung.
   *
   * @param before measurements of their trials at the previous rung
   * @return what has to be trained for that
   */
  private List<TrialSegment> enter(Map<String, Measurement> before) {
    Map<String, Measurement> here = new HashMap<>();
    int epoch = epochs.get(rung);
    for (Candidate candidate : alive) {
      for (Seeded seeded : candidate.tuning()) {
        String id = costs.trialId(seeded.index());
        Optional<Measurement> earlier = Optional.ofNullable(before.get(id));
        Optional<Measurement> now =
            earlier
                .filter(m -> m.state() != TrialState.PAUSED)
                .map(m -> m.at(epoch))
                .or(() -> known.at(id, epoch));
        if (now.isPresent()) {
          here.put(id, now.get());
        } else {
          int from = earlier.map(Measurement::epoch).orElse(0);
          awaited.put(id, costs.segment(seeded.index(), from, epoch));
        }
      }
    }
    measured = here;
    return List.copyOf(awaited.values());
  }

  private static int next(int candidates, int eta) {
    return (candidates + eta - 1) / eta;
  }

  /** An upper bound on what is left to train: the most expensive candidates may go on. */
  WorkEstimate left() {
    WorkEstimate left = WorkEstimate.of(awaited.values());
    int candidates = alive.size();
    for (int r = rung + 1; !ended && r < epochs.size(); r++) {
      candidates = next(candidates, eta);
      left = left.plus(costs.dearest(alive, candidates, epochs.get(r - 1), epochs.get(r)));
    }
    return left;
  }

  /**
   * An upper bound on the training of a bracket whose candidates are not known yet.
   *
   * @param all those of which they will be
   */
  static WorkEstimate bound(
      List<Candidate> all, int size, int eta, List<Integer> epochs, SegmentCosts costs) {
    WorkEstimate bound = WorkEstimate.NONE;
    int candidates = size;
    int from = 0;
    for (int until : epochs) {
      bound = bound.plus(costs.dearest(all, candidates, from, until));
      candidates = next(candidates, eta);
      from = until;
    }
    return bound;
  }
}
