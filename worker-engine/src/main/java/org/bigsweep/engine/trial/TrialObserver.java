package org.bigsweep.engine.trial;

import org.bigsweep.results.Epoch;

/** An observer of a trial, called on the trial's own thread. */
public interface TrialObserver {
  /** Neither watches nor stops. */
  TrialObserver NONE = new TrialObserver() {};

  /** Called after every epoch. */
  default void epochFinished(Epoch epoch) {}

  /**
   * Asked before every minibatch; true makes the trial end with {@link TrialInterruptedException}.
   */
  default boolean stopRequested() {
    return false;
  }
}
