package org.bigsweep.driver.stats;

/** The check that samples must pass at the border of this package. */
final class Samples {
  private Samples() {}

  /** {@code values} themselves, if there is at least one and all are finite. */
  static double[] checked(double... values) {
    if (values.length == 0) {
      throw new IllegalArgumentException("Invalid sample: empty (must have a value)");
    }
    for (double value : values) {
      if (!Double.isFinite(value)) {
        throw new IllegalArgumentException("Invalid value: " + value + " (must be finite)");
      }
    }
    return values;
  }
}
