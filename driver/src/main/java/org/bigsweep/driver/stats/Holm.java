package org.bigsweep.driver.stats;

import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Holm's step-down correction for several tests at once (Holm 1979): with p sorted upwards, the
 * i-th of m becomes max over j ≤ i of min(1, (m − j + 1) pⱼ).
 */
public final class Holm {
  private Holm() {}

  /**
   * Corrected p values, in the order given.
   *
   * @throws IllegalArgumentException if one is not between 0 and 1
   */
  public static double[] adjusted(double... p) {
    for (double value : p) {
      if (!(value >= 0 && value <= 1)) {
        throw new IllegalArgumentException("Invalid p: " + value + " (must be from 0 to 1)");
      }
    }
    int[] order =
        IntStream.range(0, p.length)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> p[i]))
            .mapToInt(Integer::intValue)
            .toArray();
    double[] adjusted = new double[p.length];
    double highest = 0;
    for (int rank = 0; rank < order.length; rank++) {
      highest = Math.max(highest, Math.min(1, (p.length - rank) * p[order[rank]]));
      adjusted[order[rank]] = highest;
    }
    return adjusted;
  }
}
