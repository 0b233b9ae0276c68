package org.bigsweep.engine.trial;

/** Which parameters of a trial are kept; no part of its id. */
public enum KeepWeights {
  NONE,
  /** Those after the last epoch. */
  LAST,
  /** Those after the epoch of the highest validation accuracy. */
  BEST
}
