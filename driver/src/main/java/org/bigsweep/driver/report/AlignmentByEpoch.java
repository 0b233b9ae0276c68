package org.bigsweep.driver.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bigsweep.driver.report.Chart.Panel;
import org.bigsweep.driver.report.Chart.Panels;
import org.bigsweep.driver.store.AnswerTable.Row;

/** The figure of every hidden layer's alignment over the epochs, with a panel for each rule. */
final class AlignmentByEpoch extends FacetDrawing {
  /** The smallest change of the cosine that the title mentions. */
  private static final double CHANGE = 0.02;

  AlignmentByEpoch() {
    super(
        "alignment",
        "Alignment by epoch",
        "Any sweep over a rule that estimates the gradient of hidden layers fills it.");
  }

  @Override
  Optional<Figure> draw(ReportQueries answers, Facet facet) {
    Alignments all = Alignments.of(answers, facet);
    List<Panel> panels = new ArrayList<>();
    for (String rule : all.rules()) {
      Panel panel = panel(rule, all.of(rule), answers.bands());
      if (!Roles.isExact(rule) && estimates(all.of(rule)) && !panel.marks().isEmpty()) {
        panels.add(panel);
      }
    }
    if (panels.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        figure(
            finding(all, facet),
            all.n() + answers.style().shaded(),
            "Mean cosine of each hidden layer's estimate tˡ − hˡ with −∂L/∂hˡ on a probe batch, by"
                + " epoch; epoch 0 is before f learns."
                + " Axes differ between panels. The exact gradient and rules without estimates for"
                + " hidden layers are left out."
                + facet.thinned()
                + answers.others(facet),
            all.query(),
            all.data(),
            new Panels(panels)));
  }

  /** Whether any hidden layer gets an estimate. Without an estimate the cosine is 0. */
  private static boolean estimates(List<Row> rows) {
    return rows.stream()
        .filter(line -> line.whole("layer") < line.whole("depth"))
        .flatMap(line -> line.number("estimate_cosine").stream())
        .anyMatch(cosine -> cosine != 0);
  }

  private static Panel panel(String rule, List<Row> rows, Alignments.Bars bands) {
    int top = rows.stream().mapToInt(line -> line.whole("layer")).max().orElse(1);
    List<Mark> marks = new ArrayList<>();
    for (int layer = 1; layer < top; layer++) {
      marks.addAll(
          Alignments.series(
              "layer " + layer,
              Palette.layer(layer, top - 1),
              bands,
              Alignments.layer(layer, rows),
              "epoch",
              "estimate_cosine"));
    }
    return new Panel(rule, Axis.whole("epoch"), Axis.linear("cosine with −∂L/∂h"), marks);
  }

  private static String finding(Alignments all, Facet facet) {
    List<String> rising = new ArrayList<>();
    List<String> level = new ArrayList<>();
    List<String> falling = new ArrayList<>();
    for (String rule : all.rules()) {
      Optional<Double> last = all.first(rule);
      Optional<Double> start =
          Alignments.layer(1, all.of(rule)).stream()
              .findFirst()
              .flatMap(line -> line.number("estimate_cosine"));
      if (Roles.isExact(rule) || last.isEmpty() || start.isEmpty() || !estimates(all.of(rule))) {
        continue;
      }
      double change = last.get() - start.get();
      (change > CHANGE ? rising : change < -CHANGE ? falling : level).add(rule);
    }
    List<String> parts = new ArrayList<>();
    part("rises with learning for", rising).ifPresent(parts::add);
    part("falls for", falling).ifPresent(parts::add);
    part("hardly changes for", level).ifPresent(parts::add);
    return "Alignment of layer 1 at %s %s".formatted(facet.label(), String.join("; ", parts));
  }

  private static Optional<String> part(String what, List<String> rules) {
    return rules.isEmpty() ? Optional.empty() : Optional.of(what + " " + Prose.list(rules));
  }
}
