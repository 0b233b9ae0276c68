package org.bigsweep.driver.report;

import static java.util.stream.Collectors.averagingDouble;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.bigsweep.driver.bench.MadeUpResults;
import org.bigsweep.driver.plan.Ranking;
import org.bigsweep.driver.report.Chart.Panel;
import org.bigsweep.driver.report.Chart.Panels;
import org.bigsweep.driver.report.FigureStyle.AccuracyAxis;
import org.bigsweep.driver.report.FigureStyle.Shading;
import org.bigsweep.driver.report.Mark.Point;
import org.bigsweep.driver.report.Mark.Series;
import org.bigsweep.driver.report.Mark.Spread;
import org.bigsweep.driver.spec.Sweep;
import org.bigsweep.driver.spec.SweepReader;
import org.bigsweep.driver.stats.Interval;
import org.bigsweep.driver.stats.ParameterImportance;
import org.bigsweep.driver.stats.TuningBudget;
import org.bigsweep.driver.stats.TuningBudget.Tried;
import org.bigsweep.driver.store.KeptSweeps;
import org.bigsweep.driver.store.ResultsViews;
import org.bigsweep.engine.catalog.ParameterCatalog;
import org.bigsweep.results.Epoch;
import org.bigsweep.results.Layer;
import org.bigsweep.results.ResultsFolder;
import org.bigsweep.results.ResultsReader;
import org.bigsweep.results.Table;
import org.bigsweep.results.Trial;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Values read off every figure as it is drawn, against the rows in the Parquet files. */
final class FigureValuesTest {
  private static final Set<Long> TUNE = Set.of(0L, 1L);
  private static final Set<Long> REPORT = Set.of(10L, 11L, 12L);

  private static final String SWEEP =
      """
      version: 1
      name: drawn
      dataset: mnist
      fixed: {epochs: 3}
      grid:
        rule: [BP, DTP, BIG(eq. 4), TP]
        depth: [3, 5]
        sigma2: [0.1, 1, 10]
        learningRate: [1e-4, 1e-3, 0.1]
      seeds: {tune: 0..1, report: 10..12}
      """;

  /** The deepest of the facets, which have as many trials. */
  private static final int DEPTH = 5;

  private static final int LAST = 3;
  private static final int WIDTH = 1000;

  /** Less than a pixel of any axis here. */
  private static final double TOLERANCE = 0.008;

  private static final String BP = Palette.rule("BP").light();
  private static final String BIG = "BIG(eq. 4)";

  @TempDir private static Path directory;

  private static final Map<String, Plot> PLOTS = new TreeMap<>();
  private static final Map<String, Consumer<Plot>> CHECKS = new TreeMap<>();
  private static List<Trial> trials;
  private static List<Epoch> epochs;
  private static List<Layer> layers;
  private static List<Panel> accuracies;
  private static List<Panel> errors;
  private static List<Panel> searches;

  @BeforeAll
  static void draw() {
    ResultsFolder folder = ResultsFolder.at(directory.toString(), new Configuration());
    Sweep sweep =
        new SweepReader(ParameterCatalog.standard()).parse("drawn.yaml", SWEEP, List.of());
    MadeUpResults.write(folder, sweep.space(), sweep.space().size(), 100);
    ResultsReader reader = new ResultsReader(folder);
    try (Stream<Trial> t = reader.read(Table.TRIALS);
        Stream<Epoch> e = reader.read(Table.EPOCHS);
        Stream<Layer> l = reader.read(Table.LAYERS)) {
      trials = t.toList();
      epochs = e.toList();
      layers = l.toList();
    }
    KeptSweeps.keep(sweep, folder);
    try (ResultsViews views = ResultsViews.over(folder)) {
      accuracies = learningCurves(views, AccuracyAxis.LINEAR);
      errors = learningCurves(views, AccuracyAxis.ERROR);
      searches = panels(new SearchProgress(), views, FigureStyle.STANDARD);
      for (String name : FigureSvg.names()) {
        PLOTS.put(name, new Plot(FigureSvg.of(views, FigureStyle.STANDARD, name, WIDTH)));
      }
    }
  }

  static {
    CHECKS.put("1c", FigureValuesTest::curves);
    CHECKS.put("1d", FigureValuesTest::lossAndAlignment);
    CHECKS.put("alignment", FigureValuesTest::alignment);
    CHECKS.put("sigma2", FigureValuesTest::variance);
    CHECKS.put("sigma2-rate", FigureValuesTest::varianceByRate);
    CHECKS.put("depth", FigureValuesTest::depth);
    CHECKS.put("balance", FigureValuesTest::balance);
    CHECKS.put("parallel", FigureValuesTest::best);
    CHECKS.put("slices", FigureValuesTest::slices);
    CHECKS.put("importance", FigureValuesTest::importance);
    CHECKS.put("search", FigureValuesTest::search);
    CHECKS.put("paired", FigureValuesTest::paired);
    CHECKS.put("budget", FigureValuesTest::budget);
    CHECKS.put("fates", FigureValuesTest::fates);
  }

