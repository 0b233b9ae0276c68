package org.bigsweep.driver.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.bigsweep.driver.report.Chart.Panel;
import org.bigsweep.driver.report.Chart.Panels;
import org.bigsweep.driver.report.Mark.Point;
import org.bigsweep.driver.report.Mark.Series;
import org.bigsweep.driver.report.Mark.Spread;

/** The figure of test accuracy by depth, with intervals over seeds. */
final class AccuracyByDepth implements Drawing {
  private static final String QUERY =
      """
      SELECT dataset, depth, rule, seed, state, collapsed, test_accuracy
      FROM reported_trials
      ORDER BY dataset, rule, depth, seed\
      """;

  @Override
  public String id() {
    return "depth";
  }

  @Override
  public String subject() {
    return "Accuracy by depth";
  }

  @Override
  public String wanted() {
    return "A sweep over two or more depths fills it, such as sweeps/depth.yaml.";
  }

  @Override
  public Optional<Figure> draw(ReportQueries answers) {
    Map<String, Map<String, SortedMap<Integer, List<Line>>>> byDataset = new TreeMap<>();
    answers
        .ask(QUERY)
        .lines()
        .forEach(
            line ->
                byDataset
                    .computeIfAbsent(line.text("dataset"), d -> new TreeMap<>())
                    .computeIfAbsent(line.text("rule"), r -> new TreeMap<>())
                    .computeIfAbsent(line.whole("depth"), d -> new ArrayList<>())
                    .add(line));
    List<List<Object>> rows = new ArrayList<>();
    List<Panel> panels = new ArrayList<>();
    byDataset.forEach(
        (dataset, byRule) -> {
          if (byRule.values().stream().anyMatch(depths -> depths.size() > 1)) {
            panels.add(panel(byDataset.size() > 1 ? dataset : "", byRule, rows));
          }
        });
    if (panels.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Figure(
            id(),
            subject(),
            finding(rows),
            "n = "
                + Prose.range(rows.stream().map(r -> ((Number) r.get(5)).intValue()).toList())
                + " seeds per point",
            "Mean test accuracy over reporting seeds with a bootstrap 95 % interval (BCa), by the"
                + " number N of weight matrices; at each depth the configuration chosen there.",
            QUERY,
            Data.of(SeedMean.columns("rule", "depth"), rows),
            new Panels(panels)));
  }

  private static Panel panel(
      String title, Map<String, SortedMap<Integer, List<Line>>> byRule, List<List<Object>> rows) {
    List<Mark> marks = new ArrayList<>();
    byRule.forEach(
        (rule, depths) -> {
          List<Point> points = new ArrayList<>();
          depths.forEach(
              (depth, lines) ->
                  SeedMean.of(lines)
                      .ifPresent(
                          m -> {
                            points.add(new Point(depth, m.mean(), m.interval(), m.note()));
                            rows.add(m.row(rule, depth));
                          }));
          marks.add(new Series(rule, Palette.rule(rule), true, Spread.WHISKER, points));
        });
    return new Panel(
        title,
        Axis.whole("depth N (weight matrices)"),
        Axis.linear("test accuracy (fraction)"),
        marks);
  }

  private record Change(String rule, int from, int to, double points) {}

  private static String finding(List<List<Object>> rows) {
    Map<String, SortedMap<Integer, Double>> byRule = new TreeMap<>();
    rows.forEach(
        row ->
            byRule
                .computeIfAbsent((String) row.get(0), r -> new TreeMap<>())
                .put((Integer) row.get(1), (Double) row.get(2)));
    List<Change> changes = new ArrayList<>();
    byRule.forEach(
        (rule, depths) -> {
          if (depths.size() > 1) {
            changes.add(
                new Change(
                    rule,
                    depths.firstKey(),
                    depths.lastKey(),
                    depths.get(depths.lastKey()) - depths.get(depths.firstKey())));
          }
        });
    changes.sort(Comparator.comparing(Change::points));
    if (changes.isEmpty()) {
      return "No rule finished at two depths";
    }
    Change worst = changes.get(0);
    Change best = changes.get(changes.size() - 1);
    String text = said(worst) + " from N = %d to %d".formatted(worst.from(), worst.to());
    return changes.size() == 1 ? text : text + "; " + said(best);
  }

  private static String said(Change change) {
    return "%s %s %s"
        .formatted(
            change.rule(), change.points() < 0 ? "loses" : "gains", Prose.points(change.points()));
  }
}
