package org.bigsweep.engine.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TriangularTest {
  private static final int COLUMNS = 3;

  private final Workspace workspace = new Workspace();

  @AfterEach
  void close() {
    workspace.close();
  }

  private Matrix random(int rows, int cols, long seed) {
    Matrix matrix = workspace.matrix(rows, cols);
    Random random = new Random(seed);
    float[] values = new float[matrix.size()];
    for (int k = 0; k < values.length; k++) {
      values[k] = (float) random.nextGaussian();
    }
    matrix.set(values);
    return matrix;
  }

  /** x xᵀ of more columns than rows. */
  private Matrix gram(int order) {
    Matrix x = random(order, order + 5, order);
    Matrix gram = workspace.matrix(order, order);
    Blas.multiplyTransposedRight(1, x, x, 0, gram);
    return gram;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 40})
  void solve_lowerTriangle_isUndoneByItsProduct(int order) {
    Matrix l = gram(order);
    Matrix b = random(order, COLUMNS, 3);
    float[] wanted = b.toArray();

    Triangular.solve(l, b);

    float[] elements = l.toArray();
    float[] x = b.toArray();
    for (int r = 0; r < order; r++) {
      for (int c = 0; c < COLUMNS; c++) {
        double sum = 0;
        for (int k = 0; k <= r; k++) {
          sum += (double) elements[r * order + k] * x[k * COLUMNS + c];
        }
        assertThat(sum).isCloseTo(wanted[r * COLUMNS + c], within(1e-3));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 40})
  void factorize_gramMatrix_solvesTheShiftedSystem(int order) {
    Matrix g = gram(order);
    float[] elements = g.toArray();
    Matrix b = random(order, COLUMNS, 4);
    float[] wanted = b.toArray();

    new Triangular(order).factorize(g, 0.5);
    Triangular.solveBoth(g, b);

    float[] x = b.toArray();
    for (int r = 0; r < order; r++) {
      for (int c = 0; c < COLUMNS; c++) {
        double sum = 0.5 * x[r * COLUMNS + c];
        for (int k = 0; k < order; k++) {
          sum += (double) elements[r * order + k] * x[k * COLUMNS + c];
        }
        assertThat(sum).isCloseTo(wanted[r * COLUMNS + c], within(1e-3));
      }
    }
  }

  @Test
  void scaleBelowDiagonal_always_leavesTheRest() {
    Matrix l = workspace.matrix(3, 3);
    l.set(new float[] {1, 2, 3, 4, 5, 6, 7, 8, 9});

    new Triangular(3).scaleBelowDiagonal(l, 0.5f);

    assertThat(l.toArray()).containsExactly(1, 2, 3, 2, 5, 6, 3.5f, 4, 9);
  }

  @Test
  void solve_otherShapes_areRefused() {
    Matrix b = random(4, COLUMNS, 5);

    assertThatThrownBy(() -> Triangular.solve(gram(5), b))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Shapes do not fit: [5, 5], [4, 3]");
    assertThatThrownBy(() -> Triangular.solve(random(4, 5, 6), b))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void solve_recorded_countsAsAProductOfASquareMatrix() {
    Matrix l = gram(7);
    Matrix b = random(7, COLUMNS, 7);

    GemmTrace trace = GemmTrace.record(() -> Triangular.solveBoth(l, b));

    assertThat(trace.size()).isEqualTo(2);
    assertThat(trace.flops()).isEqualTo(2 * 2.0 * 7 * 7 * COLUMNS);
  }
}
