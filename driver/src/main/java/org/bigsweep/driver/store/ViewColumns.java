package org.bigsweep.driver.store;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bigsweep.results.Table;

/** The columns of each view, known without starting Spark. */
public final class ViewColumns {
  /** The columns of a trial that its epochs and layers carry too. */
  private static final List<String> CARRIED =
      List.of("rule", "base_rule", "sigma2", "depth", "learning_rate", "seed");

  private static final List<String> BEST =
      List.of(
          "dataset",
          "depth",
          "rule",
          "factors",
          "base_rule",
          "configuration",
          "configurations",
          "tuning_seeds",
          "tuning_done",
          "validation_accuracy",
          "seeds",
          "done",
          "diverged",
          "failed",
          "collapsed",
          "test_accuracy",
          "test_accuracy_sd",
          "seeds_disjoint");

  /** What {@code curves} sums up over seeds, after each epoch. */
  static final List<String> MEASURES =
      List.of(
          "train_loss",
          "train_accuracy",
          "validation_loss",
          "validation_accuracy",
          "test_loss",
          "test_accuracy");

  private static final List<String> CURVES = curves();

  private static final List<String> PAIRED =
      List.of(
          "dataset",
          "depth",
          "rule",
          "other_rule",
          "factors",
          "other_factors",
          "seed",
          "state",
          "other_state",
          "collapsed",
          "other_collapsed",
          "test_accuracy",
          "other_test_accuracy",
          "difference");

  private ViewColumns() {}

  private static List<String> curves() {
    List<String> columns =
        new ArrayList<>(List.of("dataset", "depth", "rule", "factors", "epoch", "n", "collapsed"));
    for (String measure : MEASURES) {
      columns.addAll(List.of(measure, measure + "_sd", measure + "_min", measure + "_max"));
    }
    return List.copyOf(columns);
  }

  /** The columns of each view, in order, tables first. */
  public static Map<String, List<String>> all() {
    Map<String, List<String>> columns = new LinkedHashMap<>();
    for (Table<?> table : Table.all()) {
      List<String> names = new ArrayList<>();
      if (table == Table.EPOCHS || table == Table.LAYERS) {
        names.addAll(CARRIED);
      }
      names.addAll(table.columns());
      columns.put(table.name(), List.copyOf(names));
    }
    columns.put("best", BEST);
    columns.put("curves", CURVES);
    columns.put("paired", PAIRED);
    return columns;
  }
}
