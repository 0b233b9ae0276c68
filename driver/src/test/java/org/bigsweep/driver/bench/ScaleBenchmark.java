package org.bigsweep.driver.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.bigsweep.driver.plan.CostModel;
import org.bigsweep.driver.plan.DatasetShape;
import org.bigsweep.driver.plan.FinishedTrial;
import org.bigsweep.driver.plan.Observation;
import org.bigsweep.driver.plan.SweepPlan;
import org.bigsweep.driver.plan.TrialGroup;
import org.bigsweep.driver.run.FailureLimit;
import org.bigsweep.driver.run.RunListener;
import org.bigsweep.driver.run.RunProgress;
import org.bigsweep.driver.run.RunRequest;
import org.bigsweep.driver.run.SweepRun;
import org.bigsweep.driver.run.TrainerFactory;
import org.bigsweep.driver.schedule.StraightWork;
import org.bigsweep.driver.spec.Sweep;
import org.bigsweep.driver.spec.SweepReader;
import org.bigsweep.driver.store.FinishedTrials;
import org.bigsweep.driver.store.StorageSettings;
import org.bigsweep.engine.catalog.KeepWeights;
import org.bigsweep.engine.catalog.ParameterCatalog;
import org.bigsweep.engine.data.Dataset;
import org.bigsweep.engine.data.DatasetCatalog;
import org.bigsweep.engine.data.FetchListener;
import org.bigsweep.results.ResultsFolder;

/**
 * Measures what does not depend on training: trials of one step on the synthetic dataset through
 * the real planner, scheduler and storage.
 */
public final class ScaleBenchmark {
  private static final String DATASET = "synthetic";

  /** Placeholders: learning rates, last seed. */
  private static final String SWEEP =
      """
      version: 1
      name: scale
      dataset: synthetic
      fixed: {rule: BP, trainingImages: 50, validationImages: 50, batchSize: 50, depth: 2, width: 8,
        epochs: 1}
      grid:
        learningRate: %s
      seeds: 0..%d
      """;

  private static final String ONE_RATE = "[0.001]";
  private static final int QUARTERS = 4;
  private static final double MEGABYTE = 1 << 20;

  private final Dataset data = DatasetCatalog.standard().load(DATASET, FetchListener.NONE);
  private final DatasetShape shape = DatasetShape.of(data);
  private final ResultsFolder folder;

  /**
   * @param folder where results are written; it should hold none
   */
  public ScaleBenchmark(Path folder) {
    this.folder = StorageSettings.folder(folder.toString());
  }

  /** Trains this many trials, as far as the folder does not hold them, on all cores. */
  public ManyTrials trials(int count) {
    SweepPlan plan = plan(sweep(ONE_RATE, count), CostModel.TYPICAL);
    List<Double> live = new ArrayList<>();
    RunListener quarters =
        new RunListener() {
          @Override
          public void progressed(RunProgress progress) {
            while (progress.done() * QUARTERS >= progress.planned() * (live.size() + 1L)
                && live.size() < QUARTERS) {
              live.add(liveMegabytes());
            }
          }
        };
    double seconds = run(plan, "local[*]", TrainerFactory.ENGINE, quarters);
    return new ManyTrials(plan.toDo(), seconds, files(), live);
  }

  /**
   * Plans a grid against what the folder holds.
   *
   * @param rates learning rates of the grid; the first is that of the trials of {@link #trials}
   * @param seeds of the grid
   */
  public LargePlan plan(int rates, int seeds) {
    long start = System.nanoTime();
    SweepPlan plan =
        plan(sweep("logspace(0.001, 0.1, %d)".formatted(rates), seeds), CostModel.TYPICAL);
    Iterator<TrialGroup> groups = plan.groups(Runtime.getRuntime().availableProcessors());
    if (groups.hasNext()) {
      groups.next();
    }
    return new LargePlan(plan.size(), plan.done(), (System.nanoTime() - start) / 1e9);
  }

  /** Runs trials that sleep for a second before their step. */
  public Sleepers sleepers(int count, int slots) {
    Sweep sweep = sweep(ONE_RATE, count);
    Observation second = new Observation(sweep.space().get(0), shape, 1, 1.0);
    SweepPlan plan = plan(sweep, CostModel.of(CostModel.Source.PROBE, Stream.of(second)));
    long[] started = new long[1];
    RunListener first =
        new RunListener() {
          @Override
          public void started(int cores, Optional<String> userInterface) {
            started[0] = System.nanoTime();
          }
        };
    run(plan, "local[" + slots + "]", SLEEPING, first);
    return new Sleepers(plan.toDo(), slots, (System.nanoTime() - started[0]) / 1e9);
  }

  private static final TrainerFactory SLEEPING =
      (dataset, sparkVersion) -> {
        var engine = TrainerFactory.ENGINE.create(dataset, sparkVersion);
        return (request, checkpoints, observer) -> {
          try {
            Thread.sleep(1000);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          return engine.train(request, checkpoints, observer);
        };
      };

  private double run(SweepPlan plan, String master, TrainerFactory trainers, RunListener heard) {
    RunRequest request =
        new RunRequest(
            "scale",
            cores -> new StraightWork(plan.groups(cores)),
            plan.toDo(),
            plan.seconds(),
            decisions -> {},
            data,
            KeepWeights.NONE,
            FailureLimit.NONE,
            trainers,
            folder.location(),
            Optional.of(master));
    long start = System.nanoTime();
    new SweepRun(request, heard).execute();
    return (System.nanoTime() - start) / 1e9;
  }

  private static Sweep sweep(String rates, int seeds) {
    return new SweepReader(ParameterCatalog.standard())
        .parse("scale.yaml", SWEEP.formatted(rates, seeds - 1), List.of());
  }

  private SweepPlan plan(Sweep sweep, CostModel costs) {
    try (Stream<FinishedTrial> finished = FinishedTrials.of(folder, false)) {
      return SweepPlan.of(sweep, shape, costs, ParameterCatalog.standard(), finished);
    }
  }

  private static double liveMegabytes() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / MEGABYTE;
  }

  private long files() {
    try (Stream<Path> files = Files.walk(folder.local().orElseThrow())) {
      return files.filter(file -> file.toString().endsWith(".parquet")).count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
