package org.bigsweep.driver.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.bigsweep.driver.store.AnswerTable.Row;

/** The table of trials that diverged, failed or collapsed, grouped by rule and reason. */
final class Losses {
  private static final int MOST = 200;

  /**
   * The lost trials by rule and reason. Numbers within a reason differ from trial to trial, so the
   * query replaces them before it groups.
   */
  private static final String LOST =
      """
      SELECT rule, state, regexp_replace(reason, '[0-9]+([.][0-9]+)?([eE][-+]?[0-9]+)?', '…') AS kind,
        min(reason) AS reason, count(*) AS trials, min(stopped_epoch) AS first_epoch,
        max(stopped_epoch) AS last_epoch, min(trial_id) AS example
      FROM trials WHERE state <> 'DONE'
      GROUP BY rule, state, kind
      ORDER BY trials DESC, rule
      LIMIT %d\
      """;

  private static final String COLLAPSED =
      """
      SELECT rule, count(*) AS trials, min(collapsed_epoch) AS first_epoch,
        max(collapsed_epoch) AS last_epoch, min(trial_id) AS example
      FROM trials WHERE state = 'DONE' AND collapsed
      GROUP BY rule ORDER BY trials DESC, rule\
      """;

  private Losses() {}

  /** One line of the table. */
  record Loss(
      String rule, String what, String trials, String epochs, String reason, String example) {}

  static List<Loss> of(ReportQueries answers) {
    List<Loss> losses = new ArrayList<>();
    for (Row line : answers.ask(COLLAPSED).rows()) {
      losses.add(loss(line, "collapsed", "answered one class for nearly everything"));
    }
    for (Row line : answers.ask(LOST.formatted(MOST)).rows()) {
      String state = line.text("state").toLowerCase(Locale.ROOT);
      losses.add(loss(line, state, line.text("reason")));
    }
    return losses;
  }

  private static Loss loss(Row line, String what, String reason) {
    String first = line.text("first_epoch");
    String last = line.text("last_epoch");
    return new Loss(
        line.text("rule"),
        what,
        line.text("trials"),
        first.equals(last) ? first : first + "–" + last,
        reason,
        line.text("example"));
  }
}
