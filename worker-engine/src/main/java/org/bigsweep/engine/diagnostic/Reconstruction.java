package org.bigsweep.engine.diagnostic;

/**
 * Unexplained variance of reconstructions r of h: mean‖r − h‖² over the sum of the units' unbiased
 * sample variances.
 */
final class Reconstruction {
  private final int units;
  private final double[] sums;
  private final double[] squares;
  private double errors;
  private long samples;

  Reconstruction(int units) {
    this.units = units;
    this.sums = new double[units];
    this.squares = new double[units];
  }

  /** Adds a batch of reconstructions r of h, both [rows, units]. */
  void add(float[] r, float[] h, int rows) {
    for (int k = 0; k < rows * units; k++) {
      double error = (double) r[k] - h[k];
      errors += error * error;
      sums[k % units] += h[k];
      squares[k % units] += (double) h[k] * h[k];
    }
    samples += rows;
  }

  double unexplained() {
    double variance = 0;
    for (int k = 0; k < units; k++) {
      variance += squares[k] - sums[k] * sums[k] / samples;
    }
    return errors / samples / (variance / (samples - 1));
  }
}
