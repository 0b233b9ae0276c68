package org.bigsweep.driver.cli;

import java.io.PrintWriter;
import java.util.stream.Stream;
import org.bigsweep.driver.plan.CostModel;
import org.bigsweep.driver.plan.DatasetShape;
import org.bigsweep.driver.plan.FinishedTrial;
import org.bigsweep.driver.plan.SweepPlan;
import org.bigsweep.driver.spec.Sweep;
import org.bigsweep.driver.store.FinishedTrials;
import org.bigsweep.driver.store.StorageSettings;
import org.bigsweep.engine.data.Dataset;
import org.bigsweep.engine.trial.ParameterCatalog;
import org.bigsweep.engine.trial.TrialSpec;
import org.bigsweep.results.ResultsFolder;

/** A sweep, its data, and what the results folder holds of it. */
record PlannedSweep(Sweep sweep, Dataset dataset, ResultsFolder folder, SweepPlan plan) {

  static PlannedSweep of(Sweep sweep, SweepOptions options, PrintWriter err) {
    ResultsFolder folder = ResultsFolder.at(options.out(), StorageSettings.configuration());
    Dataset dataset = options.dataset(sweep, err);
    return new PlannedSweep(sweep, dataset, folder, plan(sweep, dataset, folder));
  }

  /** The same sweep, planned against what the folder holds by now. */
  PlannedSweep again() {
    return new PlannedSweep(sweep, dataset, folder, plan(sweep, dataset, folder));
  }

  private static SweepPlan plan(Sweep sweep, Dataset dataset, ResultsFolder folder) {
    try (Stream<FinishedTrial> finished = FinishedTrials.of(folder)) {
      return SweepPlan.of(
          sweep,
          DatasetShape.of(dataset),
          CostModel.TYPICAL,
          ParameterCatalog.standard(),
          finished);
    }
  }

  /** Whether a finished trial is one of the sweep's. */
  boolean contains(FinishedTrial trial) {
    TrialSpec spec = new TrialSpec(trial.parameters());
    return sweep.space().indexOf(spec).isPresent() && spec.id(dataset.sha256()).equals(trial.id());
  }
}
