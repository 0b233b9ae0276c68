package org.bigsweep.driver.store;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.avro.generic.GenericRecord;
import org.bigsweep.driver.plan.FinishedTrial;
import org.bigsweep.results.ResultsFolder;
import org.bigsweep.results.ResultsReader;
import org.bigsweep.results.Table;
import org.bigsweep.results.TrialState;

/** The trials that a results folder holds. */
public final class FinishedTrials {
  static final List<String> COLUMNS = List.of("trial_id", "parameters", "state");

  private FinishedTrials() {}

  /**
   * The trials that are not trained again: all of them or, if failed ones are retried, all but
   * those. Close the stream.
   *
   * @throws org.bigsweep.results.ResultsException now or while streaming, if a file cannot be read
   */
  public static Stream<FinishedTrial> of(ResultsFolder folder, boolean retryFailed) {
    Stream<GenericRecord> rows = new ResultsReader(folder).read(Table.TRIALS, COLUMNS);
    return rows.filter(row -> !retryFailed || !failed(row)).map(FinishedTrials::trial);
  }

  private static boolean failed(GenericRecord row) {
    return row.get("state").toString().equals(TrialState.FAILED.name());
  }

  static FinishedTrial trial(GenericRecord row) {
    Map<String, String> parameters = new LinkedHashMap<>();
    ((Map<?, ?>) row.get("parameters"))
        .forEach((name, value) -> parameters.put(name.toString(), value.toString()));
    return new FinishedTrial(row.get("trial_id").toString(), parameters);
  }
}
