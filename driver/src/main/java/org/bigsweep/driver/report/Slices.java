package org.bigsweep.driver.report;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static java.util.stream.Collectors.toSet;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.bigsweep.driver.report.Chart.Panel;
import org.bigsweep.driver.report.Chart.Panels;
import org.bigsweep.driver.report.Mark.Point;
import org.bigsweep.driver.report.Mark.Series;
import org.bigsweep.driver.report.Mark.Spread;
import org.bigsweep.driver.store.AnswerTable;
import org.bigsweep.driver.store.AnswerTable.Row;

/** The figure of every configuration's validation accuracy over each of its parameters. */
final class Slices extends FacetDrawing {
  private static final int MOST_PANELS = 9;

  private static final String QUERY =
      """
      SELECT rule, configuration, any_value(parameters) AS parameters, count(*) AS n,
        avg(CASE WHEN state = 'DONE' THEN validation_accuracy ELSE 0 END) AS validation_accuracy
      FROM roled_trials t
      WHERE tuning AND %s
        AND (state = 'DIVERGED' OR state = 'DONE' AND validation_accuracy IS NOT NULL)
      GROUP BY rule, configuration
      ORDER BY rule, configuration\
      """;

  Slices() {
    super(
        "slices",
        "Accuracy over each parameter",
        "A sweep that tries four configurations or more fills it, such as"
            + " sweeps/learning-rate.yaml.");
  }

  /** The configurations of a facet with their mean validation accuracy; a lost trial counts 0. */
  static String query(Facet facet) {
    return QUERY.formatted(facet.condition("t"));
  }

  @Override
  Optional<Figure> draw(ReportQueries answers, Facet facet) {
    String query = query(facet);
    AnswerTable data = answers.ask(query);
    List<Row> rows = data.rows();
    Configurations configurations = new Configurations(rows);
    List<String> varied =
        configurations.varied().stream()
            .filter(name -> anyRuleVaries(rows, name))
            .limit(MOST_PANELS)
            .toList();
    if (rows.size() < 4 || varied.isEmpty()) {
      return Optional.empty();
    }
    Map<String, List<Row>> byRule =
        rows.stream().collect(groupingBy(row -> row.text("rule"), TreeMap::new, toList()));
    List<Panel> panels =
        varied.stream().map(name -> panel(configurations.axis(name), byRule)).toList();
    AnswerTable.Builder<Row> table = AnswerTable.of(rows).column("rule", row -> row.text("rule"));
    varied.forEach(name -> table.column(name, row -> Configurations.parameter(row, name)));
    return Optional.of(
        figure(
            finding(rows, facet),
            Prose.n(rows.stream().map(row -> row.whole("n")), "tuning seeds per configuration"),
            "One point per configuration and parameter: mean validation accuracy over tuning seeds."
                + " A lost trial counts with accuracy 0. A best value at the edge of a panel says"
                + " that the sweep should be wider."
                + ReportQueries.cut(data)
                + answers.others(facet),
            query,
            table
                .column("validation_accuracy", row -> row.real("validation_accuracy"))
                .column("n", row -> row.whole("n"))
                .build(),
            new Panels(panels)));
  }

  /** Whether a rule's own configurations differ in it, and not only rules from one another. */
  private static boolean anyRuleVaries(List<Row> rows, String name) {
    return rows.stream()
        .collect(
            groupingBy(
                row -> row.text("rule"),
                mapping(row -> Configurations.parameter(row, name), toSet())))
        .values()
        .stream()
        .anyMatch(values -> values.size() > 1);
  }

  private static Panel panel(Axis axis, Map<String, List<Row>> byRule) {
    List<Mark> marks = new ArrayList<>();
    byRule.forEach(
        (rule, rows) -> {
          List<Point> points = new ArrayList<>();
          for (Row row : rows) {
            Configurations.place(axis, row)
                .ifPresent(
                    place ->
                        points.add(
                            new Point(
                                place, row.real("validation_accuracy"), "n = " + row.whole("n"))));
          }
          if (!points.isEmpty()) {
            marks.add(new Series(rule, Palette.rule(rule), false, Spread.WHISKER, points));
          }
        });
    return new Panel("", axis, Axis.linear("validation accuracy"), marks);
  }

  private static String finding(List<Row> rows, Facet facet) {
    Row best =
        rows.stream()
            .max(Comparator.comparing(row -> row.real("validation_accuracy")))
            .orElseThrow();
    return "%s validates best of %s at %s: %s"
        .formatted(
            best.text("rule"),
            Prose.count(rows.size(), "configuration"),
            facet.label(),
            Prose.percent(best.real("validation_accuracy")));
  }
}
