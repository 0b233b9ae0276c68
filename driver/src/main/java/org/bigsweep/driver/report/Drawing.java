package org.bigsweep.driver.report;

import java.util.Optional;
import org.bigsweep.driver.store.AnswerTable;

/** A kind of figure that can be drawn from results. */
abstract class Drawing {
  private final String id;
  private final String subject;
  private final String wanted;

  /**
   * @param wanted a sentence that says what sweep would fill the figure
   */
  Drawing(String id, String subject, String wanted) {
    this.id = id;
    this.subject = subject;
    this.wanted = wanted;
  }

  final String id() {
    return id;
  }

  final String subject() {
    return subject;
  }

  final String wanted() {
    return wanted;
  }

  /** The figure, or empty if results do not fill it. */
  abstract Optional<Figure> draw(ReportQueries answers);

  final Figure figure(
      String title, String n, String caption, String query, AnswerTable data, Chart chart) {
    return new Figure(id, subject, title, n, caption, query, data, chart);
  }
}
