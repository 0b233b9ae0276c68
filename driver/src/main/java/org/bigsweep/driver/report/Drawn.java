package org.bigsweep.driver.report;

import java.util.List;

/** A figure as {@code charts.js} and {@code figures.js} take it. */
record Drawn(
    String id,
    String subject,
    String title,
    String n,
    String caption,
    Chart chart,
    List<String> columns,
    List<List<Object>> rows) {
  static Drawn of(Figure figure) {
    return new Drawn(
        figure.id(),
        figure.subject(),
        figure.title(),
        figure.n(),
        figure.caption(),
        figure.chart(),
        figure.data().columns(),
        figure.data().values());
  }
}
