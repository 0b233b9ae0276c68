package org.bigsweep.driver.report;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import java.util.Optional;
import org.bigsweep.driver.stats.Interval;

/** An element that a panel shows: points, lines, cells or bars. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Mark.Series.class, name = "series"),
  @JsonSubTypes.Type(value = Mark.Across.class, name = "across"),
  @JsonSubTypes.Type(value = Mark.Cells.class, name = "cells"),
  @JsonSubTypes.Type(value = Mark.Bars.class, name = "bars")
})
sealed interface Mark {
  /** How an interval is drawn. */
  enum Spread {
    /** Shaded between the points. */
    BAND,
    /** A bar upwards and downwards. */
    WHISKER,
    /** A bar to the left and right. */
    SIDEWAYS
  }

  /**
   * Points under one name.
   *
   * @param joined whether a line joins them
   */
  record Series(String name, Ink ink, boolean joined, Spread spread, List<Point> points)
      implements Mark {
    public Series {
      points = List.copyOf(points);
    }
  }

  /**
   * One point.
   *
   * @param interval around {@code y}, or around {@code x} where the spread is sideways
   * @param note text of its tooltip, such as {@code n = 5}
   */
  record Point(double x, double y, Optional<Interval> interval, String note) {
    Point(double x, double y, String note) {
      this(x, y, Optional.empty(), note);
    }
  }

  /** A line across the panel, at {@code y}, or at {@code x} if {@code upright}. */
  record Across(String name, Ink ink, boolean upright, double at) implements Mark {}

  /**
   * A map of cells on two category axes.
   *
   * @param low value of the scale's lower end
   * @param high value of the scale's upper end
   */
  record Cells(String name, double low, double high, List<Cell> cells) implements Mark {
    public Cells {
      cells = List.copyOf(cells);
    }
  }

  /** The cell in column {@code x} and row {@code y}; empty where nothing was done. */
  record Cell(int x, int y, Optional<Double> value, String note) {}

  /** Lengths by category of the y axis, stacked on those of the same panel. */
  record Bars(String name, Ink ink, List<Long> lengths) implements Mark {
    public Bars {
      lengths = List.copyOf(lengths);
    }
  }
}
