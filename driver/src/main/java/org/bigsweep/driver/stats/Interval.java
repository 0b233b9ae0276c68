package org.bigsweep.driver.stats;

/** A closed interval, {@code low ≤ high}. */
public record Interval(double low, double high) {
  public Interval {
    if (!(low <= high)) {
      throw new IllegalArgumentException(
          "Invalid interval: [%s, %s] (must be ordered)".formatted(low, high));
    }
  }
}
