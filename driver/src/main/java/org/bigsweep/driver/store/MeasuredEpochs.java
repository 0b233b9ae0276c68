package org.bigsweep.driver.store;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.avro.generic.GenericRecord;
import org.bigsweep.driver.plan.Measured;
import org.bigsweep.driver.plan.Measurement;
import org.bigsweep.driver.plan.Measurement.Fate;
import org.bigsweep.results.ResultsFolder;
import org.bigsweep.results.ResultsReader;
import org.bigsweep.results.Table;
import org.bigsweep.results.TrialState;

/** What a results folder tells of finished and of paused trials at certain epochs. */
public final class MeasuredEpochs implements Measured {
  private static final String TRIAL_ID = "trial_id";
  private static final String EPOCH = "epoch";
  private static final String ACCURACY = "validation_accuracy";
  private static final String COLLAPSED = "collapsed";

  private final Map<String, End> ends = new HashMap<>();
  private final Map<String, Map<Integer, Point>> points = new HashMap<>();

  private record Point(double accuracy, boolean collapsed) {
    static Point of(GenericRecord row) {
      return new Point(
          row.get(ACCURACY) instanceof Double accuracy ? accuracy : Double.NaN,
          (Boolean) row.get(COLLAPSED));
    }
  }

  /** How a finished trial ended. */
  private record End(boolean lost, int epochs, Point last) {}

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
          row ->
              measured.ends.put(
                  row.get(TRIAL_ID).toString(),
                  new End(
                      !row.get("state").toString().equals(TrialState.DONE.name()),
                      (Integer) row.get("epochs_done"),
                      Point.of(row))));
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
    Optional<End> end = Optional.ofNullable(ends.get(trialId));
    boolean ended = end.filter(e -> !e.lost() && e.epochs() <= epoch).isPresent();
    Point point = points.getOrDefault(trialId, Map.of()).get(epoch);
    if (point != null) {
      return Optional.of(measurement(trialId, epoch, ended ? Fate.DONE : Fate.PAUSED, point));
    }
    if (ended) {
      return Optional.of(measurement(trialId, epoch, Fate.DONE, end.get().last()));
    }
    return end.filter(End::lost).map(e -> Measurement.ofLost(trialId, epoch));
  }

  private static Measurement measurement(String trialId, int epoch, Fate fate, Point point) {
    return new Measurement(trialId, epoch, fate, point.collapsed(), point.accuracy());
  }
}
