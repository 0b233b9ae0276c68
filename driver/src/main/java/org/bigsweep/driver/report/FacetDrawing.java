package org.bigsweep.driver.report;

import java.util.Optional;

/**
 * A kind of figure for one dataset and depth. Of the facets that can fill it, it shows the one with
 * most trials.
 */
abstract class FacetDrawing extends Drawing {
  FacetDrawing(String id, String subject, String wanted) {
    super(id, subject, wanted);
  }

  /** The figure of {@code facet}; empty if the facet lacks the data. */
  abstract Optional<Figure> draw(ReportQueries answers, Facet facet);

  @Override
  final Optional<Figure> draw(ReportQueries answers) {
    return answers.first(facet -> draw(answers, facet));
  }
}
