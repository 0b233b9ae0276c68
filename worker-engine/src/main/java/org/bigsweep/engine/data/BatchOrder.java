package org.bigsweep.engine.data;

/**
 * The order in which an epoch visits the training images: a uniformly random permutation that
 * depends on the source of bits alone.
 */
public final class BatchOrder {
  private static final long WORD = 1L << Integer.SIZE;

  private BatchOrder() {}

  /**
   * Fills {@code indices} with 0 … n − 1 and permutes them; what it held before does not matter.
   */
  public static void fill(int[] indices, IntSource source) {
    for (int i = 0; i < indices.length; i++) {
      indices[i] = i;
    }
    permute(indices, source);
  }

  /** Permutes {@code indices} in place: Fisher–Yates from the last position to the first. */
  public static void permute(int[] indices, IntSource source) {
    for (int last = indices.length - 1; last > 0; last--) {
      int chosen = below(last + 1, source);
      int held = indices[chosen];
      indices[chosen] = indices[last];
      indices[last] = held;
    }
  }

  /**
   * A uniform number in 0 … bound − 1, without bias: the high word of bound × 32 bits, drawn again
   * while the low word falls short of 2³² mod bound.
   *
   * <p>Lemire, "Fast random integer generation in an interval", ACM TOMACS 29 (2019).
   */
  static int below(int bound, IntSource source) {
    long product = Integer.toUnsignedLong(source.next()) * bound;
    if (product % WORD < bound) {
      long threshold = WORD % bound;
      while (product % WORD < threshold) {
        product = Integer.toUnsignedLong(source.next()) * bound;
      }
    }
    return (int) (product / WORD);
  }
}
