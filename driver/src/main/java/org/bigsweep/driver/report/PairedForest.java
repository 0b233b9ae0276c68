package org.bigsweep.driver.report;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.bigsweep.driver.report.Mark.Point;
import org.bigsweep.driver.report.Mark.Series;
import org.bigsweep.driver.report.Mark.Spread;
import org.bigsweep.driver.stats.Bootstrap;
import org.bigsweep.driver.stats.Holm;
import org.bigsweep.driver.stats.Interval;
import org.bigsweep.driver.stats.PairedDifference;
import org.bigsweep.driver.store.AnswerTable;
import org.bigsweep.driver.store.AnswerTable.Row;

/**
 * The figure of rule against rule on the same seeds: mean difference, interval, p, and p after
 * Holm's correction.
 */
final class PairedForest extends FacetDrawing {
  private static final int MOST = 60;
  private static final double SIGNIFICANCE = 0.05;

  private static final String QUERY =
      """
      SELECT rule, other_rule, seed, state, other_state, collapsed, other_collapsed, test_accuracy,
        other_test_accuracy
      FROM paired p
      WHERE rule < other_rule AND %s AND %s
      ORDER BY rule, other_rule, seed\
      """;

  PairedForest() {
    super(
        "paired",
        "Paired differences",
        "A sweep over two rules or more with two seeds or more in common fills it.");
  }

  /** Two rules compared, the better one first. */
  private record Pair(String rule, String other, PairedDifference found) {
    double mean() {
      return found.mean().orElseThrow();
    }

    double p() {
      return found.p().orElseThrow();
    }
  }

  @Override
  Optional<Figure> draw(ReportQueries answers, Facet facet) {
    String query = QUERY.formatted(facet.condition("p"), facet.levelCondition("p.other_factors"));
    List<Pair> pairs = new ArrayList<>();
    answers.ask(query).rows().stream()
        .collect(
            groupingBy(
                line -> List.of(line.text("rule"), line.text("other_rule")),
                LinkedHashMap::new,
                toList()))
        .values()
        .forEach(lines -> pair(lines).ifPresent(pairs::add));
    if (pairs.isEmpty()) {
      return Optional.empty();
    }
    pairs.sort(Comparator.comparing(pair -> -pair.mean()));
    double[] holm = Holm.adjusted(pairs.stream().mapToDouble(Pair::p).toArray());
    List<String> labels = new ArrayList<>();
    List<Point> clear = new ArrayList<>();
    List<Point> unclear = new ArrayList<>();
    for (int i = 0; i < Math.min(MOST, pairs.size()); i++) {
      Pair pair = pairs.get(i);
      labels.add(pair.rule() + " − " + pair.other());
      (holm[i] <= SIGNIFICANCE ? clear : unclear).add(point(pair, i, holm[i]));
    }
    int most = pairs.stream().mapToInt(pair -> pair.found().pairs()).max().orElse(0);
    return Optional.of(
        figure(
            finding(pairs, holm, facet, clear.size()),
            Prose.n(pairs.stream().map(pair -> pair.found().pairs()), "common seeds per pair"),
            "Mean difference of test accuracy on common reporting seeds (same initial weights,"
                + " batches and noise) with a bootstrap 95 % interval (BCa). p: two-sided sign-flip"
                + " permutation test; after Holm's correction for "
                + Prose.count(pairs.size(), "comparison")
                + ". With "
                + most
                + " seeds no p can be below "
                + Prose.number(Math.min(1, 2 * Math.pow(2, -most)))
                + ". Seeds that a rule lost are left out of its pairs and counted in the table."
                + (pairs.size() > MOST ? " The %d largest are drawn.".formatted(MOST) : "")
                + answers.others(facet),
            query,
            AnswerTable.of(pairs)
                .column("rule", Pair::rule)
                .column("other_rule", Pair::other)
                .column("difference", Pair::mean)
                .column("low", pair -> pair.found().interval().map(Interval::low))
                .column("high", pair -> pair.found().interval().map(Interval::high))
                .column("n", pair -> pair.found().pairs())
                .column("unpaired", pair -> pair.found().unpaired())
                .column("p", Pair::p)
                .column("p_holm", pair -> holm[pairs.indexOf(pair)])
                .build(),
            Chart.single(
                Axis.linear("difference (fraction)"), Axis.of("", labels), marks(clear, unclear))));
  }

  private static List<Mark> marks(List<Point> clear, List<Point> unclear) {
    List<Mark> marks = new ArrayList<>();
    Ink ink = Palette.signal();
    if (!clear.isEmpty()) {
      marks.add(new Series("p ≤ .05 after Holm", ink, false, Spread.SIDEWAYS, clear));
    }
    if (!unclear.isEmpty()) {
      marks.add(
          new Series("p > .05 after Holm", Palette.unclear(), false, Spread.SIDEWAYS, unclear));
    }
    marks.add(new Mark.Across("no difference", Palette.neutral(), true, 0));
    return marks;
  }

  /** Empty below two common seeds. */
  private static Optional<Pair> pair(List<Row> lines) {
    PairedDifference found =
        PairedDifference.of(
            lines.stream().map(line -> SeedMean.outcome(line, "")).toList(),
            lines.stream().map(line -> SeedMean.outcome(line, "other_")).toList(),
            Bootstrap.STANDARD);
    if (found.pairs() < 2) {
      return Optional.empty();
    }
    String rule = lines.get(0).text("rule");
    String other = lines.get(0).text("other_rule");
    if (found.mean().orElseThrow() >= 0) {
      return Optional.of(new Pair(rule, other, found));
    }
    return Optional.of(new Pair(other, rule, found.reversed()));
  }

  private static Point point(Pair pair, int place, double holm) {
    return new Point(
        pair.mean(),
        place,
        pair.found().interval(),
        "n = %d, p = %s, after Holm %s"
            .formatted(pair.found().pairs(), Prose.number(pair.p()), Prose.number(holm)));
  }

  private static String finding(List<Pair> pairs, double[] holm, Facet facet, int clear) {
    Optional<Pair> studied =
        pairs.stream()
            .filter(
                pair ->
                    Roles.isStudied(pair.other())
                        && !Roles.isStudied(pair.rule())
                        && !Roles.isExact(pair.rule()))
            .findFirst();
    Pair told = studied.orElse(pairs.get(0));
    return "%s is ahead of %s by %s on common seeds at %s (p = %s, after Holm %s); %d of %s stay below .05"
        .formatted(
            told.rule(),
            told.other(),
            Prose.points(told.mean()),
            facet.label(),
            Prose.number(told.p()),
            Prose.number(holm[pairs.indexOf(told)]),
            clear,
            Prose.count(pairs.size(), "comparison"));
  }
}
