package org.bigsweep.engine.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ElementwiseTest {
  private static final double TANH_ERROR = 3e-7;

  /** Some 4 million arguments: every 257th float of (−20, 20), whose results are finite. */
  @Test
  void tanh_allMagnitudes_keepsItsErrorAndItsRange() {
    int last = Float.floatToIntBits(20f);
    float[] x = new float[1 << 16];
    float[] y = new float[x.length];
    double worst = 0;
    float largest = 0;
    int bits = 0;
    while (bits <= last) {
      int n = 0;
      for (; n < x.length - 1 && bits <= last; bits += 257, n += 2) {
        x[n] = Float.intBitsToFloat(bits);
        x[n + 1] = -x[n];
      }
      System.arraycopy(x, 0, y, 0, n);
      Elementwise.tanh(y, n);
      for (int k = 0; k < n; k++) {
        // log-spaced floats near zero are tanh x = x to far below the bound
        double twin = Math.abs(x[k]) < 1e-5 ? x[k] : Math.tanh(x[k]);
        worst = Math.max(worst, Math.abs(y[k] - twin));
        largest = Math.max(largest, Math.abs(y[k]));
      }
      for (int k = 0; k + 1 < n; k += 2) {
        if (y[k] != -y[k + 1]) {
          assertThat(y[k]).as("tanh %s is odd", x[k]).isEqualTo(-y[k + 1]);
        }
      }
    }
    assertThat(worst).isLessThanOrEqualTo(TANH_ERROR);
    assertThat(largest).isEqualTo(1f);
  }

  @Test
  void tanh_smallArguments_keepRelativePrecision() {
    float[] x = {1e-3f, 1e-6f, 1e-12f, 1e-20f};
    float[] y = x.clone();

    Elementwise.tanh(y, y.length);

    for (int k = 0; k < x.length; k++) {
      assertThat(Math.abs(y[k] / Math.tanh(x[k]) - 1)).as("%s", x[k]).isLessThan(5e-7);
    }
  }

  @Test
  void tanh_zeroLargeAndNotFinite_areLimitsAndNaN() {
    float[] x = {0f, 1e30f, -1e30f, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, Float.NaN};

    Elementwise.tanh(x, x.length);

    assertThat(x).containsExactly(0f, 1f, -1f, Float.NaN, Float.NaN, Float.NaN);
  }

  @Test
  void tanh_count_leavesTheRestAlone() {
    float[] x = {1f, 2f};

    Elementwise.tanh(x, 1);

    assertThat(x[1]).isEqualTo(2f);
  }
}
