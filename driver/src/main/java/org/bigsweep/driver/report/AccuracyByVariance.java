package org.bigsweep.driver.report;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.bigsweep.driver.report.Chart.Panel;
import org.bigsweep.driver.report.Chart.Panels;
import org.bigsweep.driver.report.Mark.Point;
import org.bigsweep.driver.report.Mark.Series;
import org.bigsweep.driver.report.Mark.Spread;

/** The figure of test accuracy by σ², with intervals over seeds. */
final class AccuracyByVariance implements FacetDrawing {
  private static final String QUERY =
      """
      WITH chosen AS (
        SELECT dataset, depth, rule, min_by(configuration, place) AS configuration
        FROM ranked_configurations
        WHERE sigma2 IS NOT NULL
        GROUP BY dataset, depth, rule, sigma2)
      SELECT t.rule, t.sigma2, t.seed, t.state, t.collapsed, t.test_accuracy
      FROM roled_trials t JOIN chosen c ON t.dataset = c.dataset AND t.depth = c.depth
        AND t.rule = c.rule AND t.configuration = c.configuration
      WHERE t.reporting AND %s
      ORDER BY rule, sigma2, seed\
      """;

  private static final String LEVELS =
      "SELECT rule, test_accuracy FROM best b WHERE rule IN (%s) AND done > 0 AND %s";

  @Override
  public String id() {
    return "sigma2";
  }

  @Override
  public String subject() {
    return "Accuracy by σ²";
  }

  @Override
  public String wanted() {
    return "A sweep over two or more values of sigma2 fills it, such as" + " sweeps/sigma2.yaml.";
  }

  @Override
  public Optional<Figure> draw(ReportQueries answers, Facet facet) {
    String query = QUERY.formatted(facet.condition("t"));
    Map<String, Map<Double, List<Line>>> byRule = new TreeMap<>();
    answers
        .ask(query)
        .lines()
        .forEach(
            line ->
                byRule
                    .computeIfAbsent(line.text("rule"), r -> new TreeMap<>())
                    .computeIfAbsent(line.real("sigma2"), s -> new ArrayList<>())
                    .add(line));
    if (byRule.values().stream().noneMatch(values -> values.size() > 1)) {
      return Optional.empty();
    }
    List<Mark> marks = new ArrayList<>();
    List<List<Object>> rows = new ArrayList<>();
    byRule.forEach(
        (rule, values) -> {
          List<Point> points = new ArrayList<>();
          values.forEach(
              (sigma2, lines) ->
                  SeedMean.of(lines)
                      .ifPresent(
                          m -> {
                            points.add(new Point(sigma2, m.mean(), m.interval(), m.note()));
                            rows.add(m.row(rule, sigma2));
                          }));
          marks.add(new Series(rule, Palette.rule(rule), true, Spread.WHISKER, points));
        });
    for (Line level :
        answers.ask(LEVELS.formatted(quoted(Roles.compared()), facet.condition("b"))).lines()) {
      String rule = level.text("rule");
      marks.add(new Mark.Level(rule, Palette.rule(rule), false, level.real("test_accuracy")));
    }
    return Optional.of(
        new Figure(
            id(),
            subject(),
            finding(rows, facet),
            "n = "
                + Prose.range(rows.stream().map(r -> ((Number) r.get(5)).intValue()).toList())
                + " seeds per point",
            "Mean test accuracy over reporting seeds with a bootstrap 95 % interval (BCa); at each"
                + " σ² the configuration with the best validation accuracy on the tuning seeds."
                + " Lines across: %s, which have no σ². A rule's diverged trials are left"
                    .formatted(Prose.list(Roles.compared()))
                + " out of its mean and counted in the table."
                + answers.others(facet),
            query,
            Data.of(SeedMean.columns("rule", "sigma2"), rows),
            new Panels(
                List.of(
                    new Panel(
                        "",
                        Axis.log("σ² (activity², logarithmic)"),
                        Axis.linear("test accuracy (fraction)"),
                        marks)))));
  }

  private static String quoted(List<String> names) {
    return names.stream()
        .map(name -> "'" + name.replace("'", "''") + "'")
        .collect(Collectors.joining(", "));
  }

  private static String finding(List<List<Object>> rows, Facet facet) {
    List<String> parts = new ArrayList<>();
    rows.stream()
        .collect(groupingBy(row -> (String) row.get(0), TreeMap::new, toList()))
        .forEach(
            (rule, own) -> {
              if (own.size() > 1) {
                List<Object> best =
                    own.stream().max(Comparator.comparing(r -> (Double) r.get(2))).orElseThrow();
                parts.add(
                    "%s is best at σ² = %s (%s)"
                        .formatted(
                            rule,
                            Prose.number((Double) best.get(1)),
                            Prose.percent((Double) best.get(2))));
              }
            });
    return String.join("; ", parts) + " at " + facet.label();
  }
}
