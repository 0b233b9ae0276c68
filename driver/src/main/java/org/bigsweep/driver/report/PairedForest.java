package org.bigsweep.driver.report;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.bigsweep.driver.report.Chart.Panel;
import org.bigsweep.driver.report.Chart.Panels;
import org.bigsweep.driver.report.Mark.Point;
import org.bigsweep.driver.report.Mark.Series;
import org.bigsweep.driver.report.Mark.Spread;
import org.bigsweep.driver.stats.Bootstrap;
import org.bigsweep.driver.stats.Holm;
import org.bigsweep.driver.stats.Interval;
import org.bigsweep.driver.stats.PairedDifference;

/**
 * The figure of rule against rule on the same seeds: mean difference, interval, p, and p after
 * Holm's correction.
 */
final class PairedForest implements FacetDrawing {
  private static final int MOST = 60;
  private static final double LEVEL = 0.05;

  private static final String QUERY =
      """
      SELECT rule, other_rule, seed, state, other_state, collapsed, other_collapsed, test_accuracy,
        other_test_accuracy
      FROM paired p
      WHERE rule < other_rule AND %s
      ORDER BY rule, other_rule, seed\
      """;

  @Override
  public String id() {
    return "paired";
  }

  @Override
  public String subject() {
    return "Paired differences";
  }

  @Override
  public String wanted() {
    return "A sweep over two rules or more with two seeds or more in common fills it.";
  }

  /** Two rules compared, the better one first. */
  private record Pair(String rule, String other, PairedDifference found) {}

  @Override
  public Optional<Figure> draw(ReportQueries answers, Facet facet) {
    String query = QUERY.formatted(facet.condition("p"));
    List<Pair> pairs = new ArrayList<>();
    answers.ask(query).lines().stream()
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
    pairs.sort(Comparator.comparing(pair -> -mean(pair)));
    double[] holm =
        Holm.adjusted(pairs.stream().mapToDouble(p -> p.found().p().orElseThrow()).toArray());
    List<String> labels = new ArrayList<>();
    List<Point> clear = new ArrayList<>();
    List<Point> unclear = new ArrayList<>();
    List<List<Object>> rows = new ArrayList<>();
    for (int i = 0; i < pairs.size(); i++) {
      Pair pair = pairs.get(i);
      rows.add(row(pair, holm[i]));
      if (i < MOST) {
        labels.add(pair.rule() + " − " + pair.other());
        (holm[i] <= LEVEL ? clear : unclear).add(point(pair, i, holm[i]));
      }
    }
    int most = pairs.stream().mapToInt(pair -> pair.found().pairs()).max().orElse(0);
    return Optional.of(
        new Figure(
            id(),
            subject(),
            finding(pairs, holm, facet, clear.size()),
            "n = "
                + Prose.range(pairs.stream().map(pair -> pair.found().pairs()).toList())
                + " common seeds per pair",
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
            Data.of(
                List.of(
                    "rule",
                    "other_rule",
                    "difference",
                    "low",
                    "high",
                    "n",
                    "unpaired",
                    "p",
                    "p_holm"),
                rows),
            new Panels(
                List.of(
                    new Panel(
                        "",
                        Axis.linear("difference (fraction)"),
                        Axis.of("", labels),
                        marks(clear, unclear))))));
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
    marks.add(new Mark.Level("no difference", Palette.neutral(), true, 0));
    return marks;
  }

  /** Empty below two common seeds. */
  private static Optional<Pair> pair(List<Line> lines) {
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

  private static double mean(Pair pair) {
    return pair.found().mean().orElseThrow();
  }

  private static Point point(Pair pair, int place, double holm) {
    return new Point(
        mean(pair),
        place,
        pair.found().interval(),
        "n = %d, p = %s, after Holm %s"
            .formatted(
                pair.found().pairs(),
                Prose.number(pair.found().p().orElseThrow()),
                Prose.number(holm)));
  }

  private static List<Object> row(Pair pair, double holm) {
    return List.of(
        pair.rule(),
        pair.other(),
        mean(pair),
        pair.found().interval().map(Interval::low),
        pair.found().interval().map(Interval::high),
        pair.found().pairs(),
        pair.found().unpaired(),
        pair.found().p().orElseThrow(),
        holm);
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
            Prose.points(mean(told)),
            facet.label(),
            Prose.number(told.found().p().orElseThrow()),
            Prose.number(holm[pairs.indexOf(told)]),
            clear,
            Prose.count(pairs.size(), "comparison"));
  }
}
