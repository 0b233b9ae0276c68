package org.bigsweep.engine.diagnostic;

/**
 * Scalar products in double. Each is computed as four sums over every fourth element, because a
 * single sum would have to wait for each addition.
 */
final class DotProducts {
  private DotProducts() {}

  /** Σ xₖ yₖ. */
  static double dot(double[] x, double[] y) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int k = 0;
    for (; k + 3 < x.length; k += 4) {
      s0 += x[k] * y[k];
      s1 += x[k + 1] * y[k + 1];
      s2 += x[k + 2] * y[k + 2];
      s3 += x[k + 3] * y[k + 3];
    }
    for (; k < x.length; k++) {
      s0 += x[k] * y[k];
    }
    return (s0 + s1) + (s2 + s3);
  }

  /** Σ xₖ yₖ over from ≤ k &lt; to. */
  static double dot(float[] x, float[] y, int from, int to) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int k = from;
    for (; k + 3 < to; k += 4) {
      s0 += (double) x[k] * y[k];
      s1 += (double) x[k + 1] * y[k + 1];
      s2 += (double) x[k + 2] * y[k + 2];
      s3 += (double) x[k + 3] * y[k + 3];
    }
    for (; k < to; k++) {
      s0 += (double) x[k] * y[k];
    }
    return (s0 + s1) + (s2 + s3);
  }
}