  private static List<Panel> learningCurves(ResultsViews views, AccuracyAxis axis) {
    return panels(new LearningCurves(), views, new FigureStyle(Shading.SD, axis));
  }

  private static List<Panel> panels(Drawing drawing, ResultsViews views, FigureStyle style) {
    ReportQueries answers = new ReportQueries(views, style);
    return ((Panels) drawing.draw(answers).orElseThrow().chart()).panels();
  }

  private static List<Point> points(Panel panel) {
    return panel.marks().stream().flatMap(mark -> ((Series) mark).points().stream()).toList();
  }

  @Test
  void learningCurves_byError_areThoseOfAccuracyFromTheOtherEnd() {
    assertThat(errors).hasSameSizeAs(accuracies);
    for (int k = 0; k < errors.size(); k++) {
      assertThat(errors.get(k).y().scale()).isEqualTo(Axis.Scale.LOG);
      List<Point> accuracy = points(accuracies.get(k));
      List<Point> error = points(errors.get(k));
      assertThat(error).hasSameSizeAs(accuracy).isNotEmpty();
      for (int p = 0; p < error.size(); p++) {
        assertThat(error.get(p).y()).isEqualTo(1 - accuracy.get(p).y());
        Interval band = accuracy.get(p).interval().orElseThrow();
        assertThat(error.get(p).interval())
            .hasValue(
                new Interval(Math.max(1e-4, 1 - band.high()), Math.max(1e-4, 1 - band.low())));
      }
    }
  }

  @Test
  void search_band_isThatOfEveryOrderOfTheConfigurations() {
    List<Tried> tried =
        tuned(t -> is(t, "BP", DEPTH)).values().stream()
            .map(own -> done(own).size() == own.size() ? score(own) : 0)
            .map(accuracy -> new Tried(accuracy, accuracy))
            .toList();
    TuningBudget orders = TuningBudget.of(tried);

    for (Panel panel : searches) {
      List<Point> points =
          panel.marks().stream()
              .map(mark -> (Series) mark)
              .filter(series -> series.name().equals("BP") && series.spread() == Spread.BAND)
              .flatMap(series -> series.points().stream())
              .toList();
      assertThat(points.get(points.size() - 1).interval()).hasValue(orders.spread(tried.size()));
      assertThat(points.stream().map(point -> point.interval().orElseThrow()).distinct())
          .hasSizeGreaterThan(1)
          .isSubsetOf(IntStream.rangeClosed(1, tried.size()).mapToObj(orders::spread).toList());
    }
  }

  @Test
  void figures_all_haveAValueThatIsCompared() {
    assertThat(CHECKS.keySet()).containsExactlyInAnyOrderElementsOf(FigureSvg.names());
  }

  @TestFactory
  Stream<DynamicTest> figure_valueReadOffIt_isThatOfTheRows() {
    return CHECKS.entrySet().stream()
        .map(
            check ->
                DynamicTest.dynamicTest(
                    check.getKey(), () -> check.getValue().accept(PLOTS.get(check.getKey()))));
  }

  private static void curves(Plot plot) {
    for (int depth : List.of(3, DEPTH)) {
      for (int epoch = 0; epoch <= LAST; epoch++) {
        assertHeight(plot, BP, ofEpoch(chosen("BP", depth), epoch, Epoch::getTestAccuracy));
      }
    }
  }

  private static void lossAndAlignment(Plot plot) {
    assertHeight(plot, BP, ofEpoch(chosen("BP", DEPTH), LAST, Epoch::getTrainLoss));
    String dtp = Palette.rule("DTP").light();
    for (int layer = 1; layer <= DEPTH; layer++) {
      assertHeight(plot, dtp, ofLayer(chosen("DTP", DEPTH), LAST, layer, Layer::getEstimateCosine));
    }
  }

  private static void alignment(Plot plot) {
    for (int layer = 1; layer < DEPTH; layer++) {
      assertHeight(
          plot,
          Palette.layer(layer, DEPTH - 1).light(),
          ofLayer(chosen("DTP", DEPTH), LAST, layer, Layer::getEstimateCosine));
    }
  }

  private static void balance(Plot plot) {
    List<Trial> sound = chosen("DTP", DEPTH).stream().filter(t -> !t.getCollapsed()).toList();
    assertHeight(
        plot,
        Palette.layer(1, DEPTH - 1).light(),
        ofLayer(sound, LAST, 1, Layer::getEiCorrelation));
  }

