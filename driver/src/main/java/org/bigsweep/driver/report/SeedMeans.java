package org.bigsweep.driver.report;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.bigsweep.driver.report.Mark.Series;
import org.bigsweep.driver.report.Mark.Spread;
import org.bigsweep.driver.stats.Interval;
import org.bigsweep.driver.store.AnswerTable;
import org.bigsweep.driver.store.AnswerTable.Row;

/**
 * The mean accuracies of every rule at each value of what a figure varies.
 *
 * @param byRule means in the order of the values; none where every trial was lost
 * @param varied whether a rule has trials at two values or more
 */
record SeedMeans(Map<String, List<SeedMean>> byRule, boolean varied) {
  /** The means of trials by rule and by the value of the column {@code x}. */
  static SeedMeans of(List<Row> trials, String x) {
    Map<String, Map<Double, List<Row>>> rows =
        trials.stream()
            .collect(
                groupingBy(
                    row -> row.text("rule"),
                    TreeMap::new,
                    groupingBy(row -> row.real(x), TreeMap::new, toList())));
    Map<String, List<SeedMean>> byRule = new TreeMap<>();
    rows.forEach(
        (rule, values) -> {
          List<SeedMean> means = new ArrayList<>();
          values.forEach((value, own) -> SeedMean.of(rule, value, own).ifPresent(means::add));
          byRule.put(rule, means);
        });
    return new SeedMeans(byRule, rows.values().stream().anyMatch(values -> values.size() > 1));
  }

  /** A series for each rule. */
  List<Mark> series() {
    List<Mark> series = new ArrayList<>();
    byRule.forEach(
        (rule, means) ->
            series.add(
                new Series(
                    rule,
                    Palette.rule(rule),
                    true,
                    Spread.WHISKER,
                    means.stream().map(SeedMean::point).toList())));
    return series;
  }

  List<SeedMean> all() {
    return byRule.values().stream().flatMap(List::stream).toList();
  }

  static String n(List<SeedMean> means) {
    return Prose.n(means.stream().map(SeedMean::n), "seeds per point");
  }

  /**
   * @param value what is varied, as it stands in the column {@code x}
   */
  static AnswerTable table(List<SeedMean> means, String x, Function<SeedMean, Number> value) {
    return AnswerTable.of(means)
        .column("rule", SeedMean::rule)
        .column(x, value)
        .column("test_accuracy", SeedMean::mean)
        .column("low", mean -> mean.interval().map(Interval::low))
        .column("high", mean -> mean.interval().map(Interval::high))
        .column("n", SeedMean::n)
        .column("done", mean -> mean.tally().done())
        .column("collapsed", mean -> mean.tally().collapsed())
        .column("diverged", mean -> mean.tally().diverged())
        .column("failed", mean -> mean.tally().failed())
        .build();
  }
}
