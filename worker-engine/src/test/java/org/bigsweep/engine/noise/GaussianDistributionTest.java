package org.bigsweep.engine.noise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The distribution of {@link Gaussian} at fixed keys. A statistic that is standard normal if the
 * law holds must lie within ±4 (significance 6·10⁻⁵), or ±5 (6·10⁻⁷) where dozens are taken
 * together.
 */
class GaussianDistributionTest {
  private static final RandomStream STREAM = RandomStream.of(2023, StreamName.INHIBITION_NOISE);
  private static final int N = 1 << 22;
  private static final float[] SAMPLE = values(STREAM.at(0), N);

  /** E zᵐ and the variance of zᵐ. */
  @ParameterizedTest
  @CsvSource({"1, 0, 1", "2, 1, 2", "3, 0, 15", "4, 3, 96", "5, 0, 945", "6, 15, 10170"})
  void moment_ofTheSample_isTheNormals(int m, double mean, double variance) {
    double sum = 0;
    for (float z : SAMPLE) {
      sum += Math.pow(z, m) - mean;
    }

    assertThat(sum / Math.sqrt(N * variance)).isBetween(-4.0, 4.0);
  }

  /** Kolmogorov and Smirnov's √n·D exceeds 1.95 with probability 0.001. */
  @Test
  void kolmogorovSmirnov_ofTheSample_isSmall() {
    int n = 1 << 20;
    float[] sorted = Arrays.copyOf(SAMPLE, n);
    Arrays.sort(sorted);
    double distance = 0;
    for (int i = 0; i < n; i++) {
      double p = NormalLaw.cdf(sorted[i]);
      distance = Math.max(distance, Math.max(p - i / (double) n, (i + 1) / (double) n - p));
    }

    assertThat(distance * Math.sqrt(n)).isLessThan(1.95);
  }

  @Test
  void chiSquare_thousandEquallyLikelyCells_isPlausible() {
    long[] counts = new long[1000];
    for (float z : SAMPLE) {
      counts[cell(z, 1000)]++;
    }

    assertThat(NormalLaw.chiSquareDeviation(counts)).isBetween(-4.0, 4.0);
  }

  /** Pairs that share a radius, neighbours, and values a block apart, on a 32×32 grid of cells. */
  @ParameterizedTest
  @ValueSource(ints = {1, 1024, 2048, 4096})
  void chiSquare_ofPairs_isPlausible(int lag) {
    long[] counts = new long[32 * 32];
    for (int i = 0; i + lag < N / 2; i++) {
      counts[cell(SAMPLE[i], 32) * 32 + cell(SAMPLE[i + lag], 32)]++;
    }

    assertThat(NormalLaw.chiSquareDeviation(counts)).isBetween(-4.0, 4.0);
  }

