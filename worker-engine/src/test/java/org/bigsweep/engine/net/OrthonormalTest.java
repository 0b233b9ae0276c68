package org.bigsweep.engine.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.bigsweep.engine.kernel.Numbers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OrthonormalTest {
  @ParameterizedTest
  @CsvSource({"1, 1", "5, 5", "784, 256", "10, 256", "256, 256", "1, 7", "7, 1"})
  void make_normalValues_hasOrthonormalRowsOrColumns(int rows, int cols) {
    float[] values = Numbers.normal(3, rows * cols);

    Orthonormal.make(values, rows, cols);

    boolean high = rows > cols;
    int count = Math.min(rows, cols);
    for (int a = 0; a < count; a++) {
      for (int b = a; b < count; b++) {
        double dot = 0;
        for (int k = 0; k < Math.max(rows, cols); k++) {
          dot +=
              (double) values[high ? k * cols + a : a * cols + k]
                  * values[high ? k * cols + b : b * cols + k];
        }
        if (Math.abs(dot - (a == b ? 1 : 0)) > 1e-6) {
          assertThat(dot).as("%d by %d", a, b).isEqualTo(a == b ? 1 : 0, within(1e-6));
        }
      }
    }
  }

  /** The first keeps its direction, the second loses what it shares with it. */
  @Test
  void make_twoRows_isGramSchmidt() {
    float[] values = {3, 0, 4, 5};

    Orthonormal.make(values, 2, 2);

    assertThat(values).containsExactly(1, 0, 0, 1);
  }

  @Test
  void make_dependentRows_isRefused() {
    assertThatThrownBy(() -> Orthonormal.make(new float[4], 2, 2))
        .isInstanceOf(ArithmeticException.class)
        .hasMessage("Cannot make rows orthonormal: one depends on others");
  }
}
