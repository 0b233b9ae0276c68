package org.bigsweep.driver.report;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.bigsweep.driver.report.Chart.Panel;
import org.bigsweep.driver.report.Chart.Panels;
import org.bigsweep.driver.store.AnswerTable.Row;

/** The figure of test accuracy by depth, with intervals over seeds. */
final class AccuracyByDepth extends Drawing {
  private static final String QUERY =
      """
      SELECT dataset, depth, rule, seed, state, collapsed, test_accuracy
      FROM reported_trials
      WHERE %s
      ORDER BY dataset, rule, depth, seed\
      """;

  AccuracyByDepth() {
    super(
        "depth",
        "Accuracy by depth",
        "A sweep over two or more depths fills it, such as sweeps/depth.yaml.");
  }

  @Override
  Optional<Figure> draw(ReportQueries answers) {
    if (answers.main().isEmpty()) {
      return Optional.empty();
    }
    Facet main = answers.main().get();
    String query = QUERY.formatted(main.levelCondition("factors"));
    TreeMap<String, List<Row>> byDataset =
        answers.ask(query).rows().stream()
            .collect(groupingBy(row -> row.text("dataset"), TreeMap::new, toList()));
    List<SeedMean> drawn = new ArrayList<>();
    List<Panel> panels = new ArrayList<>();
    byDataset.forEach(
        (dataset, rows) -> {
          SeedMeans means = SeedMeans.of(rows, "depth");
          if (means.varied()) {
            drawn.addAll(means.all());
            panels.add(
                new Panel(
                    byDataset.size() > 1 ? dataset : "",
                    Axis.whole("depth N (weight matrices)"),
                    Axis.linear("test accuracy (fraction)"),
                    means.series()));
          }
        });
    if (panels.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        figure(
            finding(drawn),
            SeedMeans.n(drawn),
            "Mean test accuracy over reporting seeds with a bootstrap 95 % interval (BCa), by the"
                + " number N of weight matrices; at each depth the configuration chosen there."
                + (main.factors().isEmpty() ? "" : " Shown at " + main.factors() + "."),
            query,
            SeedMeans.table(drawn, "depth", mean -> (int) mean.x()),
            new Panels(panels)));
  }

  private record Change(SeedMean from, SeedMean to) {
    double points() {
      return to.mean() - from.mean();
    }
  }

  private static String finding(List<SeedMean> means) {
    Map<String, SortedMap<Double, SeedMean>> byRule = new TreeMap<>();
    means.forEach(
        mean -> byRule.computeIfAbsent(mean.rule(), r -> new TreeMap<>()).put(mean.x(), mean));
    List<Change> changes = new ArrayList<>();
    for (SortedMap<Double, SeedMean> depths : byRule.values()) {
      if (depths.size() > 1) {
        changes.add(new Change(depths.get(depths.firstKey()), depths.get(depths.lastKey())));
      }
    }
    changes.sort(Comparator.comparing(Change::points));
    if (changes.isEmpty()) {
      return "No rule finished at two depths";
    }
    Change worst = changes.get(0);
    Change best = changes.get(changes.size() - 1);
    String text =
        said(worst) + " from N = %.0f to %.0f".formatted(worst.from().x(), worst.to().x());
    return changes.size() == 1 ? text : text + "; " + said(best);
  }

  private static String said(Change change) {
    return "%s %s %s"
        .formatted(
            change.from().rule(),
            change.points() < 0 ? "loses" : "gains",
            Prose.points(change.points()));
  }
}
