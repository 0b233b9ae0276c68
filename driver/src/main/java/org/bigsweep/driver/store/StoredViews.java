package org.bigsweep.driver.store;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bigsweep.results.Table;

/**
 * The views of the rows that count. They build on {@code stored_TABLE}, which holds every row of a
 * table's files with the file's name in {@code group_file}.
 */
final class StoredViews {
  static final String FILE = "group_file";

  /** The trials that count, with the file that each belongs to. */
  private static final String MARKED = "marked_trials";

  private static final String MARKED_TRIALS =
      """
      SELECT * $WITHOUT(choice) FROM (
        SELECT *, row_number() OVER (
          PARTITION BY trial_id ORDER BY CASE WHEN state = 'FAILED' THEN 1 ELSE 0 END, group_file)
          AS choice
        FROM stored_trials)
      WHERE choice = 1
      """;

  /** The fast path for {@link #MARKED} in a folder where every trial is there once. */
  private static final String MARKED_PLAIN = "SELECT * FROM stored_trials";

  private static final String TRIALS = "SELECT * $WITHOUT(group_file) FROM marked_trials";

  private static final String DETAILS =
      """
      SELECT t.rule, t.base_rule, t.sigma2, t.depth, t.learning_rate, t.seed,
        d.* $WITHOUT(group_file)
      FROM stored_%s d JOIN marked_trials t
        ON d.trial_id = t.trial_id AND d.group_file = t.group_file
      """;

  /**
   * The fast path for epochs and layers in a folder without leftovers. Programs other than Spark
   * read the hint as a comment.
   */
  private static final String DETAILS_PLAIN =
      """
      SELECT /*+ BROADCAST(t) */ t.rule, t.base_rule, t.sigma2, t.depth, t.learning_rate, t.seed,
        d.* $WITHOUT(group_file)
      FROM stored_%s d JOIN marked_trials t ON d.trial_id = t.trial_id
      """;

  private static final String ATTEMPTS =
      """
      SELECT * $WITHOUT(choice, group_file) FROM (
        SELECT *, row_number() OVER (PARTITION BY attempt_id ORDER BY group_file) AS choice
        FROM stored_attempts)
      WHERE choice = 1
      """;

  private static final String PAUSED =
      """
      SELECT * $WITHOUT(choice, group_file) FROM (
        SELECT *, row_number() OVER (PARTITION BY trial_id, epoch ORDER BY group_file) AS choice
        FROM stored_paused)
      WHERE choice = 1
      """;

  private static final String DECISIONS =
      """
      SELECT * $WITHOUT(choice, group_file) FROM (
        SELECT *, rank() OVER (
          PARTITION BY sweep, schedule, bracket, rung ORDER BY decided_at DESC, group_file)
          AS choice
        FROM stored_decisions)
      WHERE choice = 1
      """;

  private StoredViews() {}

  /**
   * Each view's query by its name, in an order in which they can be defined.
   *
   * @param plain whether no file is a leftover or a repeat, so that every row counts
   */
  static Map<String, String> queries(SqlDialect dialect, boolean plain) {
    Map<String, String> queries = new LinkedHashMap<>();
    queries.put(MARKED, plain ? MARKED_PLAIN : MARKED_TRIALS);
    queries.put(Table.TRIALS.name(), TRIALS);
    for (Table<?> table : List.of(Table.EPOCHS, Table.LAYERS)) {
      queries.put(table.name(), (plain ? DETAILS_PLAIN : DETAILS).formatted(table.name()));
    }
    queries.put(Table.ATTEMPTS.name(), ATTEMPTS);
    queries.put(Table.PAUSED.name(), PAUSED);
    queries.put(Table.DECISIONS.name(), DECISIONS);
    String without = dialect == SqlDialect.SPARK ? "EXCEPT " : "EXCLUDE ";
    queries.replaceAll((name, query) -> query.replace("$WITHOUT", without));
    return queries;
  }
}
