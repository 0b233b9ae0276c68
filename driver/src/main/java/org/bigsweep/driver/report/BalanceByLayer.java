package org.bigsweep.driver.report;

import static java.util.stream.Collectors.groupingBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.bigsweep.driver.report.Chart.Panel;
import org.bigsweep.driver.report.Chart.Panels;
import org.bigsweep.driver.report.Ink.Dash;
import org.bigsweep.driver.report.Mark.Point;
import org.bigsweep.driver.report.Mark.Series;
import org.bigsweep.driver.report.Mark.Spread;
import org.bigsweep.driver.store.AnswerTable;
import org.bigsweep.driver.store.AnswerTable.Row;

/**
 * The figure of the balance of excitation and inhibition by layer and epoch. It shows two controls:
 * epoch 0 before f learns, and inhibition with its units permuted. Collapsed networks have panels
 * of their own, since they look balanced too.
 */
final class BalanceByLayer extends FacetDrawing {
  private static final String QUERY =
      """
      SELECT t.rule, t.collapsed, l.epoch, l.layer, count(*) AS n,
        avg(l.ei_correlation) AS ei_correlation, stddev_samp(l.ei_correlation) AS ei_correlation_sd,
        avg(l.shuffled_ei_correlation) AS shuffled_ei_correlation,
        avg(l.ei_unit_correlation) AS ei_unit_correlation, avg(l.ei_imbalance) AS ei_imbalance
      FROM reported_trials t JOIN layers l ON l.trial_id = t.trial_id
      WHERE l.ei_correlation IS NOT NULL AND %s AND %s
      GROUP BY t.rule, t.collapsed, l.epoch, l.layer
      ORDER BY rule, collapsed, epoch, layer\
      """;

  BalanceByLayer() {
    super(
        "balance",
        "Balance of excitation and inhibition",
        "A sweep over a rule with targets fills it, such as sweeps/figure-1c-quick.yaml.");
  }

  @Override
  Optional<Figure> draw(ReportQueries answers, Facet facet) {
    String query = QUERY.formatted(facet.condition("t"), facet.epochCondition("l.epoch"));
    AnswerTable data = answers.ask(query);
    if (data.rows().isEmpty()) {
      return Optional.empty();
    }
    TreeMap<String, List<Row>> groups =
        data.rows().stream()
            .collect(groupingBy(BalanceByLayer::group, TreeMap::new, Collectors.toList()));
    List<Panel> panels = new ArrayList<>();
    groups.forEach((group, lines) -> panels.add(panel(group, lines, answers.bands())));
    return Optional.of(
        figure(
            finding(groups, facet),
            Prose.n(data.rows().stream().map(line -> line.whole("n")), "seeds per panel")
                + answers.style().shaded(),
            "Correlation of E and I over all entries of a probe batch, by epoch and hidden layer."
                + " Controls: epoch 0 is before f"
                + " learns, after pre-training; dashed lines have the units of I permuted."
                + " Collapsed trials are apart, since a network that answers one class for"
                + " everything looks balanced as well."
                + facet.thinned()
                + answers.others(facet),
            query,
            data,
            new Panels(panels)));
  }

  private static String group(Row line) {
    return line.text("rule") + (line.flag("collapsed") ? ", collapsed" : "");
  }

  private static Panel panel(String title, List<Row> lines, Alignments.Bars bands) {
    int layers = lines.stream().mapToInt(line -> line.whole("layer")).max().orElse(1);
    List<Mark> marks = new ArrayList<>();
    for (int layer = 1; layer <= layers; layer++) {
      List<Row> own = Alignments.layer(layer, lines);
      if (own.isEmpty()) {
        continue;
      }
      Ink ink = Palette.layer(layer, layers);
      marks.addAll(Alignments.series("layer " + layer, ink, bands, own, "epoch", "ei_correlation"));
      marks.add(
          new Series(
              "layer %d, units of I permuted".formatted(layer),
              ink.with(Dash.DASHED),
              true,
              Spread.WHISKER,
              own.stream()
                  .filter(line -> line.number("shuffled_ei_correlation").isPresent())
                  .map(
                      line ->
                          new Point(
                              line.real("epoch"),
                              line.real("shuffled_ei_correlation"),
                              "control, n = " + line.whole("n")))
                  .toList()));
    }
    return new Panel(title, Axis.whole("epoch"), Axis.linear("correlation of E and I"), marks);
  }

  private static String finding(TreeMap<String, List<Row>> groups, Facet facet) {
    String group =
        groups.keySet().stream()
            .filter(g -> Roles.isStudied(groups.get(g).get(0).text("rule")))
            .findFirst()
            .orElse(groups.firstKey());
    List<Row> lines = groups.get(group);
    int first = lines.stream().mapToInt(line -> line.whole("epoch")).min().orElse(0);
    int last = lines.stream().mapToInt(line -> line.whole("epoch")).max().orElse(0);
    return "%s at %s: E and I correlate by %s at epoch %d and %s at epoch %d; with permuted units %s"
        .formatted(
            group,
            facet.label(),
            said(mean(lines, first, "ei_correlation")),
            first,
            said(mean(lines, last, "ei_correlation")),
            last,
            said(mean(lines, last, "shuffled_ei_correlation")));
  }

  private static String said(OptionalDouble value) {
    return value.isPresent() ? Prose.cosine(value.getAsDouble()) : "nothing";
  }

  private static OptionalDouble mean(List<Row> lines, int epoch, String column) {
    return lines.stream()
        .filter(line -> line.whole("epoch") == epoch)
        .flatMap(line -> line.number(column).stream())
        .mapToDouble(Double::doubleValue)
        .average();
  }
}
