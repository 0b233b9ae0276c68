package org.bigsweep.driver.serve;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.bigsweep.driver.store.VariedParameters;
import org.bigsweep.results.Trial;

/**
 * The trials of a folder as a table: what they are, what they showed, and the parameters in which
 * they differ.
 *
 * @param columns names, the trial's id first
 * @param rows values in the order of the columns: texts, numbers, truth values, or null
 * @param varied the parameters that have columns because trials differ in them
 * @param choices the values of the columns that a page offers to choose from
 */
record TrialRows(
    List<String> columns,
    List<Object[]> rows,
    VariedParameters varied,
    Map<String, List<String>> choices) {
  static final String ID = "trial_id";
  static final String RULE = "rule";
  static final String STATE = "state";

  static TrialRows of(Collection<Trial> trials) {
    Map<String, Function<Trial, Object>> columns = new LinkedHashMap<>();
    columns.put(ID, Trial::getTrialId);
    columns.put(RULE, Trial::getRule);
    columns.put(STATE, Trial::getState);
    columns.put("collapsed", Trial::getCollapsed);
    columns.put("validation_accuracy", Trial::getValidationAccuracy);
    columns.put("test_accuracy", Trial::getTestAccuracy);
    columns.put("depth", Trial::getDepth);
    columns.put("seed", Trial::getSeed);
    VariedParameters varied =
        VariedParameters.of(trials.stream().map(Trial::getParameters).toList())
            .without("seed", "depth", "dataset"); // columns of their own
    varied
        .values()
        .forEach(
            (name, found) -> {
              boolean numbers = found.stream().allMatch(text -> number(text).isPresent());
              columns.put(
                  name,
                  trial ->
                      Optional.ofNullable(trial.getParameters().get(name))
                          .<Object>map(text -> numbers ? number(text).get() : text)
                          .orElse(null));
            });
    if (trials.stream().map(Trial::getDataset).distinct().count() > 1) {
      columns.put("dataset", Trial::getDataset);
    }
    columns.put("epochs_done", Trial::getEpochsDone);
    columns.put("train_loss", Trial::getTrainLoss);
    columns.put("seconds", Trial::getSeconds);
    columns.put("host", Trial::getHost);
    columns.put("ended", trial -> ended(trial).toString().substring(0, 19) + "Z");
    columns.put("reason", Trial::getReason);
    List<Function<Trial, Object>> cells = List.copyOf(columns.values());
    List<Object[]> rows = new ArrayList<>(trials.size());
    for (Trial trial : trials) {
      Object[] row = new Object[cells.size()];
      for (int c = 0; c < row.length; c++) {
        row[c] = cells.get(c).apply(trial);
      }
      rows.add(row);
    }
    return new TrialRows(
        List.copyOf(columns.keySet()),
        rows,
        varied,
        Map.of(
            RULE, trials.stream().map(Trial::getRule).distinct().sorted().toList(),
            STATE, trials.stream().map(Trial::getState).distinct().sorted().toList()));
  }

  static Optional<Double> number(String text) {
    try {
      double number = Double.parseDouble(text);
      boolean plain = !text.endsWith("d") && !text.endsWith("f") && Double.isFinite(number);
      return plain ? Optional.of(number) : Optional.empty();
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** When a trial ended, by the clock of its host. */
  static Instant ended(Trial trial) {
    return trial.getStarted().plusMillis((long) (1000 * trial.getSeconds()));
  }

  int column(String name) {
    return columns.indexOf(name);
  }
}