  /**
   * Counts beyond x are Poisson; 2²⁷ values, of which 77 are expected beyond 5 and 5.1 beyond 5.5.
   */
  @Test
  void tails_of134MillionValues_haveTheNormalsMass() {
    double[] bounds = {3, 3.5, 4, 4.5, 5, 5.5};
    long[] beyond = new long[bounds.length];
    long positive = 0;
    float largest = 0;
    float[] values = new float[1 << 20];
    Gaussian gaussian = new Gaussian();
    for (int step = 0; step < 128; step++) {
      gaussian.fill(STREAM.at(1, step, 0), values, 0, values.length);
      for (float z : values) {
        float size = Math.abs(z);
        if (size > 3) {
          positive += z > 0 ? 1 : 0;
          largest = Math.max(largest, size);
          for (int b = 0; b < bounds.length && size > bounds[b]; b++) {
            beyond[b]++;
          }
        }
      }
    }

    for (int b = 0; b < bounds.length; b++) {
      double expected = 128.0 * values.length * NormalLaw.beyond(bounds[b]);
      assertThat((beyond[b] - expected) / Math.sqrt(expected)).isBetween(-4.0, 4.0);
    }
    assertThat((2.0 * positive - beyond[0]) / Math.sqrt((double) beyond[0])).isBetween(-4.0, 4.0);
    assertThat(largest).isBetween(5.5f, Gaussian.MAX);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 8, 16, 64, 256, 1023, 1024, 1025, 2048, 3072, 4096, 8192, 32768})
  void correlation_withinAFill_vanishes(int lag) {
    int n = N - lag;

    assertThat(NormalLaw.correlation(SAMPLE, 0, SAMPLE, lag, n)).isBetween(-5.0, 5.0);
    assertThat(NormalLaw.correlationOfSquares(SAMPLE, 0, SAMPLE, lag, n)).isBetween(-5.0, 5.0);
  }

  @Test
  void correlation_betweenNeighbouringPositionsStreamsAndSeeds_vanishes() {
    int n = 1 << 18;
    float[] here = values(STREAM.at(7, 70, 3, 1), n);
    long[] neighbours = {
      STREAM.at(8, 70, 3, 1),
      STREAM.at(7, 71, 3, 1),
      STREAM.at(7, 70, 4, 1),
      STREAM.at(7, 70, 3, 2),
      RandomStream.of(2024, StreamName.INHIBITION_NOISE).at(7, 70, 3, 1),
      RandomStream.of(2023, StreamName.FEEDBACK_NOISE).at(7, 70, 3, 1),
      RandomStream.of(2023, StreamName.PRETRAIN_INHIBITION_NOISE).at(7, 70, 3, 1),
    };

    for (long key : neighbours) {
      assertUncorrelated(here, values(key, n));
    }
  }

  /** The generator itself must separate keys that differ in one bit, or by one. */
  @Test
  void correlation_betweenNeighbouringKeys_vanishes() {
    int n = 1 << 16;
    float[] here = values(0, n);

    for (int bit = 0; bit < Long.SIZE; bit++) {
      assertUncorrelated(here, values(1L << bit, n));
    }
    assertUncorrelated(here, values(-1, n));
  }

  /** The value at one index over many positions is a normal sample too. */
  @Test
  void acrossPositions_atOneIndex_isNormalAndUncorrelated() {
    int n = 1 << 16;
    float[] first = new float[n];
    Gaussian gaussian = new Gaussian();
    for (int step = 0; step < n; step++) {
      gaussian.fill(STREAM.at(2, step, 0), first, step, 1);
    }
    long[] counts = new long[256];
    double squares = 0;
    for (float z : first) {
      counts[cell(z, 256)]++;
      squares += z * z - 1.0;
    }

    assertThat(NormalLaw.chiSquareDeviation(counts)).isBetween(-4.0, 4.0);
    assertThat(squares / Math.sqrt(2.0 * n)).isBetween(-4.0, 4.0);
    for (int lag : new int[] {1, 2, 128, 430}) {
      assertThat(NormalLaw.correlation(first, 0, first, lag, n - lag)).isBetween(-4.0, 4.0);
    }
  }

  /** Two successive values carry 2⁴⁶ patterns: a repeat among 2²⁰ has a chance of 0.8 %. */
  @Test
  void successivePairs_ofTheSample_neverRepeat() {
    long[] pairs = new long[1 << 20];
    for (int i = 0; i < pairs.length; i++) {
      pairs[i] =
          Threefry2x32.pair(
              Float.floatToRawIntBits(SAMPLE[i]), Float.floatToRawIntBits(SAMPLE[i + 1]));
    }

    assertThat(Arrays.stream(pairs).sorted().distinct().count()).isEqualTo(pairs.length);
  }

  /** The share of distinct floats in (1, 2) is what 2²² draws on 2²³ cells give, within 1 %. */
  @Test
  void values_betweenOneAndTwo_useTheWholeFloatGrid() {
    boolean[] seen = new boolean[1 << 23];
    int distinct = 0;
    int drawn = 0;
    for (float z : SAMPLE) {
      if (z > 1 && z < 2) {
        int cell = (int) ((z - 1) * (1 << 23));
        drawn++;
        distinct += seen[cell] ? 0 : 1;
        seen[cell] = true;
      }
    }
    double expected = 0;
    for (int slice = 0; slice < 1000; slice++) {
      double cells = (1 << 23) / 1000.0;
      double mass = NormalLaw.cdf(1 + (slice + 1) / 1000.0) - NormalLaw.cdf(1 + slice / 1000.0);
      expected += cells * (1 - Math.exp(-N * mass / cells));
    }

    assertThat((double) distinct).isCloseTo(expected, withinPercentage(1));
    assertThat(drawn).isGreaterThan(distinct);
  }

  private static void assertUncorrelated(float[] a, float[] b) {
    int n = a.length;
    assertThat(NormalLaw.correlation(a, 0, b, 0, n)).isBetween(-5.0, 5.0);
    assertThat(NormalLaw.correlationOfSquares(a, 0, b, 0, n)).isBetween(-5.0, 5.0);
    assertThat(NormalLaw.correlation(a, 0, b, 1, n - 1)).isBetween(-5.0, 5.0);
  }

  private static int cell(float z, int cells) {
    return Math.min(cells - 1, (int) (NormalLaw.cdf(z) * cells));
  }

  private static float[] values(long key, int n) {
    float[] out = new float[n];
    new Gaussian().fill(key, out, 0, n);
    return out;
  }
}
