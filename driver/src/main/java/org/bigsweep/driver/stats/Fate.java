package org.bigsweep.driver.stats;

/** What became of a trial that was run. */
public enum Fate {
  /** Trained to its end. */
  DONE,
  /** Trained to its end, and seen collapsed on the way; its value counts like any other. */
  COLLAPSED,
  /** Ended by a value that was not finite or beyond its bound. */
  DIVERGED,
  /** Given up by the engine or the machine: nothing is known about the rule. */
  FAILED;

  /** Whether the trial has a final value. */
  public boolean finished() {
    return this == DONE || this == COLLAPSED;
  }
}
