package org.bigsweep.engine.diagnostic;

/**
 * The agreement of two vectors per sample: mean cosine, the same weighted by the norm of the
 * second, mean angle, and mean norm of the first, over the samples. A zero vector has cosine 0 with
 * everything.
 */
final class Alignment {
  private double cosines;
  private double angles;
  private double norms;
  private double weightedCosines;
  private double weights;
  private long samples;

  /** Adds one sample per row of x and y, both [rows, cols]. */
  void add(float[] x, float[] y, int rows, int cols) {
    for (int r = 0; r < rows; r++) {
      int from = r * cols;
      double xy = DotProducts.dot(x, y, from, from + cols);
      double xx = DotProducts.dot(x, x, from, from + cols);
      double yy = DotProducts.dot(y, y, from, from + cols);
      double scale = Math.sqrt(xx) * Math.sqrt(yy);
      double cosine = scale == 0 ? 0 : xy / scale;
      cosines += cosine;
      angles += StrictMath.toDegrees(StrictMath.acos(Math.max(-1, Math.min(1, cosine))));
      norms += Math.sqrt(xx);
      weightedCosines += cosine * Math.sqrt(yy);
      weights += Math.sqrt(yy);
      samples++;
    }
  }

  double cosine() {
    return cosines / samples;
  }

  /** Mean of the cosines, each weighted by ‖y‖; 0 if all y are. */
  double weightedCosine() {
    return weights == 0 ? 0 : weightedCosines / weights;
  }

  /** Mean angle, degrees. */
  double angle() {
    return angles / samples;
  }

  double norm() {
    return norms / samples;
  }
}