  private static void variance(Plot plot) {
    for (double sigma2 : List.of(0.1, 1.0, 10.0)) {
      List<Trial> reported = chosen(t -> is(t, BIG, DEPTH) && t.getSigma2() == sigma2);
      if (!done(reported).isEmpty()) {
        assertHeight(plot, Palette.rule(BIG).light(), mean(done(reported), Trial::getTestAccuracy));
      }
    }
  }

  private static void varianceByRate(Plot plot) {
    List<String> cells =
        tuned(t -> t.getSigma2() != null && t.getDepth() == DEPTH).values().stream()
            .map(FigureValuesTest::done)
            .filter(own -> !own.isEmpty())
            .map(
                own ->
                    String.format(
                        Locale.ROOT, "%.1f", 100 * mean(own, Trial::getValidationAccuracy)))
            .sorted()
            .toList();
    assertThat(cells).hasSizeGreaterThan(5);
    assertThat(plot.texts("\\d\\d\\.\\d")).isEqualTo(cells);
  }

  private static void depth(Plot plot) {
    for (int depth : List.of(3, DEPTH)) {
      assertHeight(plot, BP, mean(done(chosen("BP", depth)), Trial::getTestAccuracy));
    }
  }

  /** Places on the last axis are in proportion to the values. */
  private static void best(Plot plot) {
    List<Double> values =
        tuned(t -> true).values().stream()
            .map(FigureValuesTest::done)
            .filter(own -> !own.isEmpty())
            .map(own -> mean(own, Trial::getValidationAccuracy))
            .sorted(Comparator.reverseOrder())
            .limit(plot.ends().size())
            .toList();
    List<Double> heights = plot.ends().stream().map(Plot.Place::y).sorted().toList();
    assertThat(heights).hasSizeGreaterThanOrEqualTo(10);
    double top = heights.get(0);
    double pixels = heights.get(heights.size() - 1) - top;
    double range = values.get(0) - values.get(values.size() - 1);
    for (int i = 0; i < values.size(); i++) {
      assertThat((heights.get(i) - top) / pixels)
          .isCloseTo((values.get(0) - values.get(i)) / range, within(TOLERANCE));
    }
  }

  private static void slices(Plot plot) {
    for (List<Trial> own : tuned(t -> is(t, "BP", DEPTH)).values()) {
      assertHeight(plot, BP, score(own));
    }
  }

  /** A lost trial counts as 0. */
  private static double score(List<Trial> configuration) {
    return mean(configuration, t -> isDone(t) ? t.getValidationAccuracy() : 0);
  }

  /** The end of the staircase is the best configuration that lost no trial. */
  private static void search(Plot plot) {
    double best =
        tuned(t -> is(t, "BP", DEPTH)).values().stream()
            .filter(own -> done(own).size() == own.size())
            .mapToDouble(FigureValuesTest::score)
            .max()
            .orElseThrow();
    List<Double> heights = plot.heights(BP);
    int corners = heights.size() / 2;
    assertThat(heights.subList(0, corners)).isSorted();
    assertThat(heights.get(corners - 1)).isCloseTo(best, within(TOLERANCE));
    assertThat(plot.texts(".*; shaded: the best of as many in 95 % of all orders")).hasSize(1);
  }

  private static void importance(Plot plot) {
    Map<String, List<Trial>> tuned =
        trials.stream()
            .filter(t -> is(t, BIG, DEPTH) && TUNE.contains((long) t.getSeed()))
            .collect(groupingBy(t -> Ranking.spelling(t.getParameters()), TreeMap::new, toList()));
    ParameterImportance expected =
        ParameterImportance.of(
            tuned.values().stream().map(own -> parameters(own.get(0))).toList(),
            tuned.values().stream().mapToDouble(FigureValuesTest::score).toArray());
    assertThat(expected.shares()).hasSize(2);
    List<Double> drawn = plot.distances(Palette.rule(BIG).light());
    expected
        .shares()
        .forEach(share -> assertThat(drawn).anyMatch(d -> Math.abs(d - share.share()) < TOLERANCE));
  }

  /** All but the seed, and what has the value of σ² by default. */
  private static Map<String, String> parameters(Trial trial) {
    Map<String, String> parameters = new TreeMap<>(trial.getParameters());
    parameters.keySet().removeAll(Set.of("seed", "inhibitionNoiseVariance"));
    return parameters;
  }

