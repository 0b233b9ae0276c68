package org.bigsweep.engine.noise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UniformTest {
  private static final long KEY = RandomStream.of(1, StreamName.FORWARD_WEIGHTS).atLayer(2);
  private static final int N = 1 << 22;

  private final Uniform uniform = new Uniform();

  @Test
  void fill_anyIndex_isTheStatedMantissa() {
    float[] values = unit(10_000);

    for (int i = 0; i < values.length; i++) {
      int counter = 2048 * (i / 4096) + 1024 * (i % 4096 / 2048) + i % 1024;
      long words = Threefry2x32.block13(KEY, counter);
      int word = i % 2048 < 1024 ? Threefry2x32.word0(words) : Threefry2x32.word1(words);
      assertThat((double) values[i]).isEqualTo(((word & 0x7fffff) + 0.5) * 0x1p-23);
    }
  }

  @Test
  void fillSymmetric_anyIndex_isTheSameDrawOnTheWiderRange() {
    float[] unit = unit(10_000);
    float[] symmetric = new float[10_000];

    uniform.fillSymmetric(KEY, 0.25f, symmetric, 0, symmetric.length);

    for (int i = 0; i < unit.length; i++) {
      assertThat((double) symmetric[i]).isEqualTo(0.25 * (2.0 * unit[i] - 1));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 1023, 1024, 1025, 2049, 4096, 4097, 9999})
  void fill_fewer_isAPrefixAndTouchesNothingElse(int count) {
    float[] all = unit(10_000);
    float[] out = new float[10_010];

    uniform.fill(KEY, out, 3, count);

    assertThat(Arrays.copyOfRange(out, 3, 3 + count)).isEqualTo(Arrays.copyOf(all, count));
    assertThat(Arrays.copyOfRange(out, 3 + count, out.length)).containsOnly(0f);
    assertThat(Arrays.copyOf(out, 3)).containsOnly(0f);
  }

  @Test
  void fill_manyValues_areUniform() {
    long[] counts = new long[1000];
    double sum = 0;
    boolean inside = true;
    for (float value : unit(N)) {
      inside &= value > 0 && value < 1;
      counts[(int) (value * 1000.0)]++;
      sum += value - 0.5;
    }

    assertThat(NormalLaw.chiSquareDeviation(counts)).isBetween(-4.0, 4.0);
    assertThat(inside).isTrue();
    assertThat(sum / Math.sqrt(N / 12.0)).isBetween(-4.0, 4.0);
  }

  @Test
  void fillSymmetric_badBound_isRejected() {
    for (float bound : new float[] {0, -1, Float.NaN, Float.POSITIVE_INFINITY}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> uniform.fillSymmetric(KEY, bound, new float[1], 0, 1))
          .withMessage("Invalid bound: " + bound + " (must be positive and finite)");
    }
  }

  private float[] unit(int n) {
    float[] out = new float[n];
    uniform.fill(KEY, out, 0, n);
    return out;
  }
}
