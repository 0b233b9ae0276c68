package org.bigsweep.engine.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.bigsweep.engine.kernel.Numbers.assertClose;
import static org.bigsweep.engine.kernel.Numbers.normal;
import static org.bigsweep.engine.kernel.Numbers.rows;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BlasTest {
  private static final float ALPHA = -0.75f;
  private static final float BETA = 0.5f;

  private final Workspace workspace = new Workspace();

  @AfterEach
  void free() {
    workspace.close();
  }

  /** α A B + β C with plain loops. */
  private static double[][] product(double[][] a, double[][] b, double beta, double[][] c) {
    double[][] result = new double[a.length][b[0].length];
    for (int r = 0; r < a.length; r++) {
      for (int k = 0; k < b[0].length; k++) {
        double sum = 0;
        for (int j = 0; j < b.length; j++) {
          sum += a[r][j] * b[j][k];
        }
        result[r][k] = ALPHA * sum + beta * c[r][k];
      }
    }
    return result;
  }

  private static double[][] transposed(double[][] a) {
    double[][] result = new double[a[0].length][a.length];
    for (int r = 0; r < a.length; r++) {
      for (int k = 0; k < a[0].length; k++) {
        result[k][r] = a[r][k];
      }
    }
    return result;
  }

  @ParameterizedTest
  @CsvSource({"1, 1, 1", "7, 1, 3", "1, 2049, 7", "13, 17, 19", "65, 127, 33", "2, 3, 2047"})
  void products_anyShape_areTwins(int m, int k, int n) {
    double tolerance = 2e-7 * (4 + k);
    Matrix a = normal(workspace, m, k, 1);
    Matrix at = normal(workspace, k, m, 2);
    Matrix b = normal(workspace, k, n, 3);
    Matrix bt = normal(workspace, n, k, 4);
    double[][] before = rows(normal(workspace, m, n, 5));

    Matrix c = normal(workspace, m, n, 5);
    Blas.multiply(ALPHA, a, b, BETA, c);
    assertClose(c, product(rows(a), rows(b), BETA, before), tolerance);

    c = normal(workspace, m, n, 5);
    Blas.multiplyTransposedLeft(ALPHA, at, b, BETA, c);
    assertClose(c, product(transposed(rows(at)), rows(b), BETA, before), tolerance);

    c = normal(workspace, m, n, 5);
    Blas.multiplyTransposedRight(ALPHA, a, bt, BETA, c);
    assertClose(c, product(rows(a), transposed(rows(bt)), BETA, before), tolerance);

    Matrix x = normal(workspace, 1, k, 6);
    Matrix y = normal(workspace, 1, n, 7);
    double[][] y0 = rows(y);
    Blas.multiplyTransposedVector(ALPHA, b, x, BETA, y);
    assertClose(y, product(rows(x), rows(b), BETA, y0), tolerance);
  }

  @Test
  void multiply_betaZero_ignoresNaNInC() {
    Matrix c = Numbers.matrix(workspace, 1, 1, Float.NaN);

    Blas.multiply(1, workspace.ones(1), workspace.ones(1), 0, c);

    assertThat(c.toArray()).containsExactly(1f);
  }

  @Test
  void multiplyTransposedVector_longerVectorOfOnes_sumsRows() {
    Matrix a = Numbers.matrix(workspace, 2, 2, 1, 2, 3, 4);
    Matrix y = workspace.matrix(1, 2);

    Blas.multiplyTransposedVector(1, a, workspace.ones(5), 0, y);

    assertThat(y.toArray()).containsExactly(4, 6);
  }

  @Test
  void products_shapesThatDoNotFit_areRefusedWithTheShapes() {
    Matrix a = workspace.matrix(2, 3);
    Matrix c = workspace.matrix(2, 2);

    assertThatThrownBy(() -> Blas.multiply(1, a, a, 0, c))
        .hasMessage("Shapes do not fit: [2, 3], [2, 3], [2, 2]");
    assertThatThrownBy(() -> Blas.multiplyTransposedLeft(1, a, a, 0, c))
        .hasMessageStartingWith("Shapes do not fit");
    assertThatThrownBy(() -> Blas.multiplyTransposedRight(1, a, c, 0, c))
        .hasMessageStartingWith("Shapes do not fit");
    assertThatThrownBy(() -> Blas.multiplyTransposedVector(1, a, c, 0, c))
        .hasMessageStartingWith("Shapes do not fit");
  }

  @Test
  void initialize_always_leavesOneThread() {
    assertThat(Blas.threads()).isEqualTo(1);
  }

  @Test
  void kernel_onX86_isNoneOfTheSlowFallbacks() {
    assumeThat(System.getProperty("os.arch")).isEqualTo("amd64");
    assertThat(Blas.kernel()).isNotIn("PRESCOTT", "CORE2", "unknown");
  }

  @Test
  void nameAndGflops_always_describeTheLibrary() {
    assertThat(Blas.name()).startsWith("OpenBLAS");
    assertThat(Blas.gflops()).isBetween(0.5, 10_000.0);
  }
}
