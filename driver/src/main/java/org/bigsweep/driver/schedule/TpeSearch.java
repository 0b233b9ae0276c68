package org.bigsweep.driver.schedule;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.bigsweep.driver.plan.Measurement;
import org.bigsweep.driver.plan.Measurements;
import org.bigsweep.driver.plan.TrialSegment;
import org.bigsweep.driver.spec.Schedule;

/**
 * A search by the tree-structured Parzen estimator within one bracket. It proposes configurations
 * in waves, each of which is a bracket with one rung: the next wave starts when every trial of the
 * last one is measured. So a proposal does not depend on which trial was faster.
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
  private final Map<String, String> reasons = new HashMap<>();
  private int waves;
  private int proposed;
  private Bracket wave;

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
    this.wave = wave(List.of());
  }

  private Bracket wave(List<Candidate> candidates) {
    return new Bracket(key.text(), candidates, List.of(key.horizon()), 1, false, costs, known);
  }

  @Override
  public List<TrialSegment> start() {
    return nextWave();
  }

  @Override
  public boolean awaits(String trialId) {
    return wave.awaits(trialId) || choice.awaits(trialId);
  }

  @Override
  public List<TrialSegment> heard(Measurement measurement) {
    if (choice.made()) {
      choice.heard(measurement);
      return List.of();
    }
    wave.heard(measurement);
    if (!wave.ended()) {
      return List.of();
    }
    learn();
    return nextWave();
  }

  /** Proposes waves until one has to be trained, or makes the final choice. */
  private List<TrialSegment> nextWave() {
    while (true) {
      List<Proposal> proposals =
          sampler.propose(Math.min(tpe.wave(), tpe.n() - proposed), measured);
      if (proposals.isEmpty()) {
        return choice.make(waves + 1, measured);
      }
      waves++;
      proposed += proposals.size();
      proposals.forEach(p -> reasons.put(p.candidate().configuration(), p.reason()));
      wave = wave(proposals.stream().map(Proposal::candidate).toList());
      List<TrialSegment> next = wave.start();
      if (!wave.ended()) {
        return next;
      }
      learn();
    }
  }

  private void learn() {
    wave.decided()
        .map(decision -> decision.at(waves).because(reasons.get(decision.configuration())))
        .forEach(decided::add);
    measured.addAll(wave.finalists());
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
    return wave.left().plus(costs.dearest(order, count, 0, key.horizon())).plus(choice.left(order));
  }
}
