package org.bigsweep.engine.noise;

import java.util.Objects;

/**
 * Fills arrays with uniform floats, a pure function of (key, index).
 *
 * <p>Value j is made of the low 23 bits k of a word of a 13-round {@link Threefry2x32} block: with
 * q = 1024, block b = j div 4q takes the counters 2qb … 2qb + 2q − 1; the first q values of the
 * block are x₀ of its first q counters, the next q their x₁, then x₀ and x₁ of its last q counters.
 * A fill of n values is therefore a prefix of a fill of more.
 *
 * <p>Holds scratch memory of 24 KB and allocates nothing when filling. Not thread-safe.
 */
public final class Uniform {
  private static final int LENGTH = RandomBlocks.LENGTH;

  private final RandomBlocks blocks = new RandomBlocks();
  private final BitCast cast = new BitCast(LENGTH);
  private final float[] values = new float[LENGTH];

  /**
   * Writes {@code count} values (k + ½)·2⁻²³, uniform on (0, 1), to {@code out[offset]} and
   * following. Their mean over all k is exactly ½; 0 and 1 do not occur.
   *
   * @param key see {@link RandomStream}
   * @throws IndexOutOfBoundsException if the range is not within {@code out}
   */
  public void fill(long key, float[] out, int offset, int count) {
    fill(key, 1f, -0x1.fffffep-1f, 0f, 1f, out, offset, count);
  }

  /**
   * Writes {@code count} values bound·((2k + 1)·2⁻²³ − 1), uniform on (−bound, bound), to {@code
   * out[offset]} and following. The distribution is symmetric; 0 and ±bound do not occur.
   *
   * @param key see {@link RandomStream}
   * @param bound positive and finite
   * @throws IllegalArgumentException if {@code bound} is not positive and finite
   * @throws IndexOutOfBoundsException if the range is not within {@code out}
   */
  public void fillSymmetric(long key, float bound, float[] out, int offset, int count) {
    if (!(bound > 0) || Float.isInfinite(bound)) {
      throw new IllegalArgumentException(
          "Invalid bound: " + bound + " (must be positive and finite)");
    }
    fill(key, 2f, -3f, 0x1p-23f, bound, out, offset, count);
  }

  private void fill(
      long key,
      float slope,
      float intercept,
      float half,
      float bound,
      float[] out,
      int offset,
      int count) {
    Objects.checkFromIndexSize(offset, count, out.length);
    blocks.key(key);
    int done = 0;
    for (int counter = 0; done < count; counter += 2 * LENGTH) {
      blocks.fill(counter, Math.min(LENGTH, count - done));
      for (int quarter = 0; quarter < 4; quarter++) {
        int n = Math.min(LENGTH, count - done);
        cast.toFloats(words(quarter), values, n);
        affine(values, slope, intercept, half, bound, n);
        System.arraycopy(values, 0, out, offset + done, n);
        done += n;
      }
    }
  }

  private int[] words(int quarter) {
    return switch (quarter) {
      case 0 -> blocks.first0;
      case 1 -> blocks.first1;
      case 2 -> blocks.second0;
      default -> blocks.second1;
    };
  }

  /** Exact up to the last product. */
  private static void affine(
      float[] v, float slope, float intercept, float half, float bound, int n) {
    for (int i = 0; i < n; i++) {
      v[i] = (Math.fma(v[i], slope, intercept) + half) * bound;
    }
  }
}
