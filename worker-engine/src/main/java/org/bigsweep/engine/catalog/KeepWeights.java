package org.bigsweep.engine.catalog;

/** Which parameters of a trial are kept. The choice is not part of the trial's id. */
public enum KeepWeights {
  NONE,
  /** Those after the last epoch. */
  LAST,
  /**
   * Those after the epoch of the highest validation accuracy, the earliest of equals; after the
   * last epoch if there are no validation images.
   */
  BEST
}
