package org.bigsweep.results;

/** The state of a trial that was started. */
public enum TrialState {
  /** Trained to its last epoch, or stopped early by its own rule. */
  DONE,
  /** A value was not finite or beyond its bound. This is a result like any other. */
  DIVERGED,
  /** The engine or the machine gave up. A new start may end in another state. */
  FAILED,
  /** Stands at an epoch below its horizon, to be continued; never in {@code trials}. */
  PAUSED;

  /** The state of a row of {@code trials}. */
  public static TrialState of(Trial row) {
    return valueOf(row.getState());
  }

  /** Whether the trial ended without a final value: it diverged or failed. */
  public boolean lost() {
    return this == DIVERGED || this == FAILED;
  }
}
