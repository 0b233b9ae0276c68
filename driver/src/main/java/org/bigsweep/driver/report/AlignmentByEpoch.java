package org.bigsweep.driver.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bigsweep.driver.report.Chart.Panel;
import org.bigsweep.driver.report.Chart.Panels;
import org.bigsweep.driver.report.Mark.Point;
import org.bigsweep.driver.report.Mark.Series;
import org.bigsweep.driver.report.Mark.Spread;

/** How the alignment of every hidden layer develops over the epochs, a panel for each rule. */
final class AlignmentByEpoch implements Drawing {
  private static final String REFERENCE = "BP";

  @Override
  public String id() {
    return "alignment";
  }

  @Override
  public String subject() {
    return "Alignment by epoch";
  }

  @Override
  public String wanted() {
    return "Any sweep over a rule other than BP and LastLayerOnly fills it.";
  }

  @Override
  public Optional<Figure> draw(Answers answers) {
    return answers.first(facet -> draw(answers, facet));
  }

  private Optional<Figure> draw(Answers answers, Facet facet) {
    Alignments all = Alignments.of(answers, facet);
    List<Panel> panels = new ArrayList<>();
    for (String rule : all.rules()) {
      Panel panel = panel(rule, all.of(rule));
      if (!rule.equals(REFERENCE) && !panel.marks().isEmpty()) {
        panels.add(panel);
      }
    }
    if (panels.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Figure(
            id(),
            subject(),
            finding(all, facet),
            all.n(),
            "Mean cosine of each hidden layer's estimate tˡ − hˡ with −∂L/∂hˡ on a probe batch, by"
                + " epoch; epoch 0 is before f learns. Band: ± one standard deviation over seeds."
                + " BP, which is exact, is left out."
                + facet.thinned()
                + answers.others(facet),
            all.query(),
            all.data(),
            new Panels(panels)));
  }

  private static Panel panel(String rule, List<Line> rows) {
    int top = rows.stream().mapToInt(line -> line.whole("layer")).max().orElse(1);
    List<Mark> marks = new ArrayList<>();
    for (int layer = 1; layer < top; layer++) {
      int wanted = layer;
      List<Point> points =
          rows.stream()
              .filter(
                  line ->
                      line.whole("layer") == wanted && line.number("estimate_cosine").isPresent())
              .map(line -> Alignments.point(line, "epoch", "estimate_cosine"))
              .toList();
      if (!points.isEmpty()) {
        marks.add(
            new Series("layer " + layer, Palette.layer(layer, top - 1), true, Spread.BAND, points));
      }
    }
    return new Panel(rule, Axis.whole("epoch"), Axis.linear("cosine with −∂L/∂h"), marks);
  }

  private static String finding(Alignments all, Facet facet) {
    List<String> falling = new ArrayList<>();
    List<String> rising = new ArrayList<>();
    for (String rule : all.rules()) {
      Optional<Double> last = all.first(rule);
      Optional<Double> start =
          all.of(rule).stream()
              .filter(line -> line.whole("layer") == 1)
              .findFirst()
              .flatMap(line -> line.number("estimate_cosine"));
      if (!rule.equals(REFERENCE) && last.isPresent() && start.isPresent()) {
        (last.get() < start.get() ? falling : rising).add(rule);
      }
    }
    return "Alignment of layer 1 at %s rises with learning for %s, falls for %s"
        .formatted(
            facet.label(),
            rising.isEmpty() ? "no rule" : Prose.list(rising),
            falling.isEmpty() ? "none" : Prose.list(falling));
  }
}
