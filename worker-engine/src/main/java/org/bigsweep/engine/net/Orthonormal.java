package org.bigsweep.engine.net;

/**
 * Orthonormal columns of a matrix that is higher than wide, or else orthonormal rows, by modified
 * Gram-Schmidt in double precision. Of a matrix of independent standard-normal entries it makes one
 * that no rotation distinguishes (Mezzadri 2007), since no sign is chosen.
 */
final class Orthonormal {
  private Orthonormal() {}

  /**
   * Replaces {@code values}, a matrix row by row.
   *
   * @throws ArithmeticException if a row or column is 0 or depends on earlier ones
   */
  static void make(float[] values, int rows, int cols) {
    boolean high = rows > cols;
    int count = Math.min(rows, cols);
    int length = Math.max(rows, cols);
    double[][] vectors = new double[count][length];
    for (int v = 0; v < count; v++) {
      for (int k = 0; k < length; k++) {
        vectors[v][k] = values[high ? k * cols + v : v * cols + k];
      }
    }
    for (int v = 0; v < count; v++) {
      normalize(vectors[v]);
      for (int later = v + 1; later < count; later++) {
        addScaled(vectors[later], -dot(vectors[v], vectors[later]), vectors[v]);
      }
    }
    for (int v = 0; v < count; v++) {
      for (int k = 0; k < length; k++) {
        values[high ? k * cols + v : v * cols + k] = (float) vectors[v][k];
      }
    }
  }

  private static void normalize(double[] x) {
    double norm = Math.sqrt(dot(x, x));
    if (!(norm > 0)) {
      throw new ArithmeticException("Cannot make rows orthonormal: one depends on others");
    }
    for (int k = 0; k < x.length; k++) {
      x[k] /= norm;
    }
  }

  private static double dot(double[] x, double[] y) {
    double sum = 0;
    for (int k = 0; k < x.length; k++) {
      sum += x[k] * y[k];
    }
    return sum;
  }

  private static void addScaled(double[] x, double a, double[] y) {
    for (int k = 0; k < x.length; k++) {
      x[k] += a * y[k];
    }
  }
}
