package org.bigsweep.driver.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Function;
import org.bigsweep.engine.catalog.KeepWeights;
import org.bigsweep.engine.catalog.TrialSpec;
import org.bigsweep.engine.data.Dataset;
import org.bigsweep.engine.trial.Checkpoints;
import org.bigsweep.engine.trial.TrialObserver;
import org.bigsweep.engine.trial.TrialOutcome;
import org.bigsweep.engine.trial.TrialRequest;
import org.bigsweep.engine.trial.TrialRunner;
import org.bigsweep.util.Waiting;

/** An operation that trains stored trials again, each on a thread of its own, and compares. */
public final class Retraining {
  private final Function<String, Dataset> datasets;
  private final Map<String, TrialRunner> runners = new ConcurrentHashMap<>();

  /**
   * @param datasets the dataset that trials name
   */
  public Retraining(Function<String, Dataset> datasets) {
    this.datasets = datasets;
  }

  /**
   * Whether the dataset of a trial is the one it was trained on.
   *
   * @return what is wrong with it, if anything
   */
  public Optional<String> missingData(StoredTrial stored) {
    String name = stored.trial().getDataset();
    String found = datasets.apply(name).sha256();
    String wanted = stored.trial().getDatasetSha256();
    return found.equals(wanted)
        ? Optional.empty()
        : Optional.of(
            "dataset %s has checksum %.12s… here, %.12s… in the results"
                .formatted(name, found, wanted));
  }

  /**
   * Retrains all, several at once.
   *
   * @param heard takes each finding, in the order of {@code trials}
   * @return whether all agree
   */
  public boolean check(List<StoredTrial> trials, int threads, Consumer<Finding> heard) {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Future<Finding>> findings = new ArrayList<>();
      trials.forEach(trial -> findings.add(pool.submit(() -> check(trial))));
      boolean agree = true;
      for (Future<Finding> finding : findings) {
        Finding found = Waiting.result(finding, "retraining");
        heard.accept(found);
        agree &= found.agrees();
      }
      return agree;
    } finally {
      pool.shutdownNow();
    }
  }

  private Finding check(StoredTrial stored) {
    long start = System.nanoTime();
    TrialRunner runner = runner(stored.trial().getDataset());
    Tolerance tolerance = Tolerance.between(stored.trial().getBlasKernel(), runner.blasKernel());
    TrialRequest whole =
        TrialRequest.toTheEnd(new TrialSpec(stored.trial().getParameters()), KeepWeights.NONE);
    TrialOutcome again =
        runner.run(
            tolerance == Tolerance.SAME_BITS ? whole : whole.until(Tolerance.EPOCHS),
            Checkpoints.NONE,
            TrialObserver.NONE);
    return TrialCheck.of(
        stored, again, tolerance, runner.blasKernel(), (System.nanoTime() - start) / 1e9);
  }

  private TrialRunner runner(String dataset) {
    return runners.computeIfAbsent(
        dataset, name -> new TrialRunner(datasets.apply(name), Optional.empty()));
  }
}
