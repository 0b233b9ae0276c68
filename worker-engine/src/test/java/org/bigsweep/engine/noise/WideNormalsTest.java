package org.bigsweep.engine.noise;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Fills by explicit vectors against those by plain loops, bit by bit. */
class WideNormalsTest {
  private final Gaussian wide = new Gaussian(() -> true);
  private final Gaussian plain = new Gaussian(() -> false);

  @Test
  void fill_everyCountAroundBlocks_sameBits() {
    for (int count = 0; count < 5000; count += count < 40 ? 1 : 37) {
      assertSame(count * 0x9e3779b97f4a7c15L, 3, count);
    }
    for (int count : new int[] {1023, 1024, 1025, 2047, 2048, 2049, 3071, 3073, 4095, 4096, 4097}) {
      assertSame(count, 0, count);
    }
  }

  @Test
  void fill_aFewMillionOfSeveralKeys_sameBits() {
    for (long key : new long[] {0, -1, 1, 0x0123456789abcdefL, Long.MIN_VALUE}) {
      assertSame(key, 0, 1_000_000);
    }
  }

  private void assertSame(long key, int offset, int count) {
    float[] found = new float[count + 2 * offset];
    float[] expected = new float[count + 2 * offset];
    wide.fill(key, found, offset, count);
    plain.fill(key, expected, offset, count);
    for (int k = 0; k < found.length; k++) {
      if (Float.floatToRawIntBits(found[k]) != Float.floatToRawIntBits(expected[k])) {
        assertThat(found[k]).as("value %d of %d, key %d", k, count, key).isEqualTo(expected[k]);
      }
    }
  }
}
