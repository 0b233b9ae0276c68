package org.bigsweep.driver.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.bigsweep.engine.catalog.TrialSpec;
import org.bigsweep.engine.trial.TrialInterruptedException;
import org.bigsweep.engine.trial.TrialOutcome;
import org.bigsweep.results.ResultsFolder;
import org.bigsweep.results.ResultsReader;

/**
 * A program that trains what a sweep of real trials lacks, each trial made to take a second, and
 * notes every start of a trial in a file. Somebody may kill it.
 */
final class KillableSweep {
  /** In one group for each core, so that no end of a group saves anything before the last. */
  private static final int CORES = 2;

  private static final long SECOND = 1_000_000_000;

  private KillableSweep() {}

  static List<TrialSpec> trials() {
    return SyntheticTrials.of("BP", 0, 40);
  }

  /**
   * @param arguments the results folder and the file that notes starts
   */
  public static void main(String[] arguments) {
    Set<String> finished =
        new ResultsReader(ResultsFolder.at(arguments[0], new Configuration())).states().keySet();
    List<TrialSpec> left =
        trials().stream().filter(t -> !finished.contains(SyntheticTrials.id(t))).toList();
    RunRequest request =
        SyntheticTrials.request(
            left,
            (left.size() + CORES - 1) / CORES,
            aSecondEach(arguments[1]),
            arguments[0],
            "local[" + CORES + "]");
    new SweepRun(request, new RunListener() {}).execute();
  }

  private static TrainerFactory aSecondEach(String starts) {
    return (dataset, spark) -> {
      TrialTrainer engine = TrainerFactory.ENGINE.create(dataset, spark);
      return (request, checkpoints, observer) -> {
        long start = System.nanoTime();
        note(request.spec().id(dataset.sha256()), Path.of(starts));
        TrialOutcome outcome = engine.train(request, checkpoints, observer);
        while (System.nanoTime() - start < SECOND) {
          pause();
          if (observer.stopRequested()) {
            throw new TrialInterruptedException(request.spec().id(dataset.sha256()));
          }
        }
        return outcome;
      };
    };
  }

  private static void note(String trial, Path starts) {
    try {
      Files.writeString(starts, trial + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void pause() {
    try {
      Thread.sleep(20);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
