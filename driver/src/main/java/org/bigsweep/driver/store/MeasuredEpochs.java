package org.bigsweep.driver.store;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.avro.generic.GenericRecord;
import org.bigsweep.driver.plan.Measurement;
import org.bigsweep.driver.plan.Measurements;
import org.bigsweep.results.ResultsFolder;
import org.bigsweep.results.ResultsReader;
import org.bigsweep.results.Table;
import org.bigsweep.results.TrialState;

/**
 * The measurements that a results folder holds of finished and of paused trials at certain epochs.
 */
public final class MeasuredEpochs implements Measurements {
  private static final String TRIAL_ID = "trial_id";
  private static final String EPOCH = "epoch";
  private static final String ACCURACY = "validation_accuracy";
  private static final String COLLAPSED = "collapsed";

  /** The last measurement of each finished trial. */
  private final Map<String, Measurement> ends = new HashMap<>();

  private final Map<String, Map<Integer, Point>> points = new HashMap<>();

  private record Point(double accuracy, boolean collapsed) {
    static Point of(GenericRecord row) {
      return new Point(
          row.get(ACCURACY) instanceof Double accuracy ? accuracy : Double.NaN,
          (Boolean) row.get(COLLAPSED));
    }
  }

  private MeasuredEpochs() {}

  /**
   * Reads the folder once.
   *
   * @param epochs those that will be asked for
   * @throws org.bigsweep.results.ResultsException if a file cannot be read
   */
  public static MeasuredEpochs of(ResultsFolder folder, Set<Integer> epochs) {
    MeasuredEpochs measured = new MeasuredEpochs();
    ResultsReader reader = new ResultsReader(folder);
    try (Stream<GenericRecord> rows =
        reader.read(Table.TRIALS, List.of("state", "epochs_done", ACCURACY, COLLAPSED))) {
      rows.forEach(
          row -> {
            String id = row.get(TRIAL_ID).toString();
            TrialState state = TrialState.valueOf(row.get("state").toString());
            Point last = Point.of(row);
            measured.ends.put(
                id,
                new Measurement(
                    id,
                    (Integer) row.get("epochs_done"),
                    state,
                    last.collapsed(),
                    last.accuracy()));
          });
    }
    for (Table<?> table : List.of(Table.PAUSED, Table.EPOCHS)) {
      try (Stream<GenericRecord> rows = reader.read(table, List.of(EPOCH, ACCURACY, COLLAPSED))) {
        rows.filter(row -> epochs.contains((Integer) row.get(EPOCH)))
            .forEach(
                row ->
                    measured
                        .points
                        .computeIfAbsent(row.get(TRIAL_ID).toString(), id -> new HashMap<>())
                        .put((Integer) row.get(EPOCH), Point.of(row)));
      }
    }
    return measured;
  }

  @Override
  public Optional<Measurement> at(String trialId, int epoch) {
    Optional<Measurement> end = Optional.ofNullable(ends.get(trialId)).map(e -> e.at(epoch));
    if (end.isPresent() && !end.get().lost() && ends.get(trialId).epoch() <= epoch) {
      return end;
    }
    Optional<Measurement> paused =
        Optional.ofNullable(points.getOrDefault(trialId, Map.of()).get(epoch))
            .map(
                p ->
                    new Measurement(
                        trialId, epoch, TrialState.PAUSED, p.collapsed(), p.accuracy()));
    return paused.or(() -> end.filter(Measurement::lost));
  }
}