  private static void paired(Plot plot) {
    List<Double> drawn = new ArrayList<>(plot.distances(Palette.signal().light()));
    drawn.addAll(plot.distances("#7A7A7A"));
    List<String> rules = List.of("BP", "DTP", BIG, "TP");
    List<Double> expected = new ArrayList<>();
    for (int i = 0; i < rules.size(); i++) {
      for (int j = 0; j < i; j++) {
        Map<Long, Double> one = bySeed(rules.get(i));
        Map<Long, Double> other = bySeed(rules.get(j));
        List<Double> differences =
            one.keySet().stream()
                .filter(other::containsKey)
                .map(seed -> one.get(seed) - other.get(seed))
                .toList();
        if (differences.size() > 1) {
          expected.add(Math.abs(differences.stream().mapToDouble(d -> d).average().orElseThrow()));
        }
      }
    }
    assertThat(drawn.size()).isGreaterThanOrEqualTo(expected.size());
    assertThat(expected).hasSizeGreaterThan(2);
    expected.forEach(value -> assertThat(drawn).anyMatch(d -> Math.abs(d - value) < TOLERANCE));
  }

  private static Map<Long, Double> bySeed(String rule) {
    return done(chosen(rule, DEPTH)).stream()
        .collect(Collectors.toMap(t -> (long) t.getSeed(), Trial::getTestAccuracy));
  }

  /** With one configuration to try, the mean over all; a diverged trial counts as 0. */
  private static void budget(Plot plot) {
    double expected =
        trials.stream()
            .filter(t -> is(t, "BP", DEPTH) && REPORT.contains((long) t.getSeed()))
            .collect(averagingDouble(t -> isDone(t) ? t.getTestAccuracy() : 0));
    assertHeight(plot, BP, expected);
  }

  private static void fates(Plot plot) {
    Map<String, Long> sound =
        trials.stream()
            .filter(t -> isDone(t) && !t.getCollapsed())
            .collect(groupingBy(Trial::getRule, TreeMap::new, Collectors.counting()));
    List<Double> bars = plot.bars(Palette.state("done").light());
    assertThat(bars).hasSameSizeAs(sound.values());
    List<Long> counts = List.copyOf(sound.values());
    for (int i = 0; i < counts.size(); i++) {
      assertThat(bars.get(i)).isCloseTo(counts.get(i), within(0.3));
    }
  }

  private static void assertHeight(Plot plot, String colour, double value) {
    assertThat(plot.heights(colour))
        .as("%s of colour %s", value, colour)
        .anyMatch(height -> Math.abs(height - value) < TOLERANCE);
  }

  private static boolean is(Trial trial, String rule, int depth) {
    return trial.getRule().equals(rule) && trial.getDepth() == depth;
  }

  private static boolean isDone(Trial trial) {
    return trial.getState().equals("DONE");
  }

  private static List<Trial> done(List<Trial> some) {
    return some.stream().filter(FigureValuesTest::isDone).toList();
  }

  private static double mean(List<Trial> some, ToDoubleFunction<Trial> value) {
    return some.stream().mapToDouble(value).average().orElseThrow();
  }

  private static String configuration(Trial trial) {
    return parameters(trial).toString();
  }

  /** Trials on tuning seeds by configuration. */
  private static Map<String, List<Trial>> tuned(Predicate<Trial> which) {
    return trials.stream()
        .filter(which)
        .filter(t -> TUNE.contains((long) t.getSeed()))
        .collect(groupingBy(FigureValuesTest::configuration, TreeMap::new, Collectors.toList()));
  }

  private static List<Trial> chosen(String rule, int depth) {
    return chosen(t -> is(t, rule, depth));
  }

  /** Trials on reporting seeds of the configuration that does best on the tuning seeds. */
  private static List<Trial> chosen(Predicate<Trial> which) {
    Map<String, List<Trial>> tuned = tuned(which);
    tuned.values().removeIf(own -> done(own).size() < own.size());
    String best =
        Collections.max(
            tuned.keySet(),
            Comparator.comparing(c -> mean(tuned.get(c), Trial::getValidationAccuracy)));
    return trials.stream()
        .filter(t -> REPORT.contains((long) t.getSeed()) && configuration(t).equals(best))
        .toList();
  }

  private static double ofEpoch(List<Trial> some, int epoch, ToDoubleFunction<Epoch> value) {
    Set<String> ids = done(some).stream().map(Trial::getTrialId).collect(Collectors.toSet());
    return epochs.stream()
        .filter(row -> ids.contains(row.getTrialId()) && row.getEpoch() == epoch)
        .mapToDouble(value)
        .average()
        .orElseThrow();
  }

  private static double ofLayer(
      List<Trial> some, int epoch, int layer, ToDoubleFunction<Layer> value) {
    Set<String> ids = some.stream().map(Trial::getTrialId).collect(Collectors.toSet());
    return layers.stream()
        .filter(row -> ids.contains(row.getTrialId()))
        .filter(row -> row.getEpoch() == epoch && row.getLayer() == layer)
        .mapToDouble(value)
        .average()
        .orElseThrow();
  }
}
