package org.bigsweep.driver.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The figures that results fill and the others, both in the order of a report. */
record FigureSet(List<Figure> drawn, List<Missing> missing) {
  FigureSet {
    drawn = List.copyOf(drawn);
    missing = List.copyOf(missing);
  }

  static FigureSet of(ReportQueries answers) {
    List<Figure> drawn = new ArrayList<>();
    List<Missing> missing = new ArrayList<>();
    for (Drawing drawing : Report.DRAWINGS) {
      Optional<Figure> figure = drawing.draw(answers);
      figure.ifPresentOrElse(
          drawn::add,
          () -> missing.add(new Missing(drawing.id(), drawing.subject(), drawing.wanted())));
    }
    return new FigureSet(drawn, missing);
  }
}
