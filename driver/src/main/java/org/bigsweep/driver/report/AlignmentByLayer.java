package org.bigsweep.driver.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.bigsweep.driver.report.Chart.Panel;
import org.bigsweep.driver.report.Chart.Panels;
import org.bigsweep.driver.report.Mark.Point;
import org.bigsweep.driver.report.Mark.Series;
import org.bigsweep.driver.report.Mark.Spread;
import org.bigsweep.driver.store.AnswerTable.Row;

/**
 * Figure 1D: the loss by epoch, beside how well each layer's estimate points along the negative
 * gradient, and what signal and residual add to it.
 */
final class AlignmentByLayer extends FacetDrawing {
  AlignmentByLayer() {
    super(
        "1d",
        "Loss beside alignment by layer",
        "Any sweep whose trials finish an epoch fills it, such as sweeps/figure-1c-quick.yaml.");
  }

  @Override
  Optional<Figure> draw(ReportQueries answers, Facet facet) {
    Alignments all = Alignments.of(answers, facet);
    if (all.isEmpty()) {
      return Optional.empty();
    }
    List<Panel> panels = new ArrayList<>();
    panels.add(loss(all, answers.bands()));
    panels.add(byLayer(all, answers.whiskers()));
    for (String rule : all.rules()) {
      List<Row> last = all.last(rule);
      if (last.stream().anyMatch(line -> line.number("signal_cosine").isPresent())) {
        panels.add(parts(rule, last));
      }
    }
    return Optional.of(
        figure(
            finding(all, facet),
            all.n() + answers.style().shaded(),
            "Training loss by epoch; beside it, after"
                + " the last epoch, the mean cosine of each layer's estimate tˡ − hˡ with −∂L/∂hˡ"
                + " on a probe batch (1: along the negative gradient, 0: at right angles; bars"
                + " as shaded). The other panels split the estimate of each rule with"
                + " targets into the local signal g(tˡ⁺¹) − g(hˡ⁺¹) and the residual that is left."
                + " Layer N is the output."
                + facet.thinned()
                + answers.others(facet),
            all.query(),
            all.data(),
            new Panels(panels)));
  }

  private static Panel loss(Alignments all, Alignments.Bars bands) {
    List<Mark> marks = new ArrayList<>();
    for (String rule : all.rules()) {
      List<Row> once = Alignments.layer(1, all.of(rule));
      marks.addAll(Alignments.series(rule, Palette.rule(rule), bands, once, "epoch", "train_loss"));
    }
    return new Panel("loss", Axis.whole("epoch"), Axis.linear("training loss (nats)"), marks);
  }

  private static Panel byLayer(Alignments all, Alignments.Bars whiskers) {
    List<Mark> marks = new ArrayList<>();
    for (String rule : all.rules()) {
      List<Row> last = all.last(rule);
      marks.addAll(
          Alignments.series(rule, Palette.rule(rule), whiskers, last, "layer", "estimate_cosine"));
    }
    return new Panel(
        "alignment, last epoch", Axis.whole("layer"), Axis.linear("cosine with −∂L/∂h"), marks);
  }

  private static Panel parts(String rule, List<Row> lines) {
    return new Panel(
        rule,
        Axis.whole("layer"),
        Axis.linear("cosine with −∂L/∂h"),
        List.of(
            part("estimate", Palette.estimate(), lines),
            part("signal", Palette.signal(), lines),
            part("residual", Palette.residual(), lines)));
  }

  private static Mark part(String name, Ink ink, List<Row> lines) {
    List<Point> points =
        lines.stream()
            .filter(line -> line.number(name + "_cosine").isPresent())
            .map(
                line ->
                    new Point(
                        line.real("layer"),
                        line.real(name + "_cosine"),
                        line.number(name + "_norm")
                            .map(norm -> "mean norm " + Prose.number(norm))
                            .orElse("")))
            .toList();
    return new Series(name, ink, true, Spread.WHISKER, points);
  }

  private static String finding(Alignments all, Facet facet) {
    List<String> known =
        all.rules().stream()
            .filter(rule -> !Roles.isExact(rule) && all.first(rule).isPresent())
            .sorted(Comparator.comparing(rule -> -all.first(rule).orElseThrow()))
            .toList();
    if (known.isEmpty()) {
      return "No hidden layer has an estimate at " + facet.label();
    }
    String best = known.get(0);
    String worst = known.get(known.size() - 1);
    String text =
        "At %s, layer 1's estimate aligns best with the gradient under %s (cosine %s)"
            .formatted(facet.label(), best, Prose.cosine(all.first(best).orElseThrow()));
    return known.size() == 1
        ? text
        : "%s, least under %s (%s)"
            .formatted(text, worst, Prose.cosine(all.first(worst).orElseThrow()));
  }
}
