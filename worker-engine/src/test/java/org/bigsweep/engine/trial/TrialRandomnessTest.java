package org.bigsweep.engine.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.bigsweep.engine.kernel.Matrix;
import org.bigsweep.engine.kernel.Workspace;
import org.bigsweep.engine.net.Initializer;
import org.bigsweep.engine.rule.RuleContext.NoiseOf;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Moments, independence and first values of all that a seed draws. */
class TrialRandomnessTest {
  private static final int ROWS = 240;
  private static final int COLS = 160;

  private final Workspace workspace = new Workspace();

  @AfterEach
  void close() {
    workspace.close();
  }

  private TrialRandomness seed(long seed, Initializer initializer) {
    return new TrialRandomness(seed, workspace, initializer);
  }

  private float[] weights(TrialRandomness seed, String name, int rows, int cols) {
    Matrix matrix = workspace.matrix(rows, cols);
    seed.draw(name, matrix);
    return matrix.toArray();
  }

  private float[] fixed(TrialRandomness seed, String name) {
    Matrix matrix = workspace.matrix(ROWS, COLS);
    seed.drawFixed(name, matrix);
    return matrix.toArray();
  }

  /** ε itself: h = 0, deviation 1. */
  private float[] noise(
      TrialRandomness seed, NoiseOf of, int layer, int inner, long epoch, long step) {
    Matrix zero = workspace.matrix(ROWS, COLS);
    Matrix out = workspace.matrix(ROWS, COLS);
    seed.add(of, layer, inner, epoch, step, 1, zero, out);
    return out.toArray();
  }

  /** The variances are written out: 2/(n_in + n_out), 2/n_in, 1/max(n_in, n_out). */
  @ParameterizedTest
  @CsvSource({
    "GLOROT_UNIFORM, 0.005, 1.8",
    "GLOROT_NORMAL, 0.005, 3",
    "HE_UNIFORM, 0.00833333333, 1.8",
    "HE_NORMAL, 0.00833333333, 3",
    "ORTHOGONAL, 0.00416666667, 3"
  })
  void draw_everyInitializer_hasItsMoments(
      Initializer initializer, double variance, double kurtosis) {
    for (String name : List.of("f1", "g1", "i2")) {
      float[] values = weights(seed(3, initializer), name, ROWS, COLS);

      assertMoments(name, values, variance, kurtosis);
      if (initializer.uniform()) {
        double bound = Math.sqrt(3 * variance) * (1 + 1e-6);
        for (float value : values) {
          assertThat(Math.abs((double) value)).isLessThanOrEqualTo(bound);
        }
      }
    }
  }

  /** Whatever the trial's initialiser is. */
  @ParameterizedTest
  @EnumSource
  void drawFixed_everyInitializer_isGlorotUniform(Initializer initializer) {
    assertThat(fixed(seed(3, initializer), "Bk1"))
        .isEqualTo(fixed(seed(3, Initializer.GLOROT_UNIFORM), "Bk1"))
        .isEqualTo(weights(seed(3, Initializer.GLOROT_UNIFORM), "Bk1", ROWS, COLS));
  }

  @Test
  void add_everyStream_isStandardNormal() {
    noises(seed(5, Initializer.HE_NORMAL)).forEach((name, e) -> assertMoments(name, e, 1, 3));
  }

  @Test
  void add_deviation_scalesTheNoiseOnTopOfTheActivity() {
    TrialRandomness seed = seed(5, Initializer.HE_NORMAL);
    float[] epsilon = noise(seed, NoiseOf.INHIBITION, 2, 1, 3, 4);
    Matrix h = workspace.matrix(ROWS, COLS);
    h.set(weights(seed, "f1", ROWS, COLS));
    Matrix out = workspace.matrix(ROWS, COLS);

    seed.add(NoiseOf.INHIBITION, 2, 1, 3, 4, 0.25f, h, out);

    float[] activity = h.toArray();
    float[] noisy = out.toArray();
    for (int k = 0; k < noisy.length; k++) {
      assertThat(noisy[k]).isCloseTo(activity[k] + 0.25f * epsilon[k], within(1e-6f));
    }
  }

