package org.bigsweep.driver.run;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongToDoubleFunction;
import org.bigsweep.engine.catalog.TrialParameters;
import org.bigsweep.engine.catalog.TrialSpec;
import org.bigsweep.engine.trial.Checkpoints;
import org.bigsweep.engine.trial.TrialInterruptedException;
import org.bigsweep.engine.trial.TrialObserver;
import org.bigsweep.engine.trial.TrialOutcome;
import org.bigsweep.engine.trial.TrialRequest;
import org.bigsweep.results.ResultsFolder;
import org.bigsweep.results.ResultsReader;

/**
 * Lets another trainer's trials take time on a clock of its own: each asks whether to stop at every
 * tenth of a second, as training does at every minibatch. Notes when readers first see a trial.
 */
final class TimedTrainer implements TrialTrainer {
  private static final long TICK_NANOS = 100_000_000;

  private final TrialTrainer trainer;
  private final ResultsFolder folder;
  private final LongToDoubleFunction seconds;
  private final List<String> started = new ArrayList<>();
  private final Map<String, Long> ended = new HashMap<>();
  private final Map<String, Long> visible = new HashMap<>();
  private long now;
  private int files;

  /**
   * @param seconds that a trial takes, by its seed
   */
  TimedTrainer(TrialTrainer trainer, ResultsFolder folder, LongToDoubleFunction seconds) {
    this.trainer = trainer;
    this.folder = folder;
    this.seconds = seconds;
  }

  TrainingClock clock() {
    return new TrainingClock(() -> now);
  }

  void elapse(long moreSeconds) {
    now += moreSeconds * 1_000_000_000L;
  }

  /** Ids of the trials that were started. */
  List<String> started() {
    return List.copyOf(started);
  }

  /** How many seconds after its end a trial was seen by readers; very many if it never was. */
  double delay(TrialSpec trial) {
    String id = SyntheticTrials.id(trial);
    return (visible.getOrDefault(id, Long.MAX_VALUE) - ended.get(id)) / 1e9;
  }

  @Override
  public TrialOutcome train(TrialRequest request, Checkpoints checkpoints, TrialObserver observer) {
    String id = SyntheticTrials.id(request.spec());
    started.add(id);
    long end =
        now + Math.round(1e9 * seconds.applyAsDouble(request.spec().get(TrialParameters.SEED)));
    while (now < end) {
      look();
      if (observer.stopRequested()) {
        throw new TrialInterruptedException(id);
      }
      now += TICK_NANOS;
    }
    TrialOutcome outcome = trainer.train(request, checkpoints, observer);
    ended.put(id, now);
    return outcome;
  }

  /** Reads only if a file has come, for that takes time; a folder that is not local is not read. */
  private void look() {
    String[] there =
        folder.local().map(place -> place.resolve("trials").toFile().list()).orElse(null);
    if (there != null && there.length != files) {
      files = there.length;
      new ResultsReader(folder).states().keySet().forEach(trial -> visible.putIfAbsent(trial, now));
    }
  }
}
