package org.bigsweep.driver.schedule;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.bigsweep.driver.plan.Measurement;
import org.bigsweep.driver.plan.Measurements;
import org.bigsweep.driver.plan.Ranking;
import org.bigsweep.driver.plan.TrialSegment;
import org.bigsweep.driver.schedule.Candidate.Seeded;
import org.bigsweep.driver.schedule.RungDecision.Outcome;
import org.bigsweep.results.TrialState;

/**
 * A bracket of successive halving, from the first rung to the reporting seeds of its best
 * configuration. Of n candidates on a rung, ⌈n/η⌉ go on to the next. A candidate whose every trial
 * is lost never goes on.
 */
final class Bracket {
  private final BracketKey key;
  private final List<Integer> epochs;
  private final int eta;
  private final SegmentCosts costs;
  private final Measurements known;
  private final List<RungDecision> decided = new ArrayList<>();

  private List<Candidate> alive;
  private int rung;
  private Map<String, Measurement> measured = new HashMap<>();

  /** The segments of the current rung, or of reporting, that have not been measured yet. */
  private final Map<String, TrialSegment> awaited = new LinkedHashMap<>();

  private boolean reporting;

  /** A candidate at a rung, with what its trials on tuning seeds showed there, by rising seed. */
  private record Ranked(Candidate candidate, List<Measurement> measured, Ranking ranking) {
    boolean alive() {
      return ranking.alive();
    }
  }

  /**
   * @param epochs epochs of the rungs, the horizon last
   * @param known the measurements that results held before this run
   */
  Bracket(
      BracketKey key,
      List<Candidate> candidates,
      List<Integer> epochs,
      int eta,
      SegmentCosts costs,
      Measurements known) {
    this.key = key;
    this.alive = candidates;
    this.epochs = epochs;
    this.eta = eta;
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

  /**
   * Takes the measurement of an awaited trial, and returns the segments that follow from it; none
   * if others are awaited.
   */
  List<TrialSegment> heard(Measurement measurement) {
    if (awaited.remove(measurement.trialId()) == null || reporting) {
      return List.of();
    }
    measured.put(measurement.trialId(), measurement);
    return awaited.isEmpty() ? decide() : List.of();
  }

  /** Whether no further segment will follow from any measurement. */
  boolean ended() {
    return reporting;
  }

  /** The decisions since the last call. */
  List<RungDecision> decided() {
    List<RungDecision> made = List.copyOf(decided);
    decided.clear();
    return made;
  }

  /** Decides rungs until one has to be trained, or the bracket ends. */
  private List<TrialSegment> decide() {
    while (true) {
      List<Ranked> ranked =
          alive.stream().map(this::ranked).sorted(Comparator.comparing(Ranked::ranking)).toList();
      boolean last = rung == epochs.size() - 1;
      int keep = last ? 1 : next(ranked.size());
      for (int r = 0; r < ranked.size(); r++) {
        decided.add(decision(ranked.get(r), r + 1, last, keep));
      }
      List<Candidate> kept =
          ranked.stream().limit(keep).filter(Ranked::alive).map(Ranked::candidate).toList();
      if (last || kept.isEmpty()) {
        return report(kept);
      }
      alive = kept;
      rung++;
      List<TrialSegment> next = enter(measured);
      if (!next.isEmpty()) {
        return next;
      }
    }
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
        String id = trialId(seeded);
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

  private List<TrialSegment> report(List<Candidate> chosen) {
    reporting = true;
    for (Candidate candidate : chosen) {
      for (Seeded seeded : candidate.reporting()) {
        String id = trialId(seeded);
        if (known.at(id, key.horizon()).isEmpty()) {
          awaited.put(id, costs.segment(seeded.index(), 0, key.horizon()));
        }
      }
    }
    return List.copyOf(awaited.values());
  }

  private Ranked ranked(Candidate candidate) {
    List<Measurement> shown =
        candidate.tuning().stream().map(seeded -> measured.get(trialId(seeded))).toList();
    return new Ranked(candidate, shown, Ranking.of(shown, candidate.configuration()));
  }

  private RungDecision decision(Ranked ranked, int rank, boolean last, int keep) {
    boolean goesOn = rank <= keep && ranked.alive();
    Outcome outcome =
        last
            ? goesOn ? Outcome.CHOSEN : Outcome.FINISHED
            : goesOn ? Outcome.PROMOTED : Outcome.PRUNED;
    Candidate candidate = ranked.candidate();
    return new RungDecision(
        key.text(),
        rung + 1,
        epochs.get(rung),
        candidate.rule(),
        candidate.depth(),
        candidate.configuration(),
        IntStream.range(0, candidate.tuning().size())
            .mapToObj(
                i ->
                    new RungDecision.Seeded(
                        candidate.tuning().get(i).seed(), ranked.measured().get(i)))
            .toList(),
        ranked.ranking().score(),
        rank,
        outcome);
  }

  private String trialId(Seeded seeded) {
    return costs.trialId(seeded.index());
  }

  private int next(int candidates) {
    return (candidates + eta - 1) / eta;
  }

  /** An upper bound on what is left to train: the most expensive candidates may go on. */
  WorkEstimate left() {
    WorkEstimate left =
        new WorkEstimate(
            awaited.size(), awaited.values().stream().mapToDouble(TrialSegment::seconds).sum());
    if (reporting) {
      return left;
    }
    int candidates = alive.size();
    for (int r = rung + 1; r < epochs.size(); r++) {
      candidates = next(candidates);
      left = left.plus(dearest(candidates, Candidate::tuning, epochs.get(r - 1), epochs.get(r)));
    }
    return left.plus(dearest(1, Candidate::reporting, 0, key.horizon()));
  }

  private WorkEstimate dearest(
      int count, Function<Candidate, List<Seeded>> trials, int from, int until) {
    return alive.stream()
        .map(
            candidate -> {
              List<Seeded> seeds = trials.apply(candidate);
              double each = seeds.isEmpty() ? 0 : costs.seconds(seeds.get(0).index(), from, until);
              return new WorkEstimate(seeds.size(), seeds.size() * each);
            })
        .sorted(Comparator.comparingDouble(WorkEstimate::seconds).reversed())
        .limit(count)
        .reduce(WorkEstimate.NONE, WorkEstimate::plus);
  }
}
