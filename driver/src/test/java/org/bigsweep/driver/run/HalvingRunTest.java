package org.bigsweep.driver.run;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.bigsweep.driver.plan.CostModel;
import org.bigsweep.driver.plan.DatasetShape;
import org.bigsweep.driver.plan.FinishedTrial;
import org.bigsweep.driver.plan.SweepPlan;
import org.bigsweep.driver.schedule.ScheduledSweep;
import org.bigsweep.driver.spec.Sweep;
import org.bigsweep.driver.spec.SweepReader;
import org.bigsweep.driver.store.FinishedTrials;
import org.bigsweep.driver.store.MeasuredEpochs;
import org.bigsweep.driver.store.RungSummary;
import org.bigsweep.engine.catalog.ParameterCatalog;
import org.bigsweep.results.Decision;
import org.bigsweep.results.ResultsFolder;
import org.bigsweep.results.ResultsReader;
import org.bigsweep.results.Table;
import org.bigsweep.results.Trial;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Successive halving with real networks, files and tasks. */
final class HalvingRunTest {
  /** Of two of the learning rates nothing good comes. */
  private static final String SWEEP =
      """
      version: 1
      name: halved
      dataset: synthetic
      fixed: {trainingImages: 500, validationImages: 500, depth: 3, width: 16, batchSize: 50}
      grid:
        rule: [BP, DTP]
        learningRate: [1e-5, 0.001, 0.003, 0.01, 0.03, 1e6]
        epochs: 4
      seeds: {tune: 0..1, report: 10..11}
      schedule: {halving: {eta: 2, minEpochs: 1}}
      """;

  private static final ParameterCatalog CATALOG = ParameterCatalog.standard();

  @TempDir private Path directory;

  @Test
  void run_decidesAsTheWholeGridDoes() {
    run("whole", "local[2]", Integer.MAX_VALUE, "schedule=exhaustive");
    run("halved", "local[2]", Integer.MAX_VALUE);
    run("whole", "local[1]", Integer.MAX_VALUE);

    Set<String> decisions = decisions("halved");
    assertThat(decisions).hasSize(2 * 2 * (6 + 3 + 2)).isEqualTo(decisions("whole"));
    List<Trial> trials = trials("halved");
    assertThat(trials.stream().filter(t -> t.getState().equals("DONE"))).hasSize(2 * (2 * 2 + 2));
    assertThat(measured("whole")).containsAll(measured("halved"));
    assertThat(RungSummary.of(folder("halved")))
        .extracting(
            r ->
                List.of(
                    (long) r.epoch(),
                    r.brackets(),
                    r.promoted(),
                    r.pruned(),
                    r.finished(),
                    r.chosen()))
        .containsExactly(
            List.of(1L, 2L, 6L, 6L, 0L, 0L),
            List.of(2L, 2L, 4L, 2L, 0L, 0L),
            List.of(4L, 2L, 0L, 0L, 4L, 2L));
  }

  @Test
  void run_stoppedAndContinued_decidesAsIfItHadNot() {
    run("once", "local[2]", Integer.MAX_VALUE);

    int runs = 0;
    boolean interrupted = true;
    while (interrupted) {
      interrupted = run("often", "local[1]", 7);
      runs++;
    }

    assertThat(runs).isGreaterThan(1);
    assertThat(decisions("often")).isEqualTo(decisions("once"));
    assertThat(measured("often")).isEqualTo(measured("once"));
    assertThat(starts("often")).isEqualTo(starts("once"));
  }

  /**
   * @return whether it was stopped
   */
  private boolean run(String name, String master, int mostGroups, String... overrides) {
    ResultsFolder folder = folder(name);
    Sweep sweep = new SweepReader(CATALOG).parse("halved.yaml", SWEEP, List.of(overrides));
    SweepPlan plan;
    DatasetShape shape = DatasetShape.of(SyntheticTrials.DATA);
    try (Stream<FinishedTrial> finished = FinishedTrials.of(folder, false)) {
      plan = SweepPlan.of(sweep, shape, CostModel.TYPICAL, CATALOG, finished);
    }
    ScheduledSweep scheduled =
        ScheduledSweep.of(
            sweep, plan, CATALOG, MeasuredEpochs.of(folder, ScheduledSweep.epochs(sweep)));
    AtomicReference<SweepRun> run = new AtomicReference<>();
    RunListener stopper =
        new RunListener() {
          private int groups;

          @Override
          public void progressed(RunProgress progress) {
            if (++groups >= mostGroups) {
              run.get().stop();
            }
          }
        };
    run.set(
        new SweepRun(
            new RunRequest(
                sweep.name(),
                scheduled::work,
                scheduled.left().count(),
                scheduled.left().seconds(),
                new DecisionLog(sweep, folder)::record,
                SyntheticTrials.DATA,
                sweep.keepWeights(),
                FailureLimit.NONE,
                TrainerFactory.ENGINE,
                folder.location(),
                Optional.of(master)),
            stopper));
    return run.get().execute().interrupted();
  }

  private ResultsFolder folder(String name) {
    return ResultsFolder.at(directory.resolve(name).toString(), new Configuration());
  }

  private Set<String> decisions(String name) {
    try (Stream<Decision> rows = new ResultsReader(folder(name)).read(Table.DECISIONS)) {
      return rows.map(
              d -> {
                d.put("decided_at", Instant.EPOCH);
                return d.toString();
              })
          .collect(toSet());
    }
  }

  private List<Trial> trials(String name) {
    try (Stream<Trial> rows = new ResultsReader(folder(name)).read(Table.TRIALS)) {
      return rows.toList();
    }
  }

  private Set<String> measured(String name) {
    return trials(name).stream()
        .map(
            t ->
                t.getTrialId()
                    + t.getState()
                    + t.getTestAccuracy()
                    + t.getValidationLoss()
                    + t.getEpochsDone())
        .collect(toSet());
  }

  /** Starts that came to something. */
  private long starts(String name) {
    try (var rows = new ResultsReader(folder(name)).read(Table.ATTEMPTS)) {
      return rows.filter(a -> !a.getOutcome().equals("INTERRUPTED")).count();
    }
  }
}
