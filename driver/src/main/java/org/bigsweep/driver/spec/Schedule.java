package org.bigsweep.driver.spec;

/** In what order, and how far, the trials of a sweep are trained. */
public enum Schedule {
  /** Every trial to its end, the longest first. */
  EXHAUSTIVE
}
