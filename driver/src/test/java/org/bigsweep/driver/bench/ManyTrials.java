package org.bigsweep.driver.bench;

import java.util.List;

/**
 * Many trivial trials through the scheduler.
 *
 * @param trials trained, of one step each
 * @param seconds from the start of Spark to the last publication
 * @param files Parquet files in the results folder afterwards
 * @param liveMegabytes heap of the process after a collection, when a quarter, half, three quarters
 *     and all of the trials were done
 */
public record ManyTrials(long trials, double seconds, long files, List<Double> liveMegabytes) {
  public ManyTrials {
    liveMegabytes = List.copyOf(liveMegabytes);
  }

  public double perSecond() {
    return trials / seconds;
  }
}
