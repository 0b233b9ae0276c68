package org.bigsweep.driver.run;

import org.bigsweep.engine.trial.KeepWeights;
import org.bigsweep.engine.trial.TrialObserver;
import org.bigsweep.engine.trial.TrialResult;
import org.bigsweep.engine.trial.TrialSpec;

/**
 * Trains trials on one dataset. Several threads may use one trainer at once.
 *
 * <p>A trial's own failure is a result, never a throw.
 */
@FunctionalInterface
public interface TrialTrainer {
  /**
   * Trains {@code spec} to its end, on the calling thread.
   *
   * @throws org.bigsweep.engine.trial.TrialInterruptedException if {@code observer} asked to stop
   */
  TrialResult train(TrialSpec spec, KeepWeights keep, TrialObserver observer);
}