  /** No two draws, of one seed or two, have anything to do with each other. */
  @Test
  void draws_ofTwoSeeds_areUncorrelated() {
    Map<String, float[]> draws = new LinkedHashMap<>();
    for (long number : new long[] {0, 1}) {
      TrialRandomness seed = seed(number, Initializer.GLOROT_NORMAL);
      for (String map : List.of("f1", "f2", "g1", "g2", "i1", "i2", "s1", "s2")) {
        draws.put(number + " " + map, weights(seed, map, ROWS, COLS));
      }
      draws.put(number + " Bk1", fixed(seed, "Bk1"));
      draws.put(number + " Bk2", fixed(seed, "Bk2"));
      noises(seed).forEach((name, values) -> draws.put(number + " " + name, values));
    }
    List<String> names = new ArrayList<>(draws.keySet());
    draws.replaceAll((name, values) -> scaled(values));

    for (int a = 0; a < names.size(); a++) {
      for (int b = 0; b < a; b++) {
        float[] first = draws.get(names.get(a));
        float[] second = draws.get(names.get(b));
        // about standard normal; 5.5 is passed once in 26 million
        assertThat(Math.abs(correlation(first, second)))
            .as("%s and %s", names.get(a), names.get(b))
            .isLessThan(5.5);
      }
    }
  }

  /** Of each map's noise, each differs from the first in one coordinate. */
  private Map<String, float[]> noises(TrialRandomness seed) {
    Map<String, float[]> noises = new LinkedHashMap<>();
    for (NoiseOf of : NoiseOf.values()) {
      noises.put(of + "", noise(seed, of, 1, 0, 1, 0));
      noises.put(of + " step", noise(seed, of, 1, 0, 1, 1));
      noises.put(of + " epoch", noise(seed, of, 1, 0, 2, 0));
      noises.put(of + " layer", noise(seed, of, 2, 0, 1, 0));
      noises.put(of + " inner step", noise(seed, of, 1, 1, 1, 0));
      noises.put(of + " pretraining", noise(seed, of, 1, 0, 0, 0));
      noises.put(of + " pretraining epoch", noise(seed, of, 1, 0, -1, 0));
      noises.put(of + " pretraining step", noise(seed, of, 1, 0, -1, 1));
    }
    return noises;
  }

  @Test
  void draw_afterOtherDraws_isTheSame() {
    TrialRandomness fresh = seed(11, Initializer.HE_UNIFORM);
    TrialRandomness used = seed(11, Initializer.HE_UNIFORM);
    weights(used, "f1", 5, 7);
    noise(used, NoiseOf.FEEDBACK, 1, 0, 1, 0);

    assertThat(weights(used, "g2", 9, 4)).isEqualTo(weights(fresh, "g2", 9, 4));
    assertThat(noise(used, NoiseOf.INHIBITION, 1, 0, 1, 7))
        .isEqualTo(noise(fresh, NoiseOf.INHIBITION, 1, 0, 1, 7));
  }

