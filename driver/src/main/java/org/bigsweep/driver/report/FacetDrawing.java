package org.bigsweep.driver.report;

import java.util.Optional;

/**
 * A kind of figure for one dataset and depth. Of the facets that can fill it, it shows the one with
 * most trials.
 */
interface FacetDrawing extends Drawing {
  /** The figure of {@code facet}; empty if the facet lacks the data. */
  Optional<Figure> draw(ReportQueries answers, Facet facet);

  @Override
  default Optional<Figure> draw(ReportQueries answers) {
    return answers.first(facet -> draw(answers, facet));
  }
}
