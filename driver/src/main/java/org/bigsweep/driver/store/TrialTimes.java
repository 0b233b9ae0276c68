package org.bigsweep.driver.store;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.avro.generic.GenericRecord;
import org.bigsweep.driver.plan.DatasetShape;
import org.bigsweep.driver.plan.Observation;
import org.bigsweep.engine.catalog.Numerics;
import org.bigsweep.engine.catalog.TrialSpec;
import org.bigsweep.results.ResultsFolder;
import org.bigsweep.results.ResultsReader;
import org.bigsweep.results.Table;
import org.bigsweep.results.TrialState;

/** The training times of the trials of a results folder. */
public final class TrialTimes {
  private static final List<String> COLUMNS =
      List.of(
          "parameters",
          "state",
          "epochs_done",
          "numerics_version",
          "dataset_sha256",
          "cpu",
          "seconds");

  /**
   * The most rows that are read. More would tell little more: files are in the order of hashes, so
   * the first ones are a random sample.
   */
  private static final int MOST_ROWS = 20_000;

  private TrialTimes() {}

  /**
   * Trials on {@code data} that this engine's arithmetic trained to their end, of {@value
   * #MOST_ROWS} rows at most. Close the stream.
   *
   * @param cpu model of the processor that they were trained on; empty for any
   * @throws org.bigsweep.results.ResultsException now or while streaming, if a file cannot be read
   */
  public static Stream<Observation> of(
      ResultsFolder folder, DatasetShape data, Optional<String> cpu) {
    return new ResultsReader(folder)
        .read(Table.TRIALS, COLUMNS)
        .limit(MOST_ROWS)
        .filter(row -> is(row, "state", TrialState.DONE.name()))
        .filter(row -> is(row, "numerics_version", Integer.toString(Numerics.VERSION)))
        .filter(row -> is(row, "dataset_sha256", data.sha256()))
        .filter(row -> cpu.isEmpty() || is(row, "cpu", cpu.get()))
        .map(row -> observation(row, data));
  }

  private static boolean is(GenericRecord row, String column, String value) {
    return row.get(column).toString().equals(value);
  }

  private static Observation observation(GenericRecord row, DatasetShape data) {
    return new Observation(
        new TrialSpec(FinishedTrials.trial(row).parameters()),
        data,
        ((Number) row.get("epochs_done")).longValue(),
        ((Number) row.get("seconds")).doubleValue());
  }
}
