package org.bigsweep.driver.run;

import org.bigsweep.engine.trial.Checkpoints;
import org.bigsweep.engine.trial.TrialObserver;
import org.bigsweep.engine.trial.TrialOutcome;
import org.bigsweep.engine.trial.TrialRequest;

/**
 * A trainer of trials on one dataset. Several threads may use one trainer at once.
 *
 * <p>A trial's own failure is a result, never a throw.
 */
@FunctionalInterface
public interface TrialTrainer {
  /**
   * Trains a trial on the calling thread, on from its saved state if {@code checkpoints} has one,
   * to its end or to the epoch at which it is to pause.
   *
   * @throws org.bigsweep.engine.trial.TrialInterruptedException if {@code observer} asked to stop
   */
  TrialOutcome train(TrialRequest request, Checkpoints checkpoints, TrialObserver observer);
}
