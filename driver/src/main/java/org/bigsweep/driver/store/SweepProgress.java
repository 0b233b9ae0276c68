package org.bigsweep.driver.store;

import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.generic.GenericRecord;
import org.bigsweep.driver.plan.FinishedTrial;
import org.bigsweep.driver.stats.Tally;
import org.bigsweep.engine.catalog.TrialSpec;
import org.bigsweep.results.ResultsFolder;
import org.bigsweep.results.ResultsReader;
import org.bigsweep.results.Table;
import org.bigsweep.results.TrialState;

/**
 * The progress of a kept sweep: how many of its trials are done, collapsed, diverged, failed or
 * missing.
 */
public record SweepProgress(KeptSweep kept, Tally tally) {
  private static final List<String> COLUMNS =
      List.of("trial_id", "parameters", "dataset_sha256", "state", "collapsed");

  /** A trial of the folder, with the columns that decide which sweep wants it. */
  public record Found(
      String id, TrialSpec spec, String datasetSha256, TrialState state, boolean collapsed) {}

  /** The progress of every sweep, given the trials of a folder. */
  public static List<SweepProgress> all(List<KeptSweep> sweeps, ResultsFolder folder) {
    List<Found> found = found(folder);
    return sweeps.stream().map(kept -> of(kept, found)).toList();
  }

  /** The trials of a folder. */
  public static List<Found> found(ResultsFolder folder) {
    try (Stream<GenericRecord> rows = new ResultsReader(folder).read(Table.TRIALS, COLUMNS)) {
      return rows.map(SweepProgress::found).toList();
    }
  }

  private static Found found(GenericRecord row) {
    FinishedTrial trial = FinishedTrials.trial(row);
    return new Found(
        trial.id(),
        trial.spec(),
        row.get("dataset_sha256").toString(),
        TrialState.valueOf(row.get("state").toString()),
        (Boolean) row.get("collapsed"));
  }

  /** The progress of a sweep, given the trials of a folder. */
  public static SweepProgress of(KeptSweep kept, List<Found> trials) {
    List<Found> own = trials.stream().filter(trial -> wants(kept, trial)).toList();
    return new SweepProgress(
        kept, Tally.of(kept.sweep().space().size(), own, Found::state, Found::collapsed));
  }

  /** Whether {@code kept} wants {@code trial}. */
  public static boolean wants(KeptSweep kept, Found trial) {
    return kept.wants(trial.id(), trial.spec(), trial.datasetSha256());
  }
}
