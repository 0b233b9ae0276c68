package org.bigsweep.driver.schedule;

/**
 * An upper bound on what is left to train.
 *
 * @param count number of trials, each counted once for every segment that it is trained
 * @param seconds predicted on one core
 */
public record WorkEstimate(long count, double seconds) {
  public static final WorkEstimate NONE = new WorkEstimate(0, 0);

  WorkEstimate plus(WorkEstimate other) {
    return new WorkEstimate(count + other.count, seconds + other.seconds);
  }
}
