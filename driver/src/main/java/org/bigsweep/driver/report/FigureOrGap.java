package org.bigsweep.driver.report;

/** A figure, or the reason why there is none. */
sealed interface FigureOrGap permits Figure, Missing {
  /** The short name by which users ask for it, such as {@code 1c}. */
  String id();

  /** The subject of the figure. */
  String subject();
}
