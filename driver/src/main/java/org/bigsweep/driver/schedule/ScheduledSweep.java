package org.bigsweep.driver.schedule;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.bigsweep.driver.plan.Measurements;
import org.bigsweep.driver.plan.SweepPlan;
import org.bigsweep.driver.spec.Schedule;
import org.bigsweep.driver.spec.Sweep;
import org.bigsweep.engine.catalog.ParameterCatalog;
import org.bigsweep.engine.catalog.TrialParameters;

/** A sweep's schedule compared with the results that exist. */
public sealed interface ScheduledSweep permits WholeSweep, SubsetSweep, SearchedSweep {

  /** An upper bound on what the whole schedule trains, starting without results. */
  WorkEstimate all();

  /** An upper bound on what is left to train. */
  WorkEstimate left();

  /** The work that is left, not yet begun, for a number of cores. */
  Work work(int cores);

  /** The epochs at which a sweep's schedule compares trials; none if it compares none. */
  static Set<Integer> epochs(Sweep sweep) {
    Set<Integer> epochs = new TreeSet<>();
    if (sweep.schedule() instanceof Schedule.Search search) {
      sweep.space().classes(Set.of(TrialParameters.EPOCHS.name()), Integer.MAX_VALUE).stream()
          .map(points -> Math.toIntExact(points.get(0).get(TrialParameters.EPOCHS)))
          .forEach(
              horizon -> {
                epochs.addAll(search.epochs(horizon, false));
                epochs.addAll(search.epochs(horizon, true));
              });
    }
    return epochs;
  }

  /**
   * The schedule of a sweep.
   *
   * @param plan plan of the same sweep for the same results
   * @param measured measurements in the results, those of paused trials included
   */
  static ScheduledSweep of(
      Sweep sweep, SweepPlan plan, ParameterCatalog catalog, Measurements measured) {
    SegmentCosts segments = new SegmentCosts(sweep.space(), plan.data(), plan.costs());
    if (sweep.schedule() instanceof Schedule.Search search) {
      List<Brackets.Part> parts = new Brackets(sweep, catalog).parts();
      return new SearchedSweep(new Searches(search, parts, segments)::of, measured);
    }
    if (sweep.schedule() instanceof Schedule.RandomSubset random) {
      List<Brackets.Part> parts = new Brackets(sweep, catalog).parts();
      return new SubsetSweep(RandomSubset.indices(parts, random).toArray(), plan, segments);
    }
    return new WholeSweep(plan);
  }
}
