package org.bigsweep.driver.report;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import org.bigsweep.driver.report.Chart.Panel;
import org.bigsweep.driver.report.Chart.Panels;
import org.bigsweep.driver.report.Mark.Point;
import org.bigsweep.driver.report.Mark.Series;
import org.bigsweep.driver.report.Mark.Spread;
import org.bigsweep.driver.stats.Interval;
import org.bigsweep.driver.stats.TuningBudget;
import org.bigsweep.driver.stats.TuningBudget.Tried;
import org.bigsweep.driver.store.AnswerTable;
import org.bigsweep.driver.store.AnswerTable.Row;

/** The figure of the best validation accuracy so far, as configurations were finished. */
final class SearchProgress extends FacetDrawing {
  private static final double SECONDS_PER_HOUR = 3600;

  /** Points of a staircase, apart from its corners. */
  private static final int MOST = 60;

  private static final String QUERY =
      """
      SELECT rule, configuration, count(*) AS n, sum(seconds) AS seconds,
        max(unix_millis(started) + 1000 * seconds) AS ended,
        CASE WHEN count(*) = count(*) FILTER (WHERE state = 'DONE') THEN avg(validation_accuracy) END
          AS validation_accuracy
      FROM roled_trials t
      WHERE tuning AND %s
      GROUP BY rule, configuration
      ORDER BY rule, ended, configuration\
      """;

  /**
   * What a rule had reached when it had finished so many configurations.
   *
   * @param anyOrder what as many reach in 95 % of all orders
   */
  private record Reached(
      String rule, int configurations, double hours, double accuracy, Interval anyOrder) {}

  SearchProgress() {
    super(
        "search",
        "The best so far",
        "A sweep that tries two configurations or more of a rule fills it, such as"
            + " sweeps/learning-rate.yaml.");
  }

  @Override
  Optional<Figure> draw(ReportQueries answers, Facet facet) {
    String query = QUERY.formatted(facet.condition("t"));
    AnswerTable data = answers.ask(query);
    Map<String, List<Reached>> byRule = new TreeMap<>();
    data.rows().stream()
        .collect(groupingBy(row -> row.text("rule"), TreeMap::new, toList()))
        .forEach((rule, rows) -> byRule.put(rule, reached(rule, rows)));
    if (byRule.values().stream().noneMatch(reached -> reached.size() > 1)) {
      return Optional.empty();
    }
    return Optional.of(
        figure(
            finding(byRule, facet),
            Prose.n(
                    data.rows().stream().map(row -> row.whole("n")),
                    "tuning seeds per configuration")
                + "; shaded: the best of as many in 95 % of all orders",
            "Best mean validation accuracy of the configurations finished so far, each with all its"
                + " tuning seeds, in the order in which they ended. Core-hours are those of these"
                + " trials. Trials that a schedule paused are not counted. In the orders of the shading,"
                + " a configuration that lost a trial counts with accuracy 0."
                + ReportQueries.cut(data)
                + answers.others(facet),
            query,
            AnswerTable.of(byRule.values().stream().flatMap(List::stream).toList())
                .column("rule", Reached::rule)
                .column("configurations", Reached::configurations)
                .column("core_hours", Reached::hours)
                .column("best_validation_accuracy", Reached::accuracy)
                .column("any_order_low", r -> r.anyOrder().low())
                .column("any_order_high", r -> r.anyOrder().high())
                .build(),
            new Panels(
                List.of(
                    panel("configurations", byRule, Reached::configurations),
                    panel("core-hours", byRule, Reached::hours)))));
  }

  /** An entry for each configuration from the first that lost no trial. */
  private static List<Reached> reached(String rule, List<Row> rows) {
    List<Reached> reached = new ArrayList<>();
    TuningBudget orders =
        TuningBudget.of(
            rows.stream()
                .map(row -> row.number("validation_accuracy").orElse(0.0))
                .map(accuracy -> new Tried(accuracy, accuracy))
                .toList());
    double hours = 0;
    double best = Double.NEGATIVE_INFINITY;
    for (int k = 0; k < rows.size(); k++) {
      hours += rows.get(k).real("seconds") / SECONDS_PER_HOUR;
      best = Math.max(best, rows.get(k).number("validation_accuracy").orElse(best));
      if (Double.isFinite(best)) {
        reached.add(new Reached(rule, k + 1, hours, best, orders.spread(k + 1)));
      }
    }
    return reached;
  }

  private static Panel panel(
      String name, Map<String, List<Reached>> byRule, ToDoubleFunction<Reached> spent) {
    List<Mark> marks = new ArrayList<>();
    byRule.forEach(
        (rule, reached) ->
            marks.add(
                new Series(rule, Palette.rule(rule), true, Spread.BAND, steps(reached, spent))));
    return new Panel("", Axis.linear(name), Axis.linear("best validation accuracy so far"), marks);
  }

  /** The corners of a staircase, and so many points between them that the band is smooth. */
  private static List<Point> steps(List<Reached> reached, ToDoubleFunction<Reached> spent) {
    List<Point> corners = new ArrayList<>();
    int apart = Math.max(1, reached.size() / MOST);
    for (int k = 0; k < reached.size(); k++) {
      Reached now = reached.get(k);
      boolean rises = k == 0 || now.accuracy() > reached.get(k - 1).accuracy();
      if (rises && k > 0) {
        corners.add(corner(spent.applyAsDouble(now), reached.get(k - 1), now.anyOrder()));
      }
      if (rises || k % apart == 0 || k == reached.size() - 1) {
        corners.add(corner(spent.applyAsDouble(now), now, now.anyOrder()));
      }
    }
    return corners;
  }

  private static Point corner(double spent, Reached reached, Interval anyOrder) {
    return new Point(
        spent,
        reached.accuracy(),
        Optional.of(anyOrder),
        "of " + Prose.count(reached.configurations(), "configuration"));
  }

  private static String finding(Map<String, List<Reached>> byRule, Facet facet) {
    Reached best =
        byRule.values().stream()
            .filter(reached -> !reached.isEmpty())
            .map(reached -> reached.get(reached.size() - 1))
            .max(Comparator.comparing(Reached::accuracy))
            .orElseThrow();
    Reached found =
        byRule.get(best.rule()).stream()
            .filter(reached -> reached.accuracy() == best.accuracy())
            .findFirst()
            .orElseThrow();
    return "%s validates best at %s: %s, found with configuration %,d of %,d"
        .formatted(
            best.rule(),
            facet.label(),
            Prose.percent(best.accuracy()),
            found.configurations(),
            best.configurations());
  }
}
