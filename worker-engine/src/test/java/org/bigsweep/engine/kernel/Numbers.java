package org.bigsweep.engine.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.function.IntToDoubleFunction;

/** Numbers for tests: reproducible samples, and comparison with twins in double precision. */
public final class Numbers {
  private Numbers() {}

  /** {@code n} standard-normal values of {@code seed}. */
  public static float[] normal(long seed, int n) {
    Random random = new Random(seed);
    float[] values = new float[n];
    for (int k = 0; k < n; k++) {
      values[k] = (float) random.nextGaussian();
    }
    return values;
  }

  /** A matrix of standard-normal values of {@code seed}. */
  public static Matrix normal(Workspace workspace, int rows, int cols, long seed) {
    return matrix(workspace, rows, cols, normal(seed, rows * cols));
  }

  /** A matrix of the given values, row by row. */
  public static Matrix matrix(Workspace workspace, int rows, int cols, float... values) {
    Matrix matrix = workspace.matrix(rows, cols);
    matrix.set(values);
    return matrix;
  }

  /** The elements as rows of doubles. */
  public static double[][] rows(Matrix matrix) {
    float[] values = matrix.toArray();
    double[][] rows = new double[matrix.rows()][matrix.cols()];
    for (int k = 0; k < values.length; k++) {
      rows[k / matrix.cols()][k % matrix.cols()] = values[k];
    }
    return rows;
  }

  /** Asserts |found[k] − twin(k)| ≤ tolerance · max(1, |twin(k)|) for every k. */
  public static void assertClose(float[] found, IntToDoubleFunction twin, double tolerance) {
    for (int k = 0; k < found.length; k++) {
      double expected = twin.applyAsDouble(k);
      double bound = tolerance * Math.max(1, Math.abs(expected));
      if (!(Math.abs(found[k] - expected) <= bound)) {
        assertThat((double) found[k]).as("element %d of %d", k, found.length).isEqualTo(expected);
      }
    }
  }

  /** As {@link #assertClose(float[], IntToDoubleFunction, double)} for rows of doubles. */
  public static void assertClose(Matrix found, double[][] expected, double tolerance) {
    assertClose(found.toArray(), k -> expected[k / found.cols()][k % found.cols()], tolerance);
  }
}
