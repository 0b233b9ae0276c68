package org.bigsweep.driver.schedule;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bigsweep.driver.plan.Measurements;
import org.bigsweep.driver.spec.Schedule;
import org.bigsweep.engine.catalog.TrialParameters;
import org.bigsweep.engine.catalog.TrialParameters.RateSchedule;
import org.bigsweep.engine.catalog.TrialSpec;

/** A factory of the search that a schedule makes of each bracket. */
record Searches(Schedule.Search schedule, List<Brackets.Part> parts, SegmentCosts costs) {
  /** The searches of all brackets, given the measurements that results held before. */
  List<BracketSearch> of(Measurements known) {
    return parts.stream().map(part -> search(part, known)).toList();
  }

  private BracketSearch search(Brackets.Part part, Measurements known) {
    BracketKey key = part.key();
    List<Integer> epochs = schedule.epochs(key.horizon(), decays(part));
    if (schedule instanceof Schedule.Hyperband hyperband) {
      List<Candidate> order = RandomSubset.order(part, hyperband.seed());
      Optional<TpeSampler> sampler =
          hyperband.sampler() == Schedule.Sampler.TPE
              ? Optional.of(sampler(order, hyperband.seed(), Schedule.Tpe.STARTUP))
              : Optional.empty();
      return new HyperbandSearch(key, order, hyperband, sampler, epochs, costs, known);
    }
    if (schedule instanceof Schedule.Tpe tpe) {
      List<Candidate> order = RandomSubset.order(part, tpe.seed());
      TpeSampler sampler = sampler(order, tpe.seed(), tpe.startup());
      return new TpeSearch(key, order, tpe, sampler, costs, known);
    }
    int eta = ((Schedule.Halving) schedule).eta();
    return new HalvingSearch(
        new Bracket(key.text(), part.candidates(), epochs, eta, true, costs, known),
        new FinalChoice(key, costs, known));
  }

  private TpeSampler sampler(List<Candidate> order, long seed, int startup) {
    Coordinates coordinates = Coordinates.of(order.stream().map(this::parameters).toList());
    return new TpeSampler(order, coordinates, seed, startup);
  }

  private Map<String, String> parameters(Candidate candidate) {
    return any(candidate).values();
  }

  private TrialSpec any(Candidate candidate) {
    return costs.space().get(candidate.trials().findFirst().orElseThrow().index());
  }

  /** Whether the learning rate of any configuration changes over the epochs. */
  private boolean decays(Brackets.Part part) {
    return part.candidates().stream()
        .map(this::any)
        .anyMatch(
            spec -> spec.get(TrialParameters.LEARNING_RATE_SCHEDULE) != RateSchedule.CONSTANT);
  }
}
