package org.bigsweep.driver.schedule;

import java.util.ArrayList;
import java.util.Collections;
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
import org.bigsweep.driver.spec.Schedule;
import org.bigsweep.results.RungOutcome;

/**
 * A search by the tree-structured Parzen estimator within one bracket. It proposes configurations
 * in waves: the next wave starts when every trial of the last one is measured. So a proposal does
 * not depend on which trial was faster.
 */
final class TpeSearch implements BracketSearch {
  private final BracketKey key;
  private final List<Candidate> order;
  private final Schedule.Tpe tpe;
  private final TpeSampler sampler;
  private final SegmentCosts costs;
  private final Measurements known;
  private final FinalChoice choice;

  /** The best first: the sampler sorts it again, which takes no time then. */
  private final List<Ranked> measured = new ArrayList<>();

  private final List<RungDecision> decided = new ArrayList<>();
  private int waves;
  private int proposed;
  private List<Proposal> wave = List.of();
  private Map<String, Measurement> here = Map.of();
  private final Map<String, TrialSegment> awaited = new LinkedHashMap<>();

  /**
   * @param order the bracket's configurations in a random order
   * @param known the measurements that results held before this run
   */
  TpeSearch(
      BracketKey key,
      List<Candidate> order,
      Schedule.Tpe tpe,
      TpeSampler sampler,
      SegmentCosts costs,
      Measurements known) {
    this.key = key;
    this.order = order;
    this.tpe = tpe;
    this.sampler = sampler;
    this.costs = costs;
    this.known = known;
    this.choice = new FinalChoice(key, costs, known);
  }

  @Override
  public List<TrialSegment> start() {
    return nextWave();
  }

  @Override
  public boolean awaits(String trialId) {
    return awaited.containsKey(trialId) || choice.awaits(trialId);
  }

  @Override
  public List<TrialSegment> heard(Measurement measurement) {
    if (choice.made()) {
      choice.heard(measurement);
      return List.of();
    }
    awaited.remove(measurement.trialId());
    here.put(measurement.trialId(), measurement);
    if (!awaited.isEmpty()) {
      return List.of();
    }
    decide();
    return nextWave();
  }

  /** Proposes waves until one has to be trained, or makes the final choice. */
  private List<TrialSegment> nextWave() {
    while (true) {
      int count = Math.min(tpe.wave(), tpe.n() - proposed);
      wave = sampler.propose(count, measured);
      if (wave.isEmpty()) {
        return choice.make(waves + 1, measured);
      }
      waves++;
      proposed += wave.size();
      here = new HashMap<>();
      for (Proposal proposal : wave) {
        for (Seeded seeded : proposal.candidate().tuning()) {
          String id = costs.trialId(seeded.index());
          Optional<Measurement> earlier = known.at(id, key.horizon());
          if (earlier.isPresent()) {
            here.put(id, earlier.get());
          } else {
            awaited.put(id, costs.segment(seeded.index(), 0, key.horizon()));
          }
        }
      }
      if (!awaited.isEmpty()) {
        return List.copyOf(awaited.values());
      }
      decide();
    }
  }

  private void decide() {
    Map<Candidate, String> reasons = new HashMap<>();
    wave.forEach(proposal -> reasons.put(proposal.candidate(), proposal.reason()));
    List<Ranked> ranked =
        wave.stream()
            .map(p -> Ranked.of(p.candidate(), costs.measured(p.candidate(), here)))
            .sorted()
            .toList();
    for (int r = 0; r < ranked.size(); r++) {
      decided.add(
          ranked
              .get(r)
              .decision(key.text(), waves, key.horizon(), r + 1, RungOutcome.FINISHED)
              .because(reasons.get(ranked.get(r).candidate())));
    }
    measured.addAll(ranked);
    Collections.sort(measured);
  }

  @Override
  public boolean ended() {
    return choice.made();
  }

  @Override
  public List<RungDecision> decided() {
    List<RungDecision> made = Stream.concat(decided.stream(), choice.decided()).toList();
    decided.clear();
    return made;
  }

  @Override
  public WorkEstimate left() {
    if (choice.made()) {
      return choice.left(order);
    }
    int count = Math.min(tpe.n(), order.size()) - proposed;
    return WorkEstimate.of(awaited.values())
        .plus(costs.dearest(order, count, 0, key.horizon()))
        .plus(choice.left(order));
  }
}
