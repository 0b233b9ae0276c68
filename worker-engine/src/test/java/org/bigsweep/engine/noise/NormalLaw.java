package org.bigsweep.engine.noise;

import java.util.stream.LongStream;

/** What the tests compare samples with. */
final class NormalLaw {
  private NormalLaw() {}

  /** P(Z ≤ x), by its power series (Marsaglia 2004); absolute error below 1e-14 for |x| < 7. */
  static double cdf(double x) {
    double term = x;
    double sum = x;
    for (int i = 3; Math.abs(term) > 1e-17 * Math.abs(sum); i += 2) {
      term *= x * x / i;
      sum += term;
    }
    return 0.5 + sum * density(x);
  }

  /** P(|Z| > x) for x ≥ 2, by Laplace's continued fraction; relative error below 1e-12. */
  static double beyond(double x) {
    double fraction = x;
    for (int i = 400; i > 0; i--) {
      fraction = x + i / fraction;
    }
    return 2 * density(x) / fraction;
  }

  /** (χ² − df)/√(2 df) of counts of equally likely cells: about standard normal. */
  static double chiSquareDeviation(long[] counts) {
    double expected = LongStream.of(counts).sum() / (double) counts.length;
    double chiSquare = 0;
    for (long count : counts) {
      chiSquare += (count - expected) * (count - expected) / expected;
    }
    int freedom = counts.length - 1;
    return (chiSquare - freedom) / Math.sqrt(2.0 * freedom);
  }

  /** Σ ab/√n: about standard normal if the samples are and are independent. */
  static double correlation(float[] a, int offsetA, float[] b, int offsetB, int n) {
    double sum = 0;
    for (int i = 0; i < n; i++) {
      sum += (double) a[offsetA + i] * b[offsetB + i];
    }
    return sum / Math.sqrt(n);
  }

  /** The same of the squares, centred and scaled to variance 1. */
  static double correlationOfSquares(float[] a, int offsetA, float[] b, int offsetB, int n) {
    double sum = 0;
    for (int i = 0; i < n; i++) {
      double u = a[offsetA + i];
      double v = b[offsetB + i];
      sum += (u * u - 1) * (v * v - 1) / 2;
    }
    return sum / Math.sqrt(n);
  }

  private static double density(double x) {
    return Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI);
  }
}
