package org.bigsweep.driver.report;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import java.util.Optional;

/** The drawing of a figure: panels, or parallel coordinates. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Chart.Panels.class, name = "panels"),
  @JsonSubTypes.Type(value = Chart.Parallel.class, name = "parallel")
})
sealed interface Chart {
  /** A single pair of axes. */
  static Chart single(Axis x, Axis y, List<Mark> marks) {
    return new Panels(List.of(new Panel("", x, y, marks)));
  }

  /** Panels side by side, as many to a row as fit. */
  record Panels(List<Panel> panels) implements Chart {
    public Panels {
      panels = List.copyOf(panels);
    }
  }

  /**
   * One pair of axes.
   *
   * @param title title of the panel; empty if it is the only one
   */
  record Panel(String title, Axis x, Axis y, List<Mark> marks) {
    public Panel {
      marks = List.copyOf(marks);
    }
  }

  /** Parallel coordinates: one line per configuration, coloured by its last value. */
  record Parallel(List<Axis> axes, List<List<Optional<Double>>> lines) implements Chart {
    public Parallel {
      axes = List.copyOf(axes);
      lines = List.copyOf(lines);
    }
  }
}
