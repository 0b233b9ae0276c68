package org.bigsweep.driver.verify;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;
import org.bigsweep.engine.trial.TrialOutcome;
import org.bigsweep.engine.trial.TrialResult;
import org.bigsweep.results.Epoch;
import org.bigsweep.results.Layer;
import org.bigsweep.results.Table;

/**
 * A comparison of every measured column of a trial's rows with its retraining. Layers are left out
 * if none are stored, as in an extract without them.
 */
final class TrialCheck {
  private final Tolerance tolerance;
  private final List<Difference> differences = new ArrayList<>();
  private long figures;

  private TrialCheck(Tolerance tolerance) {
    this.tolerance = tolerance;
  }

  /**
   * Compares a trial with its retraining: all its rows or, if the retraining was paused, its epochs
   * up to there.
   *
   * @param kernel BLAS kernel family of the retraining
   */
  static Finding of(
      StoredTrial stored, TrialOutcome again, Tolerance tolerance, String kernel, double seconds) {
    TrialCheck check = new TrialCheck(tolerance);
    if (again instanceof TrialOutcome.Paused paused) {
      check.compareEpochs(
          stored.epochs().stream().filter(row -> row.getEpoch() <= paused.epoch()).toList(),
          paused.epochs());
    } else {
      TrialResult result = again.finished();
      check.compare(Table.TRIALS, t -> "", List.of(stored.trial()), List.of(result.trial()));
      check.compareEpochs(stored.epochs(), result.epochs());
      if (!stored.layers().isEmpty()) {
        check.compare(Table.LAYERS, TrialCheck::place, stored.layers(), result.layers());
      }
    }
    return new Finding(
        stored.trial(), check.figures, check.differences, tolerance, kernel, seconds);
  }

  private void compareEpochs(List<Epoch> stored, List<Epoch> again) {
    compare(Table.EPOCHS, TrialCheck::place, stored, again);
  }

  private static String place(Epoch row) {
    return " of epoch " + row.getEpoch();
  }

  private static String place(Layer row) {
    return " of epoch " + row.getEpoch() + ", layer " + row.getLayer();
  }

  private <R extends SpecificRecord> void compare(
      Table<R> table, Function<R, String> place, List<R> stored, List<R> again) {
    Map<String, R> theirs = byPlace(stored, place);
    Map<String, R> ours = byPlace(again, place);
    Set<String> places = new LinkedHashSet<>(theirs.keySet());
    places.addAll(ours.keySet());
    Set<String> columns = new LinkedHashSet<>(table.measuredColumns());
    columns.removeAll(unmeasured(table, stored));
    for (String at : places) {
      R one = theirs.get(at);
      R other = ours.get(at);
      if (one == null || other == null) {
        differences.add(
            new Difference(
                table.name(),
                at,
                Optional.ofNullable(one).map(r -> "a row"),
                Optional.ofNullable(other).map(r -> "a row")));
        continue;
      }
      for (String column : columns) {
        compare(table, column, at, one, other);
      }
    }
  }

  /** Columns that the trial's files may lack since they are older, and do lack. */
  private static <R extends SpecificRecord> Set<String> unmeasured(Table<R> table, List<R> stored) {
    return table.laterColumns().stream()
        .filter(
            column ->
                stored.stream()
                    .allMatch(row -> row.get(table.schema().getField(column).pos()) == null))
        .collect(Collectors.toSet());
  }

  private void compare(
      Table<?> table, String column, String at, SpecificRecord one, SpecificRecord other) {
    int field = table.schema().getField(column).pos();
    figures++;
    if (!tolerance.agree(column, one.get(field), other.get(field))) {
      differences.add(
          new Difference(
              table.name() + "." + column,
              at,
              Optional.ofNullable(one.get(field)),
              Optional.ofNullable(other.get(field))));
    }
  }

  private static <R> Map<String, R> byPlace(List<R> rows, Function<R, String> place) {
    Map<String, R> byPlace = new LinkedHashMap<>();
    rows.forEach(row -> byPlace.put(place.apply(row), row));
    return byPlace;
  }
}
