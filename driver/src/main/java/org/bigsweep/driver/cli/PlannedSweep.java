package org.bigsweep.driver.cli;

import java.io.PrintWriter;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.bigsweep.driver.plan.CostModel;
import org.bigsweep.driver.plan.CostProbe;
import org.bigsweep.driver.plan.DatasetShape;
import org.bigsweep.driver.plan.FinishedTrial;
import org.bigsweep.driver.plan.Observation;
import org.bigsweep.driver.plan.SweepPlan;
import org.bigsweep.driver.spec.Sweep;
import org.bigsweep.driver.store.FinishedTrials;
import org.bigsweep.driver.store.TrialTimes;
import org.bigsweep.engine.data.Dataset;
import org.bigsweep.engine.trial.Cpu;
import org.bigsweep.engine.trial.ParameterCatalog;
import org.bigsweep.engine.trial.TrialSpec;
import org.bigsweep.results.ResultsFolder;

/** A sweep, its data, and what the results folder holds of it. */
record PlannedSweep(Sweep sweep, Dataset dataset, ResultsFolder folder, SweepPlan plan) {

  /** Costs are predicted from what trials in the results folder took, if there are such. */
  static PlannedSweep of(Sweep sweep, SweepOptions options, PrintWriter err) {
    ResultsFolder folder = ResultsFolder.at(options.out(), new Configuration());
    Dataset dataset = options.dataset(sweep, err);
    CostModel costs = history(folder, DatasetShape.of(dataset), options.isLocal());
    return new PlannedSweep(sweep, dataset, folder, plan(sweep, dataset, folder, costs));
  }

  /** The same sweep, planned against what the folder holds by now. */
  PlannedSweep again() {
    return new PlannedSweep(sweep, dataset, folder, plan(sweep, dataset, folder, plan.costs()));
  }

  /**
   * The same plan with costs predicted from steps timed here, if no finished trial tells them.
   *
   * @param seconds to spend, about
   */
  PlannedSweep probed(int threads, double seconds) {
    if (plan.costs().source() == CostModel.Source.HISTORY || plan.toDo() == 0) {
      return this;
    }
    CostModel costs =
        CostModel.of(
            CostModel.Source.PROBE,
            CostProbe.observe(plan.kinds(), dataset, threads, seconds).stream());
    return new PlannedSweep(sweep, dataset, folder, plan.at(costs));
  }

  /** Rows of this machine's kind of processor count; on a cluster, all do. */
  private static CostModel history(ResultsFolder folder, DatasetShape data, boolean local) {
    Optional<String> cpu = local ? Optional.of(Cpu.here().model()) : Optional.empty();
    try (Stream<Observation> times = TrialTimes.of(folder, data, cpu)) {
      return CostModel.of(CostModel.Source.HISTORY, times);
    }
  }

  private static SweepPlan plan(
      Sweep sweep, Dataset dataset, ResultsFolder folder, CostModel costs) {
    try (Stream<FinishedTrial> finished = FinishedTrials.of(folder)) {
      return SweepPlan.of(
          sweep, DatasetShape.of(dataset), costs, ParameterCatalog.standard(), finished);
    }
  }

  /** Whether a finished trial is one of the sweep's. */
  boolean contains(FinishedTrial trial) {
    TrialSpec spec = new TrialSpec(trial.parameters());
    return sweep.space().indexOf(spec).isPresent() && spec.id(dataset.sha256()).equals(trial.id());
  }
}
