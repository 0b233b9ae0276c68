package org.bigsweep.driver.report;

import static java.util.Comparator.comparing;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bigsweep.driver.store.AnswerTable.Row;

/** The figure of test accuracy by σ², with intervals over seeds. */
final class AccuracyByVariance extends FacetDrawing {
  private static final String QUERY =
      """
      WITH chosen AS (
        SELECT dataset, depth, rule, factors, min_by(configuration, place) AS configuration
        FROM ranked_configurations
        WHERE sigma2 IS NOT NULL
        GROUP BY dataset, depth, rule, factors, sigma2)
      SELECT t.rule, t.sigma2, t.seed, t.state, t.collapsed, t.test_accuracy
      FROM roled_trials t JOIN chosen c ON t.dataset = c.dataset AND t.depth = c.depth
        AND t.rule = c.rule AND t.factors = c.factors AND t.configuration = c.configuration
      WHERE t.reporting AND %s
      ORDER BY rule, sigma2, seed\
      """;

  private static final String LEVELS =
      "SELECT rule, test_accuracy FROM best b WHERE rule IN (%s) AND done > 0 AND %s";

  AccuracyByVariance() {
    super(
        "sigma2",
        "Accuracy by σ²",
        "A sweep over two or more values of sigma2 fills it, such as" + " sweeps/sigma2.yaml.");
  }

  @Override
  Optional<Figure> draw(ReportQueries answers, Facet own) {
    Facet facet = answers.across(own, "sigma2");
    String query = QUERY.formatted(facet.condition("t"));
    SeedMeans means = SeedMeans.of(answers.ask(query).rows(), "sigma2");
    if (!means.varied()) {
      return Optional.empty();
    }
    List<Mark> marks = means.series();
    for (Row level :
        answers
            .ask(LEVELS.formatted(ReportQueries.texts(Roles.compared()), facet.condition("b")))
            .rows()) {
      String rule = level.text("rule");
      marks.add(new Mark.Across(rule, Palette.rule(rule), false, level.real("test_accuracy")));
    }
    return Optional.of(
        figure(
            finding(means, facet),
            SeedMeans.n(means.all()),
            "Mean test accuracy over reporting seeds with a bootstrap 95 % interval (BCa); at each"
                + " σ² the configuration with the best validation accuracy on the tuning seeds."
                + " Lines across: %s, which have no σ². A rule's diverged trials are left"
                    .formatted(Prose.list(Roles.compared()))
                + " out of its mean and counted in the table."
                + answers.others(facet),
            query,
            SeedMeans.table(means.all(), "sigma2", SeedMean::x),
            Chart.single(
                Axis.log("σ² (activity², logarithmic)"),
                Axis.linear("test accuracy (fraction)"),
                marks)));
  }

  private static String finding(SeedMeans means, Facet facet) {
    List<String> parts = new ArrayList<>();
    means
        .byRule()
        .forEach(
            (rule, own) -> {
              if (own.size() > 1) {
                SeedMean best = own.stream().max(comparing(SeedMean::mean)).orElseThrow();
                parts.add(
                    "%s is best at σ² = %s (%s)"
                        .formatted(rule, Prose.number(best.x()), Prose.percent(best.mean())));
              }
            });
    return String.join("; ", parts) + " at " + facet.label();
  }
}
