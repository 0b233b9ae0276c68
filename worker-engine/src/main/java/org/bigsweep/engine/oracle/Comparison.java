package org.bigsweep.engine.oracle;

import java.util.function.IntPredicate;

/**
 * A comparison of figures with the reference, which keeps the deviation that is largest relative to
 * its tolerance.
 */
final class Comparison {
  private static final double TENSOR_TOLERANCE = 1e-5;
  private static final double SMALLEST_NORM = 0.1;
  static final double LOSS_TOLERANCE = 1e-5;
  static final double DIAGNOSTIC_TOLERANCE = 1e-4;

  private String worst = "nothing compared";
  private double worstError = Double.POSITIVE_INFINITY;
  private double worstTolerance = 1;
  private int compared;

  /** ‖found − expected‖ ≤ 1e-5 max(0.1, ‖expected‖) over the entries that {@code counts}. */
  void tensor(String name, double[] expected, float[] found, IntPredicate counts) {
    if (expected.length != found.length) {
      keep(name + " (has another shape)", Double.POSITIVE_INFINITY, TENSOR_TOLERANCE);
      return;
    }
    double squaredError = 0;
    double squaredNorm = 0;
    for (int k = 0; k < expected.length; k++) {
      if (counts.test(k)) {
        double error = found[k] - expected[k];
        squaredError += error * error;
      }
      squaredNorm += expected[k] * expected[k];
    }
    double norm = Math.max(SMALLEST_NORM, Math.sqrt(squaredNorm));
    keep(name, Math.sqrt(squaredError) / norm, TENSOR_TOLERANCE);
  }

  void number(String name, double expected, double found, double tolerance) {
    keep(name, Math.abs(found - expected), tolerance);
  }

  private void keep(String name, double error, double tolerance) {
    double excess = Double.isNaN(error) ? Double.POSITIVE_INFINITY : error / tolerance;
    if (compared == 0 || excess > worstError / worstTolerance) {
      worst = name;
      worstError = Double.isNaN(error) ? Double.POSITIVE_INFINITY : error;
      worstTolerance = tolerance;
    }
    compared++;
  }

  OracleReport report(String caseName) {
    return new OracleReport(caseName, worst, worstError, worstTolerance, compared);
  }
}
