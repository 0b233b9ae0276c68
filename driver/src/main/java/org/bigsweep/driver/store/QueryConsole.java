package org.bigsweep.driver.store;

import java.time.temporal.Temporal;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.bigsweep.results.ResultsFolder;

/**
 * Answers queries over the views of a results folder that are not trusted: they come from a page.
 * They can read the views and nothing else ({@link QueryRules}). A query can be cancelled by the
 * name that it was asked under.
 */
public final class QueryConsole implements AutoCloseable {
  /** The views that a query may name: the answers, and what the figures' queries build on. */
  public static final Set<String> VIEWS = views();

  /**
   * The most brackets in each other. The time in which Spark parses them grows with a high power of
   * their number: 20,000 took longer than 10 minutes, and nothing interrupts the parser.
   */
  private static final int DEEPEST = 40;

  private final ResultsViews views;

  private QueryConsole(ResultsViews views) {
    this.views = views;
  }

  private static Set<String> views() {
    Set<String> names = new LinkedHashSet<>(ResultsViews.NAMES);
    names.addAll(List.of("roled_trials", "ranked_configurations", "reported_trials"));
    return Set.copyOf(names);
  }

  /** Starts Spark, if it is not started, with views of their own over {@code folder}. */
  public static QueryConsole over(ResultsFolder folder) {
    ResultsViews views = ResultsViews.apart(folder);
    // otherwise ${env:NAME} in a query is replaced by a variable of this process
    views.session().conf().set("spark.sql.variable.substitute", "false");
    return new QueryConsole(views);
  }

  /** Reads the folder again. */
  public void refresh() {
    views.refresh();
  }

  /**
   * The answer's first rows.
   *
   * @param name for {@link #cancel}; never used before
   * @param most the most rows; {@link AnswerTable#isCut} tells whether there are more
   * @throws QueryException if the query is wrong, does more than reading the views, was cancelled,
   *     or a file cannot be read
   */
  public AnswerTable answer(String name, String sql, int most) {
    SparkSession session = views.session();
    try {
      QueryRules.check(parsed(session, sql), VIEWS);
      session.sparkContext().setJobGroup(name, "query of the console", true);
      return views.limited(sql, most + 1).first(most);
    } catch (StackOverflowError e) {
      throw QueryException.refused("nesting", "less deep");
    } finally {
      session.sparkContext().clearJobGroup();
    }
  }

  private static LogicalPlan parsed(SparkSession session, String sql) {
    int depth = depth(sql);
    if (depth > DEEPEST) {
      throw QueryException.refused(depth + " brackets in each other", "at most " + DEEPEST);
    }
    try {
      return ((org.apache.spark.sql.classic.SparkSession) session)
          .sessionState()
          .sqlParser()
          .parsePlan(sql);
    } catch (Exception e) { // Spark throws ParseException without declaring it
      throw QueryException.wrong(e);
    }
  }

  /** The most brackets that are open at once. */
  private static int depth(String sql) {
    int open = 0;
    int most = 0;
    for (int k = 0; k < sql.length(); k++) {
      char letter = sql.charAt(k);
      open += letter == '(' ? 1 : letter == ')' && open > 0 ? -1 : 0;
      most = Math.max(most, open);
    }
    return most;
  }

  /** Stops a query, now or, if it has not begun, when it begins. */
  public void cancel(String name) {
    views.session().sparkContext().cancelJobGroupAndFutureJobs(name, "Cancelled by its reader");
  }

  /** A value of an answer as JSON can hold it. */
  public static Object plain(Object value) {
    return value instanceof Optional<?>
            || value instanceof String
            || value instanceof Number
            || value instanceof Boolean
            || value instanceof Temporal
            || value instanceof Map<?, ?>
        ? value
        : value.toString();
  }

  @Override
  public void close() {
    views.close();
  }
}
