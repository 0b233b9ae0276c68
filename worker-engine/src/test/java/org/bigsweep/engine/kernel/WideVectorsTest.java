package org.bigsweep.engine.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bigsweep.engine.kernel.Numbers.matrix;
import static org.bigsweep.engine.kernel.Numbers.normal;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.bigsweep.engine.jit.WarmUp;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Explicit vectors against the plain loops, bit by bit; the JVM must have the vector module. */
class WideVectorsTest {
  /** Coprime to 2³², so that a sample has every exponent and sign and many mantissas. */
  private static final int STRIDE = 257;

  private static final int BLOCK = 1 << 16;

  /** Zeros, denormals, the bound of tanh and its neighbours, what is not finite. */
  private static final float[] SPECIAL = {
    0f,
    -0f,
    Float.MIN_VALUE,
    -Float.MIN_VALUE,
    Float.MIN_NORMAL,
    -Float.MIN_NORMAL,
    1e-30f,
    -1e-30f,
    1e-22f,
    Elementwise.TANH_BOUND,
    -Elementwise.TANH_BOUND,
    Math.nextUp(Elementwise.TANH_BOUND),
    Math.nextDown(-Elementwise.TANH_BOUND),
    Math.nextDown(Elementwise.TANH_BOUND),
    Float.MAX_VALUE,
    -Float.MAX_VALUE,
    Float.POSITIVE_INFINITY,
    Float.NEGATIVE_INFINITY,
    Float.NaN
  };

  private final Workspace workspace = new Workspace();
  private final Kernels wide = new Kernels(WideVectors::new);
  private final Kernels plain = new Kernels(Vectors::new);

  @AfterEach
  void free() {
    workspace.close();
  }

  @Test
  void here_withTheModuleAndWarm_areWide() {
    Vectors.here();
    WarmUp.await();
    assertThat(Vectors.here()).isInstanceOf(WideVectors.class);
  }

  @Test
  void tanh_every257thFloat_sameBits() {
    assertThat(tanhDifferences(STRIDE)).isZero();
  }

  /** All 2³² floats, in about a minute: run by hand. Prints how many differ. */
  public static void main(String[] args) {
    WideVectorsTest test = new WideVectorsTest();
    System.out.println(test.tanhDifferences(1) + " of 4294967296 results of tanh differ");
    test.free();
  }

  private long tanhDifferences(int stride) {
    Matrix x = workspace.matrix(1, BLOCK);
    float[] values = new float[BLOCK];
    long differences = 0;
    for (long bits = 0; bits < 1L << 32; bits += (long) BLOCK * stride) {
      for (int k = 0; k < BLOCK; k++) {
        values[k] = Float.intBitsToFloat((int) (bits + (long) k * stride));
      }
      x.set(values);
      wide.activate(x, Activation.TANH);
      float[] found = x.toArray();
      Elementwise.tanh(values, BLOCK);
      for (int k = 0; k < BLOCK; k++) {
        if (Float.floatToIntBits(found[k]) != Float.floatToIntBits(values[k])) {
          differences++;
        }
      }
    }
    return differences;
  }

  @Test
  void exp_downToZeroAndNotFinite_sameBits() {
    int n = 4_000_003;
    double[] x = new double[n];
    for (int k = 0; k < n; k++) {
      x[k] = -k * 1.7651e-4 - Math.pow(2, -k % 1100);
    }
    double[] special = {
      0, -0.0, -700, Math.nextDown(-700.0), -1e300, Double.NEGATIVE_INFINITY, Double.NaN, -1e-300
    };
    System.arraycopy(special, 0, x, 0, special.length);
    double[] found = x.clone();
    int done = new WideVectors().exp(found, n);
    assertThat(done).isGreaterThan(n - 64);
    for (int k = 0; k < done; k++) {
      double expected = Exponential.of(x[k]);
      if (Double.doubleToLongBits(found[k]) != Double.doubleToLongBits(expected)) {
        assertThat(found[k]).as("e^%s", x[k]).isEqualTo(expected);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("org.bigsweep.engine.kernel.KernelsTest#shapes")
  void everyKernel_normalAndSpecialValues_sameBits(int rows, int cols) {
    for (boolean special : new boolean[] {false, true}) {
      Operands operands = new Operands(rows, cols, special);

      assertSame(
          operands,
          (kernels, m) -> {
            kernels.activate(m.get(0), Activation.TANH);
            return m.subList(0, 1);
          });
      assertSame(
          operands,
          (kernels, m) -> {
            kernels.error(m.get(0), Activation.TANH, m.get(1));
            return m.subList(0, 1);
          });
      assertSame(
          operands,
          (kernels, m) -> {
            kernels.displace(
                m.get(0),
                m.get(1),
                m.get(2),
                0.7f,
                m.get(1),
                m.get(3),
                30f,
                m.get(4),
                Activation.TANH);
            return m.subList(0, 3);
          });
      assertSame(
          operands,
          (kernels, m) -> {
            kernels.addScaled(m.get(0), m.get(1), -0.3f, m.get(2).toArray());
            return m.subList(0, 1);
          });
      assertSame(
          operands,
          (kernels, m) -> {
            kernels.adam(m.get(0), m.get(1), m.get(2), m.get(3), 1e-3f, 1.7f, 0.9, 0.999, 1e-8f);
            return m.subList(0, 3);
          });
    }
  }

  private void assertSame(
      Operands operands, BiFunction<Kernels, List<Matrix>, List<Matrix>> kernel) {
    List<Matrix> found = kernel.apply(wide, operands.fresh());
    List<Matrix> expected = kernel.apply(plain, operands.fresh());
    for (int k = 0; k < found.size(); k++) {
      assertThat(bits(found.get(k))).isEqualTo(bits(expected.get(k)));
    }
  }

  private static int[] bits(Matrix matrix) {
    float[] values = matrix.toArray();
    int[] bits = new int[values.length];
    for (int k = 0; k < bits.length; k++) {
      bits[k] = Float.floatToIntBits(values[k]);
    }
    return bits;
  }

  private final class Operands {
    private static final int COUNT = 5;
    private final int rows;
    private final int cols;
    private final boolean special;

    Operands(int rows, int cols, boolean special) {
      this.rows = rows;
      this.cols = cols;
      this.special = special;
    }

    /** The same values in memory of their own. */
    List<Matrix> fresh() {
      List<Matrix> matrices = new ArrayList<>();
      for (int m = 0; m < COUNT; m++) {
        float[] values = normal(m, rows * cols);
        for (int k = m; special && k < values.length; k += 2) {
          values[k] = SPECIAL[(k / 2 + 7 * m * k) % SPECIAL.length];
        }
        matrices.add(matrix(workspace, rows, cols, values));
      }
      return matrices;
    }
  }
}
