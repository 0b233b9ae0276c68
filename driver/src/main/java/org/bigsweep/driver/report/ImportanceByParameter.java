package org.bigsweep.driver.report;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import java.util.ArrayList;
import java.util.Arrays;
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
import org.bigsweep.driver.stats.Interval;
import org.bigsweep.driver.stats.ParameterImportance;
import org.bigsweep.driver.stats.ParameterImportance.Share;
import org.bigsweep.driver.store.AnswerTable;
import org.bigsweep.driver.store.AnswerTable.Row;

/** The figure of how much each parameter decides of a rule's validation accuracy. */
final class ImportanceByParameter extends FacetDrawing {
  private static final int MOST_PARAMETERS = 9;

  /** A rule's parameters; {@code explained} is that of the forest. */
  private record Importance(String rule, int configurations, double explained, Share share) {}

  ImportanceByParameter() {
    super(
        "importance",
        "Importance of parameters",
        "A sweep that tries eight configurations or more of a rule, in two parameters or more, fills"
            + " it, such as sweeps/learning-rate.yaml.");
  }

  @Override
  Optional<Figure> draw(ReportQueries answers, Facet facet) {
    String query = Slices.query(facet);
    AnswerTable data = answers.ask(query);
    Map<String, List<Row>> byRule =
        data.rows().stream().collect(groupingBy(row -> row.text("rule"), TreeMap::new, toList()));
    List<Importance> all = new ArrayList<>();
    List<String> unexplained = new ArrayList<>();
    List<Panel> panels = new ArrayList<>();
    byRule.forEach(
        (rule, rows) -> {
          Optional<ParameterImportance> found = importance(rows);
          if (found.filter(importance -> importance.explained() > 0).isPresent()) {
            ParameterImportance importance = found.get();
            importance
                .shares()
                .forEach(
                    share ->
                        all.add(new Importance(rule, rows.size(), importance.explained(), share)));
            panels.add(panel(rule, importance));
          } else if (found.isPresent()) {
            unexplained.add(rule);
          }
        });
    if (panels.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        figure(
            finding(all, facet),
            Prose.n(all.stream().map(Importance::configurations), "configurations per rule"),
            "Share of the variance of validation accuracy that a parameter decides, alone and together"
                + " with others: permutation importance on a random forest, in configurations that"
                + " it has not seen. Bars: least and greatest of five parts. The forest explains "
                + Prose.list(explained(all))
                + " of the variance. A lost trial counts with accuracy 0."
                + (unexplained.isEmpty()
                    ? ""
                    : " It has learnt nothing of " + Prose.list(unexplained) + ".")
                + ReportQueries.cut(data)
                + answers.others(facet),
            query,
            AnswerTable.of(all)
                .column("rule", Importance::rule)
                .column("parameter", importance -> importance.share().parameter())
                .column("importance", importance -> importance.share().share())
                .column("low", importance -> importance.share().range().low())
                .column("high", importance -> importance.share().range().high())
                .column("explained", Importance::explained)
                .column("configurations", Importance::configurations)
                .build(),
            new Panels(panels)));
  }

  /** Empty if there is too little to learn from. */
  private static Optional<ParameterImportance> importance(List<Row> rows) {
    double[] scores = rows.stream().mapToDouble(row -> row.real("validation_accuracy")).toArray();
    List<String> varied = new Configurations(rows).varied();
    if (rows.size() < ParameterImportance.FEWEST
        || varied.size() < 2
        || Arrays.stream(scores).distinct().count() < 2) {
      return Optional.empty();
    }
    List<Map<String, String>> configurations = new ArrayList<>();
    for (Row row : rows) {
      Map<String, String> configuration = new TreeMap<>();
      varied.forEach(
          name ->
              Configurations.parameter(row, name)
                  .ifPresent(value -> configuration.put(name, value)));
      configurations.add(configuration);
    }
    return Optional.of(ParameterImportance.of(configurations, scores));
  }

  private static Panel panel(String rule, ParameterImportance importance) {
    List<Share> shown = importance.shares().stream().limit(MOST_PARAMETERS).toList();
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < shown.size(); i++) {
      Interval range = shown.get(i).range();
      points.add(
          new Point(
              shown.get(i).share(),
              i,
              Optional.of(range),
              "from %s to %s".formatted(Prose.number(range.low()), Prose.number(range.high()))));
    }
    return new Panel(
        rule,
        Axis.linear("share of the variance"),
        Axis.of("", shown.stream().map(Share::parameter).toList()),
        List.of(new Series(rule, Palette.rule(rule), false, Spread.SIDEWAYS, points)));
  }

  /** Such as {@code BP 81 %}. */
  private static List<String> explained(List<Importance> all) {
    return all.stream()
        .map(
            importance -> "%.0f %% (%s)".formatted(100 * importance.explained(), importance.rule()))
        .distinct()
        .toList();
  }

  private static String finding(List<Importance> all, Facet facet) {
    Map<String, Importance> first = new TreeMap<>();
    all.forEach(importance -> first.putIfAbsent(importance.rule(), importance));
    List<String> rules =
        first.keySet().stream()
            .sorted(Comparator.comparing(rule -> -first.get(rule).explained()))
            .limit(3)
            .map(rule -> first.get(rule).share().parameter() + " for " + rule)
            .toList();
    return "What decides most at %s: %s".formatted(facet.label(), Prose.list(rules));
  }
}
