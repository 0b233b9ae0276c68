package org.bigsweep.driver.serve;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.bigsweep.util.UserException;

/**
 * What a page asks of the table of trials.
 *
 * @param words texts that a row must hold, in any column, in lower case
 * @param values by column, the values of which a row must have one
 * @param ranges by column, what a row's number must lie between
 * @param sort the column to sort by; empty for the order in which trials ended, last first
 * @param down whether to sort downwards
 */
record TrialQuery(
    List<String> words,
    Map<String, Set<String>> values,
    Map<String, double[]> ranges,
    Optional<String> sort,
    boolean down) {
  /** The most values of a text column that an axis shows. */
  private static final int MOST_VALUES = 12;

  private static final int MOST_AXES = 8;
  private static final double LOGARITHMIC = 50;

  /** The columns that no parameter is, but that a parallel plot shows. */
  private static final List<String> MEASURED = List.of("validation_accuracy", "test_accuracy");

  private static final Set<String> UNPLOTTED =
      Set.of(
          "trial_id",
          "state",
          "collapsed",
          "epochs_done",
          "train_loss",
          "seconds",
          "host",
          "ended",
          "reason",
          "seed");

  /**
   * Reads a query.
   *
   * @throws UserException if it names no column of the table, or a range without numbers
   */
  static TrialQuery of(RequestQuery given, TrialRows table) {
    Map<String, Set<String>> values = new HashMap<>();
    for (String condition : given.all("is")) {
      String[] sides = sides(condition, "is");
      values.computeIfAbsent(known(sides[0], table), c -> new HashSet<>()).add(sides[1]);
    }
    Map<String, double[]> ranges = new HashMap<>();
    for (String condition : given.all("between")) {
      String[] sides = sides(condition, "between");
      String[] ends = sides[1].split("~", -1);
      Optional<Double> low = TrialRows.number(ends[0]);
      Optional<Double> high = TrialRows.number(ends[ends.length - 1]);
      if (ends.length != 2 || low.isEmpty() || high.isEmpty()) {
        throw UserException.invalid("between", condition, "COLUMN=LOW~HIGH");
      }
      ranges.put(known(sides[0], table), new double[] {low.get(), high.get()});
    }
    return new TrialQuery(
        List.of(given.text("find").toLowerCase(Locale.ROOT).strip().split("\\s+")),
        values,
        ranges,
        given.find("sort").filter(name -> !name.isEmpty()).map(name -> known(name, table)),
        given.text("down").equals("1"));
  }

  private static String[] sides(String condition, String what) {
    String[] sides = condition.split("=", 2);
    if (sides.length != 2) {
      throw UserException.invalid(what, condition, "COLUMN=VALUE");
    }
    return sides;
  }

  private static String known(String name, TrialRows table) {
    if (table.column(name) < 0) {
      throw UserException.invalid("column", name, "one of " + String.join(", ", table.columns()));
    }
    return name;
  }

  /** The rows that fit, sorted. */
  List<Object[]> rows(TrialRows table) {
    Predicate<Object[]> fits = row -> words.stream().allMatch(word -> holds(row, word));
    for (var entry : values.entrySet()) {
      int column = table.column(entry.getKey());
      fits = fits.and(row -> entry.getValue().contains(text(row[column])));
    }
    for (var entry : ranges.entrySet()) {
      int column = table.column(entry.getKey());
      double low = entry.getValue()[0];
      double high = entry.getValue()[1];
      fits =
          fits.and(
              row ->
                  row[column] instanceof Number number
                      && number.doubleValue() >= low
                      && number.doubleValue() <= high);
    }
    List<Object[]> rows = new ArrayList<>(table.rows().stream().filter(fits).toList());
    sort.ifPresent(name -> rows.sort(order(table.column(name))));
    return rows;
  }

  private static boolean holds(Object[] row, String word) {
    if (word.isEmpty()) {
      return true;
    }
    for (Object value : row) {
      if (value != null && text(value).toLowerCase(Locale.ROOT).contains(word)) {
        return true;
      }
    }
    return false;
  }

  private static String text(Object value) {
    return value == null ? "" : value.toString();
  }

  /** Absent values come last either way. */
  private Comparator<Object[]> order(int column) {
    return (a, b) -> {
      if (a[column] == null || b[column] == null) {
        return a[column] == b[column] ? 0 : a[column] == null ? 1 : -1;
      }
      return down ? compare(b[column], a[column]) : compare(a[column], b[column]);
    };
  }

  private static int compare(Object a, Object b) {
    if (a instanceof Number first && b instanceof Number second) {
      return Double.compare(first.doubleValue(), second.doubleValue());
    }
    return text(a).compareTo(text(b));
  }

  /**
   * The rows that fit as lines across axes: the parameters that are plotted, then the accuracies.
   *
   * @param most the most lines; more are thinned evenly
   */
  Map<String, Object> axes(TrialRows table, int most) {
    List<Map<String, Object>> axes = new ArrayList<>();
    List<Integer> columns = new ArrayList<>();
    Consumer<String> plot =
        name ->
            axis(table, name)
                .ifPresent(
                    axis -> {
                      axes.add(axis);
                      columns.add(table.column(name));
                    });
    for (String name : table.columns()) {
      if (!UNPLOTTED.contains(name) && !MEASURED.contains(name) && axes.size() < MOST_AXES) {
        plot.accept(name);
      }
    }
    MEASURED.forEach(plot);
    List<Object[]> rows = rows(table);
    int shown = Math.min(most, rows.size());
    List<List<Object>> lines = new ArrayList<>();
    for (int k = 0; k < shown; k++) {
      Object[] row = rows.get((int) ((long) k * rows.size() / shown));
      lines.add(columns.stream().<Object>map(c -> Optional.ofNullable(row[c])).toList());
    }
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("axes", axes);
    answer.put("lines", lines);
    answer.put("fits", rows.size());
    return answer;
  }

  /** An axis over all values of a column, whatever the query; empty if they do not differ. */
  private static Optional<Map<String, Object>> axis(TrialRows table, String name) {
    int column = table.column(name);
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    Set<String> texts = new TreeSet<>();
    for (Object[] row : table.rows()) {
      if (row[column] instanceof Number number && Double.isFinite(number.doubleValue())) {
        low = Math.min(low, number.doubleValue());
        high = Math.max(high, number.doubleValue());
      } else if (row[column] instanceof String text) {
        texts.add(text);
      }
    }
    if (texts.isEmpty() && low < high) {
      return Optional.of(
          Map.of(
              "name", name, "low", low, "high", high, "log", low > 0 && high / low >= LOGARITHMIC));
    }
    return texts.size() > 1 && texts.size() <= MOST_VALUES
        ? Optional.of(Map.of("name", name, "values", List.copyOf(texts)))
        : Optional.empty();
  }
}
