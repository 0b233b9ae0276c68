package org.bigsweep.driver.stats;

/** A closed interval, {@code low ≤ high}. */
public record Interval(double low, double high) {
  public Interval {
    if (!(low <= high)) {
      throw new IllegalArgumentException(
          "Invalid interval: [%s, %s] (must be ordered)".formatted(low, high));
    }
  }

  /** Whether {@code value} lies in it, ends included. */
  public boolean contains(double value) {
    return low <= value && value <= high;
  }
}
