package org.bigsweep.engine.diagnostic;

/**
 * Measures how two vectors per sample agree: mean cosine, mean angle, and mean norm of the first,
 * over the samples. A zero vector has cosine 0 with everything.
 */
final class Alignment {
  private double cosines;
  private double angles;
  private double norms;
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
      samples++;
    }
  }

  double cosine() {
    return cosines / samples;
  }

  /** Mean angle, degrees. */
  double angle() {
    return angles / samples;
  }

  double norm() {
    return norms / samples;
  }
}
