package org.bigsweep.driver.app;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.bigsweep.driver.plan.CostModel;
import org.bigsweep.driver.plan.DatasetShape;
import org.bigsweep.driver.plan.FinishedTrial;
import org.bigsweep.driver.plan.Measurements;
import org.bigsweep.driver.plan.Observation;
import org.bigsweep.driver.plan.ProbeTime;
import org.bigsweep.driver.plan.SweepPlan;
import org.bigsweep.driver.run.CostProbe;
import org.bigsweep.driver.schedule.ScheduledSweep;
import org.bigsweep.driver.spec.Sweep;
import org.bigsweep.driver.store.FinishedTrials;
import org.bigsweep.driver.store.MeasuredEpochs;
import org.bigsweep.driver.store.TrialTimes;
import org.bigsweep.engine.catalog.ParameterCatalog;
import org.bigsweep.engine.data.Dataset;
import org.bigsweep.engine.trial.Cpu;
import org.bigsweep.results.ResultsFolder;

/** A sweep with its dataset, its results folder, and a plan of what is left to train. */
public record PlannedSweep(Sweep sweep, Dataset dataset, ResultsFolder folder, SweepPlan plan) {
  /**
   * Plans a sweep. Costs are predicted from the times of trials in the results folder, if it has
   * any.
   *
   * @param local whether trials are trained on this machine alone
   * @param retryFailed whether failed trials are to be trained again
   */
  public static PlannedSweep of(
      Sweep sweep, Dataset dataset, ResultsFolder folder, boolean local, boolean retryFailed) {
    CostModel costs = history(folder, DatasetShape.of(dataset), local);
    return new PlannedSweep(
        sweep, dataset, folder, plan(sweep, dataset, folder, costs, retryFailed));
  }

  /** The same sweep, planned against what the folder holds by now. */
  PlannedSweep again() {
    return new PlannedSweep(
        sweep, dataset, folder, plan(sweep, dataset, folder, plan.costs(), false));
  }

  /**
   * The same plan with costs predicted from steps timed here, if no finished trial tells them.
   *
   * @param seconds approximate time to spend; 0 for no probe
   */
  public PlannedSweep probed(double seconds) {
    if (seconds == 0 || plan.costs().source() == CostModel.Source.HISTORY || plan.toDo() == 0) {
      return this;
    }
    CostModel costs =
        CostModel.of(
            CostModel.Source.PROBE,
            CostProbe.observe(plan.kinds(), dataset, cores(), seconds).stream());
    return new PlannedSweep(sweep, dataset, folder, plan.at(costs));
  }

  /**
   * The same plan with costs from a probe of {@link ProbeTime}: good enough to form groups, and
   * found in little of the run's time.
   */
  public PlannedSweep calibrated() {
    return probed(ProbeTime.seconds(plan.seconds(cores())));
  }

  private static int cores() {
    return Runtime.getRuntime().availableProcessors();
  }

  /**
   * Costs of finished trials: on this machine's kind of processor or, if other machines train, on
   * any.
   */
  private static CostModel history(ResultsFolder folder, DatasetShape data, boolean local) {
    Optional<String> cpu = local ? Optional.of(Cpu.here().model()) : Optional.empty();
    try (Stream<Observation> times = TrialTimes.of(folder, data, cpu)) {
      return CostModel.of(CostModel.Source.HISTORY, times);
    }
  }

  private static SweepPlan plan(
      Sweep sweep, Dataset dataset, ResultsFolder folder, CostModel costs, boolean retryFailed) {
    try (Stream<FinishedTrial> finished = FinishedTrials.of(folder, retryFailed)) {
      return SweepPlan.of(
          sweep, DatasetShape.of(dataset), costs, ParameterCatalog.standard(), finished);
    }
  }

  /** The sweep's schedule against what the folder holds. */
  public ScheduledSweep scheduled() {
    Set<Integer> epochs = ScheduledSweep.epochs(sweep);
    return ScheduledSweep.of(
        sweep,
        plan,
        ParameterCatalog.standard(),
        epochs.isEmpty() ? Measurements.NOTHING : MeasuredEpochs.of(folder, epochs));
  }

  /** Whether a finished trial is one of the sweep's. */
  public boolean contains(FinishedTrial trial) {
    return sweep.space().indexOf(trial.spec(), trial.id(), dataset.sha256()).isPresent();
  }
}
