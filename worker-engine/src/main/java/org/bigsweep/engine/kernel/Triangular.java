package org.bigsweep.engine.kernel;

import static org.bytedeco.openblas.global.openblas_nolapack.CblasLeft;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasLower;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasNonUnit;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_strsm;

/**
 * Systems of equations with a lower triangular matrix, as large as a minibatch. For one thread; it
 * allocates only when it is made.
 *
 * <p>A {@link GemmTrace} counts a solution as a product with a full square matrix. It takes half as
 * many operations, but runs at about half the speed.
 */
public final class Triangular {
  private final int order;
  private final float[] values;
  private final double[] factor;

  /**
   * @param order rows of the square matrices
   */
  public Triangular(int order) {
    this.order = order;
    this.values = new float[order * order];
    this.factor = new double[order * order];
  }

  /** b := L⁻¹ b, L the lower triangle of {@code l} with its diagonal. */
  public static void solve(Matrix l, Matrix b) {
    strsm(CblasNoTrans, l, b);
  }

  /** b := (L Lᵀ)⁻¹ b, L the lower triangle of {@code l} with its diagonal. */
  public static void solveBoth(Matrix l, Matrix b) {
    strsm(CblasNoTrans, l, b);
    strsm(CblasTrans, l, b);
  }

  private static void strsm(int transpose, Matrix l, Matrix b) {
    if (l.rows() != l.cols() || l.rows() != b.rows()) {
      throw new IllegalArgumentException(
          "Shapes do not fit: [%d, %d], [%d, %d]"
              .formatted(l.rows(), l.cols(), b.rows(), b.cols()));
    }
    GemmTrace trace = GemmTrace.current;
    if (trace != null) {
      trace.add(b.rows(), b.cols(), l.rows(), () -> strsm(transpose, l, b));
    }
    cblas_strsm(
        CblasRowMajor,
        CblasLeft,
        CblasLower,
        transpose,
        CblasNonUnit,
        b.rows(),
        b.cols(),
        1,
        l.pointer(),
        l.cols(),
        b.pointer(),
        b.cols());
  }

  /** Multiplies the elements below the diagonal of {@code l} by {@code scale}. */
  public void scaleBelowDiagonal(Matrix l, float scale) {
    l.read(0, values, l.size());
    for (int row = 1; row < order; row++) {
      for (int k = row * order; k < row * order + row; k++) {
        values[k] *= scale;
      }
    }
    l.write(0, values, l.size());
  }

  /**
   * Makes the lower triangle of {@code g} the L of g + δI = L Lᵀ, in double precision: the smallest
   * eigenvalue of a Gram matrix of correlated rows is lost in the rounding of floats.
   *
   * @param g symmetric, of which the upper triangle is read
   * @param delta δ
   */
  public void factorize(Matrix g, double delta) {
    g.read(0, values, g.size());
    for (int k = 0; k < factor.length; k++) {
      factor[k] = values[k];
    }
    // the rows of Lᵀ one after another: the inner loop runs along a row and so becomes vectors
    for (int k = 0; k < order; k++) {
      int row = k * order;
      double pivot = 1 / Math.sqrt(factor[row + k] + delta);
      factor[row + k] = 1 / pivot;
      for (int j = k + 1; j < order; j++) {
        factor[row + j] *= pivot;
      }
      for (int i = k + 1; i < order; i++) {
        subtractScaled(i * order, factor[row + i], row, i);
      }
    }
    for (int i = 0; i < order; i++) {
      for (int j = 0; j <= i; j++) {
        values[i * order + j] = (float) factor[j * order + i];
      }
    }
    g.write(0, values, g.size());
  }

  private void subtractScaled(int row, double scale, int pivotRow, int from) {
    for (int j = from; j < order; j++) {
      factor[row + j] -= scale * factor[pivotRow + j];
    }
  }
}
