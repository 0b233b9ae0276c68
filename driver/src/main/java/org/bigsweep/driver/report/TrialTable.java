package org.bigsweep.driver.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.bigsweep.driver.store.AnswerTable;

/**
 * The table of the trials one by one, best first.
 *
 * @param total trials of the folder, those that are not listed included
 */
record TrialTable(AnswerTable data, long total) {
  /** Most parameters that have columns of their own. */
  private static final int PARAMETERS = 6;

  private static final String VARIED =
      """
      SELECT name FROM (
        SELECT explode(parameters) AS (name, value) FROM trials)
      WHERE name NOT IN ('rule', 'seed', 'sigma2', 'depth', 'learningRate')
      GROUP BY name HAVING count(DISTINCT value) > 1
      ORDER BY name LIMIT %d\
      """;

  private static final String QUERY =
      """
      SELECT trial_id, rule, depth, seed, state, collapsed, validation_accuracy, test_accuracy,
        learning_rate, sigma2, %sepochs_done, train_loss, seconds
      FROM trials
      ORDER BY coalesce(validation_accuracy, test_accuracy, -1) DESC, trial_id
      LIMIT %d\
      """;

  static TrialTable of(ReportQueries answers, long total) {
    List<String> varied = new ArrayList<>();
    answers.ask(VARIED.formatted(PARAMETERS)).rows().forEach(l -> varied.add(l.text("name")));
    String columns =
        varied.stream()
            .map(name -> "parameters['%1$s'] AS `%1$s`, ".formatted(name.replace("'", "")))
            .collect(Collectors.joining());
    return new TrialTable(answers.ask(QUERY.formatted(columns, ReportQueries.MOST_ROWS)), total);
  }
}
