package org.bigsweep.engine.kernel;

/**
 * eˣ for x ≤ 0, relative error ≤ 1e-12, NaN for NaN: reduction by powers of two and the Taylor
 * polynomial of degree 11 on |r| ≤ ln 2 / 2. Unlike Math.exp it gives the same bits everywhere.
 */
final class Exponential {
  static final double LOG2_E = 1.4426950408889634;
  static final double LN2_HIGH = 0x1.62e42fefa38p-1;
  static final double LN2_LOW = 0x1.ef35793c7673p-45;

  /** Below it the result is 0. */
  static final double SMALLEST = -700;

  private Exponential() {}

  static double of(double x) {
    if (x < SMALLEST) {
      return 0;
    }
    double n = Math.rint(x * LOG2_E);
    double r = (x - n * LN2_HIGH) - n * LN2_LOW;
    double p = 1.0 / 39916800;
    p = p * r + 1.0 / 3628800;
    p = p * r + 1.0 / 362880;
    p = p * r + 1.0 / 40320;
    p = p * r + 1.0 / 5040;
    p = p * r + 1.0 / 720;
    p = p * r + 1.0 / 120;
    p = p * r + 1.0 / 24;
    p = p * r + 1.0 / 6;
    p = p * r + 0.5;
    p = p * r + 1;
    p = p * r + 1;
    return p * Double.longBitsToDouble(((long) n + 1023) << 52);
  }
}
