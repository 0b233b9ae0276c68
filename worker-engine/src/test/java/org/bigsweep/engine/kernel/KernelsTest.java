package org.bigsweep.engine.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bigsweep.engine.kernel.Numbers.assertClose;
import static org.bigsweep.engine.kernel.Numbers.matrix;
import static org.bigsweep.engine.kernel.Numbers.normal;

import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every kernel against a plain twin in double precision. */
class KernelsTest {
  /** A few roundings of numbers around 1. */
  private static final double ROUNDING = 5e-7;

  private final Workspace workspace = new Workspace();
  private final Kernels kernels = workspace.kernels();

  @AfterEach
  void free() {
    workspace.close();
  }

  /** One element, odd sizes, one block and its neighbours, wide rows, several blocks. */
  static Stream<Arguments> shapes() {
    return Stream.of(
        Arguments.of(1, 1),
        Arguments.of(1, 7),
        Arguments.of(7, 1),
        Arguments.of(3, 5),
        Arguments.of(1, 1023),
        Arguments.of(1, 1024),
        Arguments.of(2, 1025),
        Arguments.of(2, 1031), // a prime: no part of a row divides it
        Arguments.of(1, 2047),
        Arguments.of(1, 2048),
        Arguments.of(1, 2049),
        Arguments.of(2, 2049),
        Arguments.of(3, 1025),
        Arguments.of(2049, 1),
        Arguments.of(3, 5000),
        Arguments.of(128, 250));
  }

  static double phi(Activation activation, double a) {
    return switch (activation) {
      case TANH -> Math.tanh(a);
      case RELU -> Math.max(0, a);
      case SIGMOID -> 1 / (1 + Math.exp(-a));
      case LINEAR -> a;
    };
  }

