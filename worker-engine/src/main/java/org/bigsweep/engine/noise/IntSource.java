package org.bigsweep.engine.noise;

/**
 * The sequence of random ints of a key, for shuffles: words 0 and 1 of the 13-round {@link
 * Threefry2x32} blocks of counters 0, 1, 2, …. Not thread-safe.
 */
public final class IntSource {
  private final long key;
  private long counter;
  private long block;
  private boolean halfUsed;

  /**
   * @param key see {@link RandomStream}
   */
  public IntSource(long key) {
    this.key = key;
  }

  /** The next int, uniform over all 2³². */
  public int next() {
    if (halfUsed) {
      halfUsed = false;
      return Threefry2x32.word1(block);
    }
    block = Threefry2x32.block13(key, counter++);
    halfUsed = true;
    return Threefry2x32.word0(block);
  }

  /**
   * The next int in 0 inclusive to {@code bound} exclusive, exactly uniform.
   *
   * @param bound at least 1
   * @throws IllegalArgumentException if {@code bound} is less than 1
   * @see <a href="https://doi.org/10.1145/3230636">Lemire: Fast random integer generation in an
   *     interval (2019)</a>
   */
  public int next(int bound) {
    if (bound < 1) {
      throw new IllegalArgumentException("Invalid bound: " + bound + " (must be at least 1)");
    }
    long product = (next() & 0xFFFFFFFFL) * bound;
    if ((product & 0xFFFFFFFFL) < bound) {
      long rejected = (1L << 32) % bound;
      while ((product & 0xFFFFFFFFL) < rejected) {
        product = (next() & 0xFFFFFFFFL) * bound;
      }
    }
    return (int) (product >>> 32);
  }

  /** Brings {@code values} into a random order, each of the n! equally likely (Fisher–Yates). */
  public void shuffle(int[] values) {
    for (int i = values.length - 1; i > 0; i--) {
      int j = next(i + 1);
      int swapped = values[i];
      values[i] = values[j];
      values[j] = swapped;
    }
  }
}
