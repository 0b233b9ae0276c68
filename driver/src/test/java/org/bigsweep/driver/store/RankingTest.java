package org.bigsweep.driver.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.bigsweep.driver.plan.CostModel;
import org.bigsweep.driver.plan.DatasetShape;
import org.bigsweep.driver.plan.FinishedTrial;
import org.bigsweep.driver.plan.Measurement;
import org.bigsweep.driver.plan.Ranking;
import org.bigsweep.driver.plan.SweepPlan;
import org.bigsweep.driver.schedule.RungDecision;
import org.bigsweep.driver.schedule.ScheduledSweep;
import org.bigsweep.driver.spec.Sweep;
import org.bigsweep.driver.spec.SweepReader;
import org.bigsweep.engine.catalog.ParameterCatalog;
import org.bigsweep.engine.cost.DataSize;
import org.bigsweep.results.RungOutcome;
import org.bigsweep.results.TrialState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which configuration is best is one question, whoever asks. */
final class RankingTest {
  private static final ParameterCatalog CATALOG = ParameterCatalog.standard();

  private static final Sweep SWEEP =
      new SweepReader(CATALOG)
          .parse(
              "halved.yaml",
              """
              version: 1
              name: halved
              dataset: synthetic
              fixed: {rule: BP, epochs: 2, trainingImages: 500, validationImages: 500}
              grid: {learningRate: [0.001, 0.002, 0.003, 0.004]}
              seeds: {tune: 0..1, report: 10..11}
              schedule: {halving: {eta: 2, rungs: [1]}}
              """,
              List.of());

  private static final DatasetShape DATA =
      new DatasetShape("synthetic", "00ff", new DataSize(4, 2, 1_000, 1_000));

  @TempDir private Path directory;

  /** What of a trial on a tuning seed decides. */
  private record Tuned(TrialState state, boolean collapsed, double accuracy) {
    Measurement measurement() {
      return new Measurement("", 2, state, collapsed, accuracy);
    }
  }

  /** The configuration of rate .004 scores most on all seeds, but collapsed on one of them. */
  @Test
  void halvingAndBestAndTop_collapsedFinalist_chooseTheSoundOne() {
    SampleResults results = new SampleResults(directory);
    KeptSweeps.keep(SWEEP, results.folder());
    List<FinishedTrial> finished = new ArrayList<>();
    SWEEP.space().stream()
        .forEach(
            spec -> {
              String id = spec.id(DATA.sha256());
              String rate = spec.values().get("learningRate");
              boolean collapsed = rate.equals("0.004") && spec.values().get("seed").equals("1");
              double accuracy = 100 * Double.parseDouble(rate);
              results.add(id, spec.values(), TrialState.DONE, collapsed, accuracy, accuracy);
              finished.add(new FinishedTrial(id, spec.values()));
            });
    results.publish();
    SweepPlan plan = SweepPlan.of(SWEEP, DATA, CostModel.TYPICAL, CATALOG, finished.stream());

    List<String> chosen =
        ScheduledSweep.of(
                SWEEP,
                plan,
                CATALOG,
                MeasuredEpochs.of(results.folder(), ScheduledSweep.epochs(SWEEP)))
            .work(1)
            .decided()
            .stream()
            .filter(decision -> decision.outcome() == RungOutcome.CHOSEN)
            .map(RungDecision::configuration)
            .toList();

    assertThat(chosen).singleElement().asString().contains("learningRate=0.003");
    assertThat(asked(results, "SELECT configuration FROM best")).isEqualTo(chosen);
    assertThat(Configuration.ranked(results.folder()).get(0).parameters())
        .containsEntry("learningRate", "0.003");
  }

  /** Accuracies of few values, so that many are equal; test accuracies that would decide wrong. */
  @Test
  void sql_madeRows_ranksAsRankingDoes() {
    SampleResults results = new SampleResults(directory);
    KeptSweeps.keep(SWEEP, results.folder());
    Random random = new Random(7);
    Map<String, List<Tuned>> tuned = new TreeMap<>();
    for (int c = 0; c < 120; c++) {
      Map<String, String> values = new HashMap<>();
      values.put("rule", "BP");
      values.put("learningRate", "0." + (101 + c));
      List<Tuned> trials = new ArrayList<>();
      for (int seed : List.of(0, 1, 10)) {
        Tuned trial =
            new Tuned(
                random.nextInt(6) > 0
                    ? TrialState.DONE
                    : random.nextBoolean() ? TrialState.DIVERGED : TrialState.FAILED,
                random.nextInt(4) == 0,
                (1 + random.nextInt(3)) / 10.0);
        values.put("seed", String.valueOf(seed));
        results.add(
            "%020x".formatted(1000 * c + seed),
            Map.copyOf(values),
            trial.state(),
            trial.collapsed(),
            trial.accuracy(),
            random.nextDouble());
        if (seed < 10) {
          trials.add(trial);
        }
      }
      tuned.put(Ranking.spelling(values), trials);
    }
    results.publish();

    List<String> ranked =
        tuned.entrySet().stream()
            .map(
                e -> Ranking.of(e.getValue().stream().map(Tuned::measurement).toList(), e.getKey()))
            .sorted(Comparator.naturalOrder())
            .map(Ranking::configuration)
            .toList();

    assertThat(asked(results, "SELECT configuration FROM ranked_configurations ORDER BY place"))
        .isEqualTo(ranked);
    assertThat(
            Configuration.ranked(results.folder()).stream()
                .map(Configuration::parameters)
                .map(Ranking::spelling))
        .isEqualTo(ranked);
  }

  private static List<String> asked(SampleResults results, String query) {
    try (ResultsViews views = ResultsViews.over(results.folder())) {
      List<String> answer = new ArrayList<>();
      views.query(query).forEach(row -> answer.add(row.values().get(0).toString()));
      return answer;
    }
  }
}
