package org.bigsweep.driver.report;

import static java.util.stream.Collectors.groupingBy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bigsweep.driver.report.Chart.Panel;
import org.bigsweep.driver.report.Chart.Panels;
import org.bigsweep.driver.report.FigureStyle.AccuracyAxis;
import org.bigsweep.driver.report.Mark.Point;
import org.bigsweep.driver.report.Mark.Series;
import org.bigsweep.driver.report.Mark.Spread;
import org.bigsweep.driver.stats.Interval;
import org.bigsweep.driver.store.AnswerTable;
import org.bigsweep.driver.store.AnswerTable.Row;

/** Figure 1C: test accuracy by epoch, every rule with its band over seeds. */
final class LearningCurves extends Drawing {
  private static final String QUERY =
      """
      SELECT dataset, depth, rule, factors, epoch, n, collapsed, test_accuracy, test_accuracy_sd,
        test_accuracy_min, test_accuracy_max
      FROM curves c
      WHERE %s AND %s
      ORDER BY dataset, depth, rule, factors, epoch\
      """;

  private static final double LEAST_ERROR = 1e-4;

  /** A difference that would be written as 0.0 points. */
  private static final double NEGLIGIBLE = 0.0005;

  LearningCurves() {
    super(
        "1c",
        "Learning curves",
        "Any sweep with an epoch or more fills it, such as sweeps/figure-1c-quick.yaml.");
  }

  @Override
  Optional<Figure> draw(ReportQueries answers) {
    if (answers.main().isEmpty()) {
      return Optional.empty();
    }
    Facet main = answers.main().get();
    String query =
        QUERY.formatted(answers.shownCondition("c"), longest(answers).epochCondition("epoch"));
    AnswerTable data = answers.ask(query);
    if (data.rows().isEmpty()) {
      return Optional.empty();
    }
    List<Panel> panels = new ArrayList<>();
    for (Facet facet : answers.shown()) {
      panels.add(panel(answers.title(facet), rows(data, facet), answers.style()));
    }
    return Optional.of(
        figure(
            finding(rows(data, main), main),
            Prose.n(data.rows().stream().map(line -> line.whole("n")), "seeds per rule")
                + answers.style().shaded(),
            measure(answers.style())
                + " after each epoch. Each rule with the configuration chosen for it; collapsed trials count."
                + longest(answers).thinned()
                + answers.unshown(),
            query,
            data,
            new Panels(panels)));
  }

  private static Facet longest(ReportQueries answers) {
    return answers.shown().stream().max(Comparator.comparing(Facet::epochs)).orElseThrow();
  }

  private static List<Row> rows(AnswerTable data, Facet facet) {
    return data.rows().stream()
        .filter(
            line ->
                line.text("dataset").equals(facet.dataset())
                    && line.whole("depth") == facet.depth()
                    && facet.levels().contains(line.text("factors")))
        .toList();
  }

  private static String measure(FigureStyle style) {
    return switch (style.accuracy()) {
      case LINEAR -> "Mean test accuracy";
      case ERROR -> "Mean test error, 1 − accuracy, on a logarithmic axis,";
    };
  }

  private static Axis axis(FigureStyle style) {
    return switch (style.accuracy()) {
      case LINEAR -> Axis.linear("test accuracy (fraction)");
      case ERROR -> Axis.log("test error (fraction)");
    };
  }

  private static Panel panel(String title, List<Row> rows, FigureStyle style) {
    List<Mark> marks = new ArrayList<>();
    byRule(rows)
        .forEach(
            (rule, lines) ->
                marks.add(
                    new Series(
                        rule,
                        Palette.rule(rule),
                        true,
                        Spread.BAND,
                        lines.stream().map(line -> point(line, style)).toList())));
    return new Panel(title, Axis.whole("epoch"), axis(style), marks);
  }

  private static Point point(Row line, FigureStyle style) {
    double mean = line.real("test_accuracy");
    Optional<Interval> band = style.shading().around(line, "test_accuracy");
    boolean error = style.accuracy() == AccuracyAxis.ERROR;
    return new Point(
        line.real("epoch"),
        error ? 1 - mean : mean,
        error ? band.map(LearningCurves::ofError) : band,
        "n = " + line.whole("n"));
  }

  /** An interval of accuracies as one of errors, which a logarithmic axis needs above 0. */
  private static Interval ofError(Interval accuracy) {
    return new Interval(
        Math.max(LEAST_ERROR, 1 - accuracy.high()), Math.max(LEAST_ERROR, 1 - accuracy.low()));
  }

  /** Rows by rule, the rule with the best last epoch first. */
  private static Map<String, List<Row>> byRule(List<Row> rows) {
    Map<String, List<Row>> ordered = new LinkedHashMap<>();
    rows.stream().collect(groupingBy(line -> line.text("rule"))).entrySet().stream()
        .sorted(Comparator.comparing(e -> -last(e.getValue())))
        .forEach(e -> ordered.put(e.getKey(), e.getValue()));
    return ordered;
  }

  private static double last(List<Row> lines) {
    return lines.get(lines.size() - 1).real("test_accuracy");
  }

  private static String finding(List<Row> rows, Facet facet) {
    Map<String, List<Row>> byRule = byRule(rows);
    Map<String, Double> accuracy = new LinkedHashMap<>();
    byRule.forEach((rule, lines) -> accuracy.put(rule, last(lines)));
    return lead(accuracy, " at " + facet.label());
  }

  /**
   * A sentence that says which rule leads which by how much. It compares the best rule, the exact
   * gradient aside, with the rule under study or, if that leads itself, with the next rule.
   *
   * @param accuracy by rule, best first; at least one
   */
  static String lead(Map<String, Double> accuracy, String where) {
    List<String> rules = accuracy.keySet().stream().filter(r -> !Roles.isExact(r)).toList();
    if (rules.size() < 2) {
      String best = accuracy.keySet().iterator().next();
      return "%s reaches %s%s".formatted(best, Prose.percent(accuracy.get(best)), where);
    }
    String first = rules.get(0);
    Optional<String> studied = rules.stream().skip(1).filter(Roles::isStudied).findFirst();
    String second = studied.filter(rule -> !Roles.isStudied(first)).orElse(rules.get(1));
    double lead = accuracy.get(first) - accuracy.get(second);
    String reference =
        accuracy.keySet().stream()
            .filter(Roles::isExact)
            .findFirst()
            .map(rule -> "; %s reaches %s".formatted(rule, Prose.percent(accuracy.get(rule))))
            .orElse("");
    return lead < NEGLIGIBLE
        ? "%s and %s are level%s%s".formatted(first, second, where, reference)
        : "%s leads %s by %s%s%s".formatted(first, second, Prose.points(lead), where, reference);
  }
}
