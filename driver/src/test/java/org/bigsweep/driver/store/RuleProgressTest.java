package org.bigsweep.driver.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.bigsweep.driver.bench.MadeUpResults;
import org.bigsweep.driver.spec.Sweep;
import org.bigsweep.driver.spec.SweepReader;
import org.bigsweep.driver.stats.Summary;
import org.bigsweep.engine.catalog.ParameterCatalog;
import org.bigsweep.engine.catalog.TrialSpec;
import org.bigsweep.results.ResultsReader;
import org.bigsweep.results.Table;
import org.bigsweep.results.Trial;
import org.bigsweep.results.TrialState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The progress of a sweep by rule, against its trials taken one by one. */
class RuleProgressTest {
  private static final ParameterCatalog CATALOG = ParameterCatalog.standard();

  private static final Sweep SWEEP =
      new SweepReader(CATALOG)
          .parse(
              "parted.yaml",
              """
              version: 1
              name: parted
              fixed: {epochs: 2}
              grid:
                rule: [BP, BIG, LastLayerOnly]
                trainedLayers: [1, 2]
                depth: [3, 12]
                width: [8, 16]
                sigma2: [0.1, 1]
                learningRate: [1e-3, 3e-3, 0.1]
              seeds: {tune: 0..1, report: 10..12}
              factors: width
              """,
              List.of());

  private static final KeptSweep KEPT = new KeptSweep("parted.yaml", SWEEP);
  private static final Factors FACTORS = KeptSweeps.factors(List.of(KEPT));

  @TempDir private Path directory;

  private static BestKey key(TrialSpec spec) {
    return BestKey.of(CATALOG.label(spec), spec.values(), FACTORS);
  }

  @Test
  void of_nothingTrained_plansTheTrialsOfEachKey() {
    Map<BestKey, Long> expected =
        SWEEP.space().stream()
            .collect(
                Collectors.groupingBy(RuleProgressTest::key, TreeMap::new, Collectors.counting()));

    List<RuleProgress> rules = RuleProgress.of(KEPT, List.of(), FACTORS);

    assertThat(rules).extracting(RuleProgress::key).containsExactlyElementsOf(expected.keySet());
    assertThat(rules)
        .extracting(rule -> (long) rule.tally().planned())
        .containsExactlyElementsOf(expected.values());
    assertThat(rules).allMatch(rule -> rule.tally().done() == 0 && rule.result().isEmpty());
    assertThat(rules.get(0).key().depth()).isEqualTo("3");
    assertThat(rules.get(rules.size() - 1).key().depth()).isEqualTo("12");
  }

  @Test
  void of_partlyTrained_choosesOnTuningSeedsAndReportsOnTheOthers() {
    SampleResults results = new SampleResults(directory.resolve("results"));
    long part = SWEEP.space().size() / 2;
    MadeUpResults.write(results.folder(), SWEEP.space(), part, 40);
    List<Trial> trials = new ResultsReader(results.folder()).read(Table.TRIALS).toList();

    List<RuleProgress> rules = RuleProgress.of(KEPT, trials, FACTORS);

    assertThat(
            rules.stream().mapToLong(rule -> rule.tally().done() + rule.tally().diverged()).sum())
        .isEqualTo(part);
    assertThat(rules).anyMatch(rule -> rule.result().isPresent());
    for (RuleProgress rule : rules) {
      Map<String, List<Trial>> own =
          trials.stream()
              .filter(t -> key(new TrialSpec(t.getParameters())).equals(rule.key()))
              .collect(Collectors.groupingBy(RuleProgressTest::configuration));
      assertThat(rule.tally().done())
          .isEqualTo(
              (int)
                  own.values().stream()
                      .flatMap(List::stream)
                      .filter(RuleProgressTest::isDone)
                      .count());
      rule.result().ifPresent(result -> assertBest(result, own));
    }
  }

  private static String configuration(Trial trial) {
    Map<String, String> parameters = new TreeMap<>(trial.getParameters());
    parameters.remove("seed");
    return parameters.toString();
  }

  private static boolean isDone(Trial trial) {
    return TrialState.of(trial) == TrialState.DONE;
  }

  /** No sound configuration is better on the tuning seeds, and the test is on the others. */
  private static void assertBest(BestResult result, Map<String, List<Trial>> own) {
    List<Trial> chosen = own.get(result.best().parameters().toString());
    Function<List<Trial>, Double> score =
        trials ->
            trials.stream()
                .filter(t -> t.getSeed() < 10 && isDone(t))
                .mapToDouble(Trial::getValidationAccuracy)
                .average()
                .orElse(-1);
    assertThat(own.values())
        .filteredOn(trials -> trials.stream().allMatch(t -> isDone(t) && !t.getCollapsed()))
        .allMatch(trials -> score.apply(trials) <= score.apply(chosen) + 1e-12);
    List<Trial> reported = chosen.stream().filter(t -> t.getSeed() >= 10).toList();
    assertThat(result.reported()).containsExactlyInAnyOrderElementsOf(reported);
    assertThat(result.test().map(Summary::n).orElse(0))
        .isEqualTo((int) reported.stream().filter(RuleProgressTest::isDone).count());
    result
        .test()
        .ifPresent(
            test ->
                assertThat(test.mean())
                    .isCloseTo(
                        reported.stream()
                            .filter(RuleProgressTest::isDone)
                            .mapToDouble(Trial::getTestAccuracy)
                            .average()
                            .orElseThrow(),
                        within(1e-12)));
  }

  @Test
  void of_onlyReportingSeeds_choosesNothing() {
    SampleResults results = new SampleResults(directory.resolve("results"));
    MadeUpResults.write(results.folder(), SWEEP.space(), SWEEP.space().size(), 1000);
    List<Trial> trials =
        new ResultsReader(results.folder())
            .read(Table.TRIALS)
            .filter(trial -> trial.getSeed() >= 10)
            .toList();

    assertThat(RuleProgress.of(KEPT, trials, FACTORS))
        .isNotEmpty()
        .allMatch(rule -> rule.tally().done() > 0 && rule.result().isEmpty());
  }
}
