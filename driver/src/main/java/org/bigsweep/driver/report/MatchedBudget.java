package org.bigsweep.driver.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.bigsweep.driver.report.Mark.Point;
import org.bigsweep.driver.report.Mark.Series;
import org.bigsweep.driver.report.Mark.Spread;
import org.bigsweep.driver.stats.TuningBudget;
import org.bigsweep.driver.stats.TuningBudget.Tried;
import org.bigsweep.driver.store.AnswerTable;
import org.bigsweep.driver.store.AnswerTable.Row;

/** The figure of the expected test accuracy of the best of k random configurations, as k grows. */
final class MatchedBudget extends FacetDrawing {
  /** Most budgets that are drawn of one rule. */
  private static final int MOST = 60;

  private static final String QUERY =
      """
      SELECT rule, configuration,
        count(*) FILTER (WHERE tuning AND state <> 'DONE') AS lost,
        avg(CASE WHEN state = 'DONE' THEN validation_accuracy ELSE 0 END)
          FILTER (WHERE tuning) AS validation_accuracy,
        avg(CASE WHEN state = 'DONE' THEN test_accuracy ELSE 0 END)
          FILTER (WHERE reporting) AS test_accuracy
      FROM roled_trials t
      WHERE state <> 'FAILED' AND %s
      GROUP BY rule, configuration
      ORDER BY rule, configuration\
      """;

  private record Expected(String rule, int k, double accuracy, int tried) {}

  MatchedBudget() {
    super(
        "budget",
        "Accuracy at a matched tuning budget",
        "A sweep that tries two configurations or more of a rule, with the reporting seeds of"
            + " each, fills it, such as sweeps/learning-rate.yaml.");
  }

  @Override
  Optional<Figure> draw(ReportQueries answers, Facet facet) {
    String query = QUERY.formatted(facet.condition("t"));
    AnswerTable data = answers.ask(query);
    Map<String, List<Tried>> tried = new TreeMap<>();
    for (Row line : data.rows()) {
      Optional<Double> validation = line.number("validation_accuracy");
      Optional<Double> test = line.number("test_accuracy");
      if (validation.isPresent() && test.isPresent()) {
        tried
            .computeIfAbsent(line.text("rule"), rule -> new ArrayList<>())
            .add(new Tried(validation.get(), test.get()));
      }
    }
    if (tried.values().stream().noneMatch(list -> list.size() > 1)) {
      return Optional.empty();
    }
    List<Mark> marks = new ArrayList<>();
    List<Expected> all = new ArrayList<>();
    Map<String, TuningBudget> budgets = new TreeMap<>();
    tried.forEach(
        (rule, list) -> {
          TuningBudget budget = TuningBudget.of(list);
          budgets.put(rule, budget);
          List<Point> points = new ArrayList<>();
          for (int k : budgets(budget.size())) {
            double expected = budget.expectedBest(k);
            points.add(new Point(k, expected, "of %d tried".formatted(list.size())));
            all.add(new Expected(rule, k, expected, list.size()));
          }
          marks.add(new Series(rule, Palette.rule(rule), true, Spread.WHISKER, points));
        });
    return Optional.of(
        figure(
            finding(budgets, facet),
            Prose.n(tried.values().stream().map(List::size), "configurations tried per rule"),
            "Expected test accuracy on reporting seeds of the configuration that validates best of"
                + " k drawn at random without replacement from those tried (unbiased estimate)."
                + " Diverged trials count with accuracy 0: they are part of the price of a rule."
                + ReportQueries.cut(data)
                + answers.others(facet),
            query,
            AnswerTable.of(all)
                .column("rule", Expected::rule)
                .column("k", Expected::k)
                .column("expected_test_accuracy", Expected::accuracy)
                .column("tried", Expected::tried)
                .build(),
            Chart.single(
                Axis.log("k, configurations tried (logarithmic)"),
                Axis.linear("expected test accuracy (fraction)"),
                marks)));
  }

  /** Budgets from 1 to {@code size}, evenly spaced in the logarithm where they are many. */
  private static TreeSet<Integer> budgets(int size) {
    TreeSet<Integer> budgets = new TreeSet<>();
    for (int i = 0; i < MOST; i++) {
      budgets.add((int) Math.round(Math.pow(size, i / (MOST - 1.0))));
    }
    return budgets;
  }

  private static String finding(Map<String, TuningBudget> budgets, Facet facet) {
    int common =
        budgets.values().stream()
            .mapToInt(TuningBudget::size)
            .filter(n -> n > 1)
            .min()
            .orElseThrow();
    List<String> rules =
        budgets.keySet().stream()
            .filter(rule -> budgets.get(rule).size() >= common)
            .sorted(Comparator.comparing(rule -> -budgets.get(rule).expectedBest(common)))
            .toList();
    return "With %s to try, %s is expected to reach %s at %s%s"
        .formatted(
            Prose.count(common, "configuration"),
            rules.get(0),
            Prose.percent(budgets.get(rules.get(0)).expectedBest(common)),
            facet.label(),
            rules.size() > 1
                ? ", "
                    + rules.get(1)
                    + " "
                    + Prose.percent(budgets.get(rules.get(1)).expectedBest(common))
                : "");
  }
}
