package org.bigsweep.driver.bench;

/**
 * Trials that do nothing for a second each, many at a time.
 *
 * @param slots trials at a time
 * @param seconds from the first trial's start to the last publication
 */
public record Sleepers(long trials, int slots, double seconds) {
  /** Seconds if nothing but the sleeping took time. */
  public double ideal() {
    return (double) trials / slots;
  }
}
