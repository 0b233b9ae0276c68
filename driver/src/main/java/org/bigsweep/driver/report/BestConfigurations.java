package org.bigsweep.driver.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.bigsweep.driver.report.Chart.Parallel;
import org.bigsweep.driver.store.AnswerTable;
import org.bigsweep.driver.store.AnswerTable.Row;

/** The figure of the configurations that validate best, as parallel coordinates. */
final class BestConfigurations extends Drawing {
  private static final int PERCENT = 10;
  private static final int FEWEST = 10;
  private static final int MOST = 300;
  private static final int MOST_AXES = 9;

  private static final String COUNT =
      """
      SELECT count(*) AS n FROM (
        SELECT dataset, depth, rule, configuration FROM roled_trials
        WHERE tuning AND state = 'DONE' AND validation_accuracy IS NOT NULL
        GROUP BY dataset, depth, rule, configuration)\
      """;

  private static final String QUERY =
      """
      SELECT rule, any_value(parameters) AS parameters, count(*) AS n,
        avg(validation_accuracy) AS validation_accuracy
      FROM roled_trials
      WHERE tuning AND state = 'DONE' AND validation_accuracy IS NOT NULL
      GROUP BY dataset, depth, rule, configuration
      ORDER BY validation_accuracy DESC, configuration
      LIMIT %d\
      """;

  BestConfigurations() {
    super(
        "parallel",
        "The best configurations",
        "A sweep that varies two parameters or more of a rule fills it, such as"
            + " sweeps/learning-rate.yaml.");
  }

  @Override
  Optional<Figure> draw(ReportQueries answers) {
    int configurations = answers.ask(COUNT).rows().get(0).whole("n");
    int shown = Math.min(MOST, Math.max(FEWEST, (configurations * PERCENT + 99) / 100));
    String query = QUERY.formatted(shown);
    List<Row> best = answers.ask(query).rows();
    Configurations drawn = new Configurations(best);
    List<String> varied =
        Stream.concat(
                Stream.of("rule").filter(rule -> counts(best).size() > 1), drawn.varied().stream())
            .limit(MOST_AXES)
            .toList();
    if (best.size() < 6
        || varied.size() < 2
        || counts(best).values().stream().allMatch(n -> n == 1)) {
      return Optional.empty();
    }
    List<Axis> axes = new ArrayList<>();
    List<List<Optional<Double>>> lines = new ArrayList<>();
    best.forEach(line -> lines.add(new ArrayList<>()));
    for (String name : varied) {
      Axis axis = drawn.axis(name);
      axes.add(axis);
      for (int i = 0; i < lines.size(); i++) {
        lines.get(i).add(Configurations.place(axis, best.get(i)));
      }
    }
    axes.add(Axis.linear("validation accuracy"));
    for (int i = 0; i < lines.size(); i++) {
      lines.get(i).add(best.get(i).number("validation_accuracy"));
    }
    AnswerTable.Builder<Row> table = AnswerTable.of(best);
    varied.forEach(name -> table.column(name, row -> Configurations.parameter(row, name)));
    return Optional.of(
        figure(
            finding(best, configurations),
            "%s of %,d configurations; n = %s tuning seeds each"
                .formatted(
                    best.size(),
                    configurations,
                    Prose.range(best.stream().map(line -> line.whole("n")).toList())),
            "One line per configuration, the best %d %% by mean validation accuracy over tuning seeds (at least %d, at most %d); parameters that all of them share are left out, and a line skips the axis of a parameter that its rule does not have."
                .formatted(PERCENT, FEWEST, MOST),
            query,
            table
                .column("n", row -> row.whole("n"))
                .column("validation_accuracy", row -> row.real("validation_accuracy"))
                .build(),
            new Parallel(axes, lines)));
  }

  /** Configurations by rule, the rule of the best first. */
  private static Map<String, Integer> counts(List<Row> best) {
    Map<String, Integer> counts = new LinkedHashMap<>();
    best.forEach(line -> counts.merge(line.text("rule"), 1, Integer::sum));
    return counts;
  }

  private static String finding(List<Row> best, int configurations) {
    Map<String, Integer> counts = counts(best);
    String most =
        counts.entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow().getKey();
    return "Of the best %d of %s, %d train by %s; the best validates at %s"
        .formatted(
            best.size(),
            Prose.count(configurations, "configuration"),
            counts.get(most),
            most,
            Prose.percent(best.get(0).real("validation_accuracy")));
  }
}
