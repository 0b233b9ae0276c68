package org.bigsweep.driver.report;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** A kind of figure that can be drawn from results. */
interface Drawing {
  /** All kinds of figures, in the order of a report. */
  List<Drawing> ALL =
      List.of(
          new LearningCurves(),
          new AlignmentByLayer(),
          new AlignmentByEpoch(),
          new AccuracyByVariance(),
          new VarianceByRate(),
          new AccuracyByDepth(),
          new BalanceByLayer(),
          new BestConfigurations(),
          new PairedForest(),
          new MatchedBudget(),
          new FailuresByRule());

  String id();

  String subject();

  /** A sentence that says what sweep would fill the figure. */
  String wanted();

  /** The figure, or empty if results do not fill it. */
  Optional<Figure> draw(ReportQueries answers);

  default FigureOrGap entry(ReportQueries answers) {
    return draw(answers)
        .<FigureOrGap>map(figure -> figure)
        .orElseGet(() -> new Missing(id(), subject(), wanted()));
  }

  /** The names by which users ask for figures. */
  static String names() {
    return ALL.stream().map(Drawing::id).collect(Collectors.joining(", "));
  }
}