  @Test
  void draw_nameWithoutLayer_isRefused() {
    TrialRandomness seed = seed(0, Initializer.HE_UNIFORM);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> weights(seed, "f", 2, 2))
        .withMessage("Invalid map name: f (must be letters and a layer number)");
  }

  @Test
  void order_everyEpoch_isAnotherPermutation() {
    TrialRandomness seed = seed(2, Initializer.HE_UNIFORM);
    List<List<Integer>> orders = new ArrayList<>();
    for (int epoch = -3; epoch <= 3; epoch++) {
      int[] order = new int[1000];
      seed.order(epoch, order);
      assertThat(IntStream.of(order).sorted()).containsExactlyElementsOf(indices(1000));
      orders.add(IntStream.of(order).boxed().toList());
    }

    assertThat(orders).doesNotHaveDuplicates();
    // places that two orders share are about Poisson with mean 1
    for (int a = 0; a < orders.size(); a++) {
      for (int b = 0; b < a; b++) {
        List<Integer> first = orders.get(a);
        List<Integer> second = orders.get(b);
        assertThat(indices(1000).stream().filter(k -> first.get(k).equals(second.get(k))))
            .hasSizeLessThan(9);
      }
    }
  }

  private static List<Integer> indices(int n) {
    return IntStream.range(0, n).boxed().toList();
  }

  /** These bits are part of every result; a change of them is a new numerics version. */
  @ParameterizedTest
  @CsvSource({
    "GLOROT_UNIFORM, f1, 3daf1fbd, bd5462c1, be5cd59d",
    "GLOROT_NORMAL, f1, be41332a, 3e3d76b5, bf2f1b1f",
    "HE_UNIFORM, f1, 3de7aad1, bd8c7ae0, be921179",
    "HE_NORMAL, f1, be7f9453, 3e7aa30d, bf67a4b5",
    "ORTHOGONAL, f1, be2f429f, 3f2797c7, bf01d137",
    "GLOROT_UNIFORM, f2, 3f351082, 3ed0ecf6, 3ee2665a",
    "GLOROT_UNIFORM, g1, be154f8e, bf139556, befb3e03",
    "GLOROT_UNIFORM, i1, bf285619, 3c832a57, beca4a3a",
    "GLOROT_UNIFORM, Bk1, 3f2c25f8, 3f2e14b5, 3efd5798",
    "GLOROT_UNIFORM, s1, 3f07789f, bd052cbf, 3f0d5308"
  })
  void draw_firstWeights_areTheseBitsForEver(
      Initializer initializer, String map, String first, String second, String third) {
    float[] values = weights(seed(42, initializer), map, 4, 3);

    assertThat(bits(values)).containsExactly(first, second, third);
  }

  @ParameterizedTest
  @CsvSource({
    "FEEDBACK, 1, 0, 1, 0, bcb043a6, bf5fc5f8, bec453d3",
    "FEEDBACK, 2, 3, 4, 5, 3e05da9d, bfd0c068, 3f94ced0",
    "FEEDBACK, 1, 0, 0, 0, 3d8ae5f6, 3ed2e8cc, 3d8d8a6b",
    "FEEDBACK, 1, 0, -2, 1, bf6f432b, 3f35cc3b, 3fb0d8d2",
    "INHIBITION, 1, 0, 1, 0, bd89a78c, bfe24a6d, 3d1c169d",
    "INHIBITION, 2, 3, 4, 5, 3fb51780, 3eb852e5, be22692e",
    "INHIBITION, 1, 0, 0, 0, bf15a175, 3f04080b, bf7f5b35",
    "INHIBITION, 1, 0, -2, 1, bea8c18d, 3fac368b, bf883d19"
  })
  void add_firstNoise_areTheseBitsForEver(
      NoiseOf of,
      int layer,
      int inner,
      long epoch,
      long step,
      String first,
      String second,
      String third) {
    float[] values = noise(seed(42, Initializer.HE_NORMAL), of, layer, inner, epoch, step);

    assertThat(bits(values)).containsExactly(first, second, third);
  }

  @ParameterizedTest
  @CsvSource({
    "1, 10339-4866-19916",
    "2, 13042-18705-16513",
    "0, 15037-16682-5708",
    "-1, 17286-7600-17526"
  })
  void order_firstImages_areTheseForEver(int epoch, String images) {
    int[] order = new int[20_000];
    seed(42, Initializer.HE_NORMAL).order(epoch, order);

    assertThat(order[0] + "-" + order[1] + "-" + order[19_999]).isEqualTo(images);
  }

  private static List<String> bits(float[] values) {
    return IntStream.range(0, 3)
        .mapToObj(k -> Integer.toHexString(Float.floatToIntBits(values[k])))
        .toList();
  }

  /** Mean, variance and kurtosis within five of their standard errors. */
  private static void assertMoments(String what, float[] values, double variance, double kurtosis) {
    int n = values.length;
    double sum = 0;
    double squares = 0;
    double fourths = 0;
    for (float value : values) {
      double square = (double) value * value;
      sum += value;
      squares += square;
      fourths += square * square;
    }
    assertThat(sum / n).as("mean of %s", what).isCloseTo(0, within(5 * Math.sqrt(variance / n)));
    assertThat(squares / n / variance)
        .as("variance of %s", what)
        .isCloseTo(1, within(5 * Math.sqrt((kurtosis - 1) / n)));
    assertThat(fourths / n / (variance * variance))
        .as("fourth moment of %s", what)
        .isCloseTo(kurtosis, within(5 * Math.sqrt(96.0 / n)));
  }

  private static float[] scaled(float[] values) {
    double squares = 0;
    for (float value : values) {
      squares += (double) value * value;
    }
    float scale = (float) Math.sqrt(values.length / squares);
    float[] scaled = new float[values.length];
    for (int k = 0; k < values.length; k++) {
      scaled[k] = values[k] * scale;
    }
    return scaled;
  }

  private static double correlation(float[] a, float[] b) {
    double sum = 0;
    for (int k = 0; k < a.length; k++) {
      sum += (double) a[k] * b[k];
    }
    return sum / Math.sqrt(a.length);
  }
}
