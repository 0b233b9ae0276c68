package org.bigsweep.driver.report;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.bigsweep.driver.report.FigureStyle.Shading;
import org.bigsweep.driver.report.Mark.Point;
import org.bigsweep.driver.report.Mark.Series;
import org.bigsweep.driver.report.Mark.Spread;
import org.bigsweep.driver.store.AnswerTable;
import org.bigsweep.driver.store.AnswerTable.Row;

/**
 * The mean alignment of estimates by rule, epoch and layer in one facet, with the loss beside it.
 */
record Alignments(String query, AnswerTable data, List<Row> rows) {
  private static final String QUERY =
      """
      SELECT a.*, c.train_loss, c.train_loss_sd, c.train_loss_min, c.train_loss_max
      FROM (
        SELECT t.dataset, t.depth, t.rule, t.factors, l.epoch, l.layer, count(*) AS n,
          avg(l.estimate_cosine) AS estimate_cosine,
          stddev_samp(l.estimate_cosine) AS estimate_cosine_sd,
          min(l.estimate_cosine) AS estimate_cosine_min, max(l.estimate_cosine) AS estimate_cosine_max,
          avg(l.signal_cosine) AS signal_cosine, avg(l.residual_cosine) AS residual_cosine,
          avg(l.estimate_norm) AS estimate_norm, avg(l.signal_norm) AS signal_norm, avg(l.residual_norm) AS residual_norm
        FROM reported_trials t JOIN layers l ON l.trial_id = t.trial_id
        WHERE %s AND %s
        GROUP BY t.dataset, t.depth, t.rule, t.factors, l.epoch, l.layer) a
      JOIN curves c ON c.dataset = a.dataset AND c.depth = a.depth AND c.rule = a.rule
        AND c.factors = a.factors AND c.epoch = a.epoch
      ORDER BY rule, epoch, layer\
      """;

  static Alignments of(ReportQueries answers, Facet facet) {
    String query = QUERY.formatted(facet.condition("t"), facet.epochCondition("l.epoch"));
    AnswerTable data = answers.ask(query);
    return new Alignments(query, data, data.rows());
  }

  boolean isEmpty() {
    return rows.isEmpty();
  }

  String n() {
    return Prose.n(rows.stream().map(line -> line.whole("n")), "seeds per rule");
  }

  /** Rules, the best aligned first. */
  List<String> rules() {
    return rows.stream()
        .map(line -> line.text("rule"))
        .distinct()
        .sorted(Comparator.comparing(rule -> -hidden(last(rule))))
        .toList();
  }

  /** Mean alignment of the hidden layers. */
  private static double hidden(List<Row> lines) {
    return lines.stream()
        .filter(line -> line.whole("layer") < line.whole("depth"))
        .flatMap(line -> line.number("estimate_cosine").stream())
        .mapToDouble(Double::doubleValue)
        .average()
        .orElse(-1);
  }

  List<Row> of(String rule) {
    return rows.stream().filter(line -> line.text("rule").equals(rule)).toList();
  }

  /** The rule's rows of its last epoch, by layer. */
  List<Row> last(String rule) {
    List<Row> own = of(rule);
    int last = own.stream().mapToInt(line -> line.whole("epoch")).max().orElse(0);
    return own.stream().filter(line -> line.whole("epoch") == last).toList();
  }

  /** Alignment of layer 1 after the last epoch. */
  Optional<Double> first(String rule) {
    return layer(1, last(rule)).stream()
        .findFirst()
        .flatMap(line -> line.number("estimate_cosine"));
  }

  /** A series of means over seeds, from the lines that have one; empty if none has. */
  static List<Mark> series(
      String name, Ink ink, Bars bars, List<Row> lines, String x, String mean) {
    List<Point> points =
        lines.stream()
            .filter(line -> line.number(mean).isPresent())
            .map(line -> point(line, x, mean, bars.shading()))
            .toList();
    return points.isEmpty()
        ? List.of()
        : List.of(new Series(name, ink, true, bars.spread(), points));
  }

  /** What is drawn around the means, and how. */
  record Bars(Spread spread, Shading shading) {}

  /** The lines of one layer. */
  static List<Row> layer(int layer, List<Row> lines) {
    return lines.stream().filter(line -> line.whole("layer") == layer).toList();
  }

  /** A mean over seeds with what surrounds it. */
  private static Point point(Row line, String x, String mean, Shading shading) {
    return new Point(
        line.real(x), line.real(mean), shading.around(line, mean), "n = " + line.whole("n"));
  }
}
