package org.bigsweep.results;

/** How a trial ended. */
public enum TrialState {
  /** Trained to its last epoch. */
  DONE,
  /** A value was not finite or beyond its bound; a result like any other. */
  DIVERGED,
  /** The engine or the machine gave up; may end otherwise when started again. */
  FAILED
}
