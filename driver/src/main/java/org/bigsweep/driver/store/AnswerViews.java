package org.bigsweep.driver.store;

import static java.util.stream.Collectors.joining;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The views {@code best}, {@code curves} and {@code paired}, over {@code trials} and {@code
 * epochs}; SPEC.md defines their columns. They build on three others. {@code roled_trials} are the
 * trials with their configuration, their level of the factors and the roles of their seed. {@code
 * ranked_configurations} are the configurations in the order of {@link
 * org.bigsweep.driver.plan.Ranking}. {@code reported_trials} are the trials on reporting seeds of
 * the configurations in {@code best}.
 */
final class AnswerViews {
  private static final String ROLED =
      """
      SELECT *, $CONFIGURATION AS configuration, $LEVEL AS factors, $TUNING AS tuning,
        $REPORTING AS reporting
      FROM trials\
      """;

  private static final String RANKED =
      """
      WITH scored AS (
        SELECT dataset, depth, rule, factors, max(base_rule) AS base_rule, max(sigma2) AS sigma2,
          configuration,
          count(*) FILTER (WHERE tuning) AS tuning_seeds,
          count(*) FILTER (WHERE tuning AND state = 'DONE') AS tuning_done,
          avg(validation_accuracy) FILTER (WHERE tuning AND state = 'DONE') AS validation_accuracy,
          count(*) FILTER (WHERE tuning AND state = 'DONE' AND collapsed) AS tuning_collapsed,
          count(*) FILTER (WHERE reporting) AS seeds,
          count(*) FILTER (WHERE reporting AND state = 'DONE') AS done,
          count(*) FILTER (WHERE reporting AND state = 'DIVERGED') AS diverged,
          count(*) FILTER (WHERE reporting AND state = 'FAILED') AS failed,
          count(*) FILTER (WHERE reporting AND state = 'DONE' AND collapsed) AS collapsed,
          avg(test_accuracy) FILTER (WHERE reporting AND state = 'DONE') AS test_accuracy,
          stddev_samp(test_accuracy) FILTER (WHERE reporting AND state = 'DONE')
            AS test_accuracy_sd,
          count(*) FILTER (WHERE tuning AND reporting) = 0 AS seeds_disjoint
        FROM roled_trials
        GROUP BY dataset, depth, rule, factors, configuration)
      SELECT *, count(*) OVER (PARTITION BY dataset, depth, rule, factors) AS configurations,
        row_number() OVER (
          PARTITION BY dataset, depth, rule, factors
          ORDER BY tuning_seeds > tuning_done, tuning_collapsed > 0,
            coalesce(round(validation_accuracy, 12), -1) DESC, configuration) AS place
      FROM scored
      WHERE tuning_seeds > 0\
      """;

  private static final String BEST =
      """
      SELECT dataset, depth, rule, factors, base_rule, configuration, configurations, tuning_seeds,
        tuning_done, validation_accuracy, seeds, done, diverged, failed, collapsed, test_accuracy,
        test_accuracy_sd, seeds_disjoint
      FROM ranked_configurations
      WHERE place = 1\
      """;

  private static final String REPORTED =
      """
      SELECT t.*
      FROM roled_trials t
      JOIN best b ON t.dataset = b.dataset AND t.depth = b.depth AND t.rule = b.rule
        AND t.factors = b.factors AND t.configuration = b.configuration
      WHERE t.reporting\
      """;

  private static final String CURVES =
      """
      SELECT t.dataset, t.depth, t.rule, t.factors, e.epoch, count(*) AS n,
        count(*) FILTER (WHERE e.collapsed) AS collapsed,
        $OVER_SEEDS
      FROM reported_trials t JOIN epochs e ON e.trial_id = t.trial_id
      GROUP BY t.dataset, t.depth, t.rule, t.factors, e.epoch\
      """;

  private static final String PAIRED =
      """
      SELECT a.dataset, a.depth, a.rule, b.rule AS other_rule, a.factors,
        b.factors AS other_factors, a.seed, a.state,
        b.state AS other_state, a.collapsed, b.collapsed AS other_collapsed, a.test_accuracy,
        b.test_accuracy AS other_test_accuracy,
        CASE WHEN a.state = 'DONE' AND b.state = 'DONE'
          THEN a.test_accuracy - b.test_accuracy END AS difference
      FROM reported_trials a JOIN reported_trials b
        ON a.dataset = b.dataset AND a.depth = b.depth AND a.seed = b.seed AND a.rule <> b.rule
          AND $AGREE\
      """;

  private AnswerViews() {}

  /** Each view's query by its name, in an order in which they can be defined. */
  static Map<String, String> queries(SqlDialect dialect, SeedRoles roles, Factors factors) {
    Map<String, String> queries = new LinkedHashMap<>();
    queries.put("roled_trials", ROLED);
    queries.put("ranked_configurations", RANKED);
    queries.put("best", BEST);
    queries.put("reported_trials", REPORTED);
    queries.put("curves", CURVES);
    queries.put("paired", PAIRED);
    queries.replaceAll(
        (name, query) ->
            query
                .replace("$OVER_SEEDS", overSeeds("e", ViewColumns.MEASURES))
                .replace("$CONFIGURATION", dialect.configuration())
                .replace("$LEVEL", factors.level(dialect))
                .replace("$AGREE", factors.agree("a", "b"))
                .replace("$TUNING", roles.tuning())
                .replace("$REPORTING", roles.reporting()));
    return queries;
  }

  /** Mean, standard deviation, least and greatest of each measure over the rows of a group. */
  private static String overSeeds(String table, List<String> measures) {
    return measures.stream()
        .map(
            name ->
                "avg(%1$s.%2$s) AS %2$s, stddev_samp(%1$s.%2$s) AS %2$s_sd,"
                    .concat(" min(%1$s.%2$s) AS %2$s_min, max(%1$s.%2$s) AS %2$s_max")
                    .formatted(table, name))
        .collect(joining(",\n        "));
  }
}
