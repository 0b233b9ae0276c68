package org.bigsweep.driver.report;

import static java.util.stream.Collectors.groupingBy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.bigsweep.driver.report.Chart.Panel;
import org.bigsweep.driver.report.Chart.Panels;
import org.bigsweep.driver.report.Mark.Cell;
import org.bigsweep.driver.report.Mark.Cells;
import org.bigsweep.driver.store.AnswerTable;
import org.bigsweep.driver.store.AnswerTable.Row;

/** The figure of validation accuracy over σ² and learning rate, with a map for each rule. */
final class VarianceByRate extends FacetDrawing {
  private static final String QUERY =
      """
      SELECT rule, sigma2, learning_rate, max(validation_accuracy) AS validation_accuracy,
        count(*) AS configurations, sum(trials) AS trials, sum(lost) AS lost
      FROM (
        SELECT rule, sigma2, learning_rate, configuration, count(*) AS trials,
          count(*) FILTER (WHERE state <> 'DONE') AS lost,
          avg(validation_accuracy) FILTER (WHERE state = 'DONE') AS validation_accuracy
        FROM roled_trials t
        WHERE sigma2 IS NOT NULL AND tuning AND %s
        GROUP BY rule, sigma2, learning_rate, configuration)
      GROUP BY rule, sigma2, learning_rate
      ORDER BY rule, sigma2, learning_rate\
      """;

  VarianceByRate() {
    super(
        "sigma2-rate",
        "σ² by learning rate",
        "A sweep over two or more values each of sigma2 and learningRate fills it.");
  }

  @Override
  Optional<Figure> draw(ReportQueries answers, Facet own) {
    Facet facet = answers.across(answers.across(own, "sigma2"), "learningRate");
    String query = QUERY.formatted(facet.condition("t"));
    AnswerTable data = answers.ask(query);
    TreeMap<String, List<Row>> byRule =
        data.rows().stream()
            .collect(groupingBy(line -> line.text("rule"), TreeMap::new, Collectors.toList()));
    byRule
        .values()
        .removeIf(
            lines ->
                values(lines, "sigma2").size() < 2 || values(lines, "learning_rate").size() < 2);
    List<Double> all =
        byRule.values().stream()
            .flatMap(List::stream)
            .flatMap(line -> line.number("validation_accuracy").stream())
            .toList();
    if (all.isEmpty()) {
      return Optional.empty();
    }
    double low = all.stream().min(Comparator.naturalOrder()).orElseThrow();
    double high = all.stream().max(Comparator.naturalOrder()).orElseThrow();
    List<Panel> panels = new ArrayList<>();
    byRule.forEach((rule, lines) -> panels.add(panel(rule, lines, low, high)));
    return Optional.of(
        figure(
            finding(byRule, facet),
            Prose.n(
                byRule.values().stream().flatMap(List::stream).map(line -> line.whole("trials")),
                "trials per cell"),
            "Mean validation accuracy over tuning seeds, of the best configuration in each cell."
                + " Where every trial was lost, the cell is empty; a note says how many were lost."
                + answers.others(facet),
            query,
            data,
            new Panels(panels)));
  }

  private static TreeSet<Double> values(List<Row> lines, String column) {
    return lines.stream()
        .map(line -> line.real(column))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Panel panel(String rule, List<Row> lines, double low, double high) {
    List<Double> rates = List.copyOf(values(lines, "learning_rate"));
    List<Double> variances = List.copyOf(values(lines, "sigma2"));
    List<Cell> cells =
        lines.stream()
            .map(
                line ->
                    new Cell(
                        variances.indexOf(line.real("sigma2")),
                        rates.indexOf(line.real("learning_rate")),
                        line.number("validation_accuracy"),
                        "n = %d, %d lost".formatted(line.whole("trials"), line.whole("lost"))))
            .toList();
    return new Panel(
        rule,
        Axis.of("σ² (activity²)", variances.stream().map(Prose::number).toList()),
        Axis.of("learning rate of f", rates.stream().map(Prose::number).toList()),
        List.of(new Cells("validation accuracy", low, high, cells)));
  }

  private static String finding(TreeMap<String, List<Row>> byRule, Facet facet) {
    List<String> parts = new ArrayList<>();
    byRule.forEach(
        (rule, lines) ->
            lines.stream()
                .filter(line -> line.number("validation_accuracy").isPresent())
                .max(Comparator.comparing(line -> line.real("validation_accuracy")))
                .ifPresent(
                    best ->
                        parts.add(
                            "%s peaks at σ² = %s with learning rate %s (%s)"
                                .formatted(
                                    rule,
                                    Prose.number(best.real("sigma2")),
                                    Prose.number(best.real("learning_rate")),
                                    Prose.percent(best.real("validation_accuracy"))))));
    return String.join("; ", parts) + " at " + facet.label();
  }
}