  static double slope(Activation activation, double h) {
    return switch (activation) {
      case TANH -> 1 - h * h;
      case RELU -> h > 0 ? 1 : 0;
      case SIGMOID -> h * (1 - h);
      case LINEAR -> 1;
    };
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void activate_everyActivation_isTwin(int rows, int cols) {
    for (Activation phi : Activation.values()) {
      Matrix z = normal(workspace, rows, cols, 1);
      float[] before = z.toArray();

      kernels.activate(z, phi);

      assertClose(z.toArray(), k -> phi(phi, before[k]), ROUNDING);
    }
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void spread_aRow_isEveryRow(int rows, int cols) {
    Matrix out = normal(workspace, rows, cols, 1);
    Matrix row = normal(workspace, 1, cols, 2);
    float[] values = row.toArray();

    kernels.spread(out, row);

    assertClose(out.toArray(), k -> values[k % cols], 0);
    assertThat(row.toArray()).isEqualTo(values);
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void addScaled_matrixOrHeapArray_isTwin(int rows, int cols) {
    Matrix x = normal(workspace, rows, cols, 1);
    Matrix y = normal(workspace, rows, cols, 2);
    Matrix out = workspace.matrix(rows, cols);
    float[] a = x.toArray();
    float[] b = y.toArray();

    kernels.addScaled(out, x, -0.3f, y);
    assertClose(out.toArray(), k -> a[k] - 0.3 * b[k], ROUNDING);
    float[] fromMatrix = out.toArray();
    out.clear();
    kernels.addScaled(out, x, -0.3f, b);
    assertThat(out.toArray()).isEqualTo(fromMatrix);
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void displace_everyActivation_isTwin(int rows, int cols) {
    for (Activation phi : Activation.values()) {
      Matrix excitation = normal(workspace, rows, cols, 1);
      Matrix h = normal(workspace, rows, cols, 2);
      Matrix inhibition = normal(workspace, rows, cols, 3);
      Matrix e = workspace.matrix(rows, cols);
      Matrix t = workspace.matrix(rows, cols);
      Matrix d = workspace.matrix(rows, cols);
      float[] ex = excitation.toArray();
      float[] hs = h.toArray();
      float[] in = inhibition.toArray();

      kernels.displace(e, t, d, 0.5f, excitation, h, 2.5f, inhibition, phi);

      IntToDoubleFunction twin =
          k -> 0.5 * ((double) ex[k] - hs[k]) + 2.5 * ((double) hs[k] - in[k]);
      assertClose(e.toArray(), twin, 2 * ROUNDING);
      assertClose(t.toArray(), k -> hs[k] + twin.applyAsDouble(k), 2 * ROUNDING);
      // normal h lie outside an activation's range, where the slope's terms cancel
      assertClose(d.toArray(), k -> twin.applyAsDouble(k) * slope(phi, hs[k]), 2e-5);
    }
  }

  @Test
  void displace_inhibitionEqualToExcitation_isExactlyZeroForEqualScales() {
    Matrix excitation = normal(workspace, 3, 700, 1);
    Matrix h = normal(workspace, 3, 700, 2);
    Matrix e = workspace.matrix(3, 700);
    Matrix t = workspace.matrix(3, 700);
    Matrix d = workspace.matrix(3, 700);

    kernels.displace(e, t, d, 1, excitation, h, 1, excitation, Activation.TANH);

    assertThat(e.toArray()).containsOnly(0f);
    assertThat(d.toArray()).containsOnly(0f);
    assertThat(t.toArray()).isEqualTo(h.toArray());
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void deltaAndError_everyActivation_areTwins(int rows, int cols) {
    for (Activation phi : Activation.values()) {
      Matrix wanted = normal(workspace, rows, cols, 1);
      Matrix z = normal(workspace, rows, cols, 2);
      Matrix h = workspace.matrix(rows, cols);
      kernels.copy(h, z);
      kernels.activate(h, phi);
      Matrix d = workspace.matrix(rows, cols);
      float[] rs = wanted.toArray();
      float[] hs = h.toArray();

      kernels.delta(d, wanted, h, phi);
      assertClose(d.toArray(), k -> rs[k] * slope(phi, hs[k]), ROUNDING);
      kernels.error(z, phi, wanted);
      assertClose(z.toArray(), k -> ((double) rs[k] - hs[k]) * slope(phi, hs[k]), 2 * ROUNDING);
    }
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void momentum_anyState_isTwin(int rows, int cols) {
    Matrix p = normal(workspace, rows, cols, 1);
    Matrix v = normal(workspace, rows, cols, 2);
    Matrix gradient = normal(workspace, rows, cols, 3);
    float[] p0 = p.toArray();
    float[] v0 = v.toArray();
    float[] g = gradient.toArray();

    kernels.momentum(p, v, gradient, 0.1f, 0.9f);

    assertClose(v.toArray(), k -> 0.9 * v0[k] + g[k], ROUNDING);
    assertClose(p.toArray(), k -> p0[k] - 0.1 * (0.9 * v0[k] + g[k]), ROUNDING);
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void rmsprop_anyState_isTwin(int rows, int cols) {
    Matrix p = normal(workspace, rows, cols, 1);
    Matrix s = squares(rows, cols);
    Matrix gradient = normal(workspace, rows, cols, 3);
    float[] p0 = p.toArray();
    float[] s0 = s.toArray();
    float[] g = gradient.toArray();

    kernels.rmsprop(p, s, gradient, 0.1f, 0.99, 1e-8f);

    assertClose(s.toArray(), k -> square(s0[k], g[k], 0.99), ROUNDING);
    assertClose(
        p.toArray(),
        k -> p0[k] - 0.1 * g[k] / (Math.sqrt(square(s0[k], g[k], 0.99)) + 1e-8),
        2 * ROUNDING);
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void adam_anyState_isTwin(int rows, int cols) {
    Matrix p = normal(workspace, rows, cols, 1);
    Matrix m = normal(workspace, rows, cols, 2);
    Matrix v = squares(rows, cols);
    Matrix gradient = normal(workspace, rows, cols, 3);
    float[] p0 = p.toArray();
    float[] m0 = m.toArray();
    float[] v0 = v.toArray();
    float[] g = gradient.toArray();

    kernels.adam(p, m, v, gradient, 0.01f, 1.5f, 0.9, 0.999, 1e-8f);

    assertClose(m.toArray(), k -> 0.9 * m0[k] + (1 - 0.9) * g[k], ROUNDING);
    assertClose(v.toArray(), k -> square(v0[k], g[k], 0.999), ROUNDING);
    assertClose(
        p.toArray(),
        k ->
            p0[k]
                - 0.01
                    * (0.9 * m0[k] + (1 - 0.9) * g[k])
                    / (Math.sqrt(square(v0[k], g[k], 0.999)) * 1.5 + 1e-8),
        2 * ROUNDING);
  }

  /** 1 − β is rounded once: from zero state v is (1 − β₂) G² to single precision. */
  @Test
  void adam_zeroState_keepsSinglePrecisionOfTheRest() {
    Matrix v = workspace.matrix(1, 1);
    kernels.adam(
        workspace.matrix(1, 1),
        workspace.matrix(1, 1),
        v,
        matrix(workspace, 1, 1, 1f),
        0.01f,
        1f,
        0.9,
        0.999,
        1e-8f);

    assertThat(v.toArray()[0]).isEqualTo(0.001f);
    assertThat(1f - 0.999f).as("what rounding twice would give").isNotEqualTo(0.001f);
  }

  private Matrix squares(int rows, int cols) {
    float[] values = normal(2, rows * cols);
    for (int k = 0; k < values.length; k++) {
      values[k] *= values[k];
    }
    return matrix(workspace, rows, cols, values);
  }

  private static double square(double s, double g, double decay) {
    return decay * s + (1 - decay) * g * g;
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void scaleAndCopy_anyShape_areExact(int rows, int cols) {
    Matrix x = normal(workspace, rows, cols, 1);
    Matrix out = workspace.matrix(rows, cols);
    float[] xs = x.toArray();

    kernels.scale(out, -2f, x);
    assertClose(out.toArray(), k -> -2.0 * xs[k], 0);
    kernels.copy(out, x);
    assertThat(out.toArray()).isEqualTo(xs);
  }

  @Test
  void gather_indicesFromAPlace_takesThoseRows() {
    float[] source = {0, 1, 10, 11, 20, 21, 30, 31};
    Matrix out = workspace.matrix(2, 2);

    kernels.gather(out, source, new int[] {0, 3, 1, 3}, 1);

    assertThat(out.toArray()).containsExactly(30, 31, 10, 11);
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void largestAndCountBeyond_anyShape_areTwins(int rows, int cols) {
    Matrix x = normal(workspace, rows, cols, 1);
    float[] xs = x.toArray();
    float largest = 0;
    int beyond = 0;
    for (float value : xs) {
      largest = Math.max(largest, Math.abs(value));
      beyond += Math.abs(value) > 0.95f ? 1 : 0;
    }

    assertThat(kernels.largest(x)).isEqualTo(largest);
    assertThat(kernels.countBeyond(x, 0.95f)).isEqualTo(beyond);
  }

  @Test
  void largest_anyNaN_isNaN() {
    float[] values = normal(1, 5000);
    values[4999] = Float.NaN;

    assertThat(kernels.largest(matrix(workspace, 1, 5000, values))).isNaN();
    assertThat(kernels.largest(matrix(workspace, 1, 1, Float.NEGATIVE_INFINITY)))
        .isEqualTo(Float.POSITIVE_INFINITY);
  }

  @Test
  void countBeyond_theBoundItself_doesNotCount() {
    assertThat(kernels.countBeyond(matrix(workspace, 1, 3, 0.95f, -0.95f, -0.96f), 0.95f))
        .isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(Activation.class)
  void activate_nan_staysInItsPlace(Activation phi) {
    Matrix z = matrix(workspace, 1, 3, 0.5f, Float.NaN, 0.5f);

    kernels.activate(z, phi);

    assertThat(z.toArray()[1]).isNaN();
    assertThat(z.toArray()[0]).isFinite().isEqualTo(z.toArray()[2]);
  }

  @ParameterizedTest
  @EnumSource(Activation.class)
  void deltaErrorAndDisplace_nan_stayInTheirPlaces(Activation phi) {
    Matrix nan = matrix(workspace, 1, 3, 0.5f, Float.NaN, 0.5f);
    Matrix h = matrix(workspace, 1, 3, 0.5f, 0.5f, 0.5f);
    Matrix d = workspace.matrix(1, 3);
    Matrix e = workspace.matrix(1, 3);
    Matrix t = workspace.matrix(1, 3);

    kernels.delta(d, nan, h, phi);
    assertOnlyMiddleIsNaN(d);
    kernels.copy(d, h);
    kernels.error(d, phi, nan);
    assertOnlyMiddleIsNaN(d);
    kernels.displace(e, t, d, 1, nan, h, 1, h, phi);
    assertOnlyMiddleIsNaN(e);
    assertOnlyMiddleIsNaN(t);
    assertOnlyMiddleIsNaN(d);
    kernels.displace(e, t, d, 1, h, h, 1, nan, phi);
    assertOnlyMiddleIsNaN(e);
    assertOnlyMiddleIsNaN(t);
    assertOnlyMiddleIsNaN(d);
  }

  @Test
  void optimizerKernels_nanGradient_reachesParameterAndState() {
    Matrix nan = matrix(workspace, 1, 3, 0.5f, Float.NaN, 0.5f);
    Matrix p = normal(workspace, 1, 3, 1);
    Matrix m = workspace.matrix(1, 3);
    Matrix v = workspace.matrix(1, 3);

    kernels.momentum(p, m, nan, 0.1f, 0.9f);
    assertOnlyMiddleIsNaN(p);
    assertOnlyMiddleIsNaN(m);
    p.set(new float[3]);
    kernels.rmsprop(p, v, nan, 0.1f, 0.9, 1e-8f);
    assertOnlyMiddleIsNaN(p);
    assertOnlyMiddleIsNaN(v);
    p.set(new float[3]);
    m.clear();
    v.clear();
    kernels.adam(p, m, v, nan, 0.1f, 1f, 0.9, 0.999, 1e-8f);
    assertOnlyMiddleIsNaN(p);
    assertOnlyMiddleIsNaN(m);
    assertOnlyMiddleIsNaN(v);
  }

  private static void assertOnlyMiddleIsNaN(Matrix matrix) {
    float[] values = matrix.toArray();
    assertThat(values[1]).isNaN();
    assertThat(values[0]).isFinite();
    assertThat(values[2]).isFinite();
  }

  /** Denormals slow every later operation down many times; flushed where they would persist. */
  @Test
  void slopesAndStates_tinyValues_areNeverDenormal() {
    float[] tiny = new float[300];
    for (int k = 0; k < tiny.length; k++) {
      tiny[k] = (float) Math.pow(10, -30 - k / 20.0) * (k % 2 == 0 ? 1 : -1);
    }
    Matrix e = matrix(workspace, 1, 300, tiny);
    Matrix h = workspace.matrix(1, 300);
    float[] half = new float[300];
    Arrays.fill(half, 0.5f);
    h.set(half);
    Matrix d = workspace.matrix(1, 300);
    for (Activation phi : List.of(Activation.TANH, Activation.SIGMOID)) {
      kernels.delta(d, e, h, phi);
      assertNoDenormals(d);
    }
    Matrix p = workspace.matrix(1, 300);
    Matrix v = matrix(workspace, 1, 300, tiny);
    kernels.momentum(p, v, e, 1e-3f, 0.9f);
    assertNoDenormals(v);
    Matrix m = matrix(workspace, 1, 300, tiny);
    v.clear();
    kernels.adam(p, m, v, e, 1e-3f, 1f, 0.9, 0.999, 1e-8f);
    assertNoDenormals(m);
    assertNoDenormals(v);
    v.clear();
    kernels.rmsprop(p, v, e, 1e-3f, 0.9, 1e-8f);
    assertNoDenormals(v);
  }

  private static void assertNoDenormals(Matrix matrix) {
    for (float value : matrix.toArray()) {
      assertThat(value == 0 || Math.abs(value) >= Float.MIN_NORMAL).as("%s", value).isTrue();
    }
  }

  @Test
  void delta_ordinaryValues_areNotTouchedByFlushing() {
    Matrix e = matrix(workspace, 1, 3, 1e-20f, -3e-22f, 1e10f);
    Matrix d = workspace.matrix(1, 3);

    kernels.delta(d, e, workspace.matrix(1, 3), Activation.TANH);

    assertThat(d.toArray()).isEqualTo(e.toArray());
  }

  /** A kernel of three inputs, run with its output apart and with it as each of the inputs. */
  private void assertAliases(int inputs, BiConsumer<Matrix, Matrix[]> kernel) {
    Matrix apart = workspace.matrix(3, 1500);
    kernel.accept(apart, operands());
    for (int alias = 0; alias < inputs; alias++) {
      Matrix[] operands = operands();
      kernel.accept(operands[alias], operands);
      assertThat(operands[alias].toArray())
          .as("output is input %d", alias)
          .isEqualTo(apart.toArray());
    }
  }

  private Matrix[] operands() {
    return IntStream.range(0, 3)
        .mapToObj(k -> normal(workspace, 3, 1500, k))
        .toArray(Matrix[]::new);
  }

  @Test
  void elementwise_outputIsAnInput_givesTheSameBits() {
    Matrix o = workspace.matrix(3, 1500);
    Matrix p = workspace.matrix(3, 1500);
    float[] heap = normal(7, 4500);
    Activation phi = Activation.TANH;
    assertAliases(2, (out, in) -> kernels.addScaled(out, in[0], 0.7f, in[1]));
    assertAliases(1, (out, in) -> kernels.addScaled(out, in[0], 0.7f, heap));
    assertAliases(2, (out, in) -> kernels.delta(out, in[0], in[1], phi));
    assertAliases(1, (out, in) -> kernels.scale(out, 3f, in[0]));
    assertAliases(1, (out, in) -> kernels.copy(out, in[0]));
    assertAliases(3, (x, in) -> kernels.displace(x, o, p, 0.5f, in[0], in[1], 2f, in[2], phi));
    assertAliases(3, (x, in) -> kernels.displace(o, x, p, 0.5f, in[0], in[1], 2f, in[2], phi));
    assertAliases(3, (x, in) -> kernels.displace(o, p, x, 0.5f, in[0], in[1], 2f, in[2], phi));
  }
}
