package org.bigsweep.engine.noise;

/**
 * Random words of a key in blocks, each already shaped as the bits of a float in [1, 2).
 *
 * <p>A block covers the counters c … c + 2·{@value #LENGTH} − 1 of the 13-round {@link
 * Threefry2x32} (counter word 1 is zero). With (x₀, x₁) the result for counter c + j: {@code
 * first0[j]} and {@code first1[j]} hold x₀ and x₁ for j &lt; {@value #LENGTH}, {@code second0} and
 * {@code second1} those of the counters {@value #LENGTH} higher; of each word the low 23 bits are
 * kept as a mantissa.
 *
 * <p>Two chains run side by side because one alone waits for its own results.
 */
final class RandomBlocks {
  /** Counters per half block: four arrays of this length and their float images stay in L1/L2. */
  static final int LENGTH = 1024;

  /** Words of a key's schedule. */
  static final int SCHEDULE = 8;

  static final int ONE = 0x3f800000;
  static final int MANTISSA = 0x007fffff;

  /** 0, 1, 2, …. */
  static final int[] INDEX = index();

  final int[] first0 = new int[LENGTH];
  final int[] first1 = new int[LENGTH];
  final int[] second0 = new int[LENGTH];
  final int[] second1 = new int[LENGTH];
  private final int[] schedule = new int[SCHEDULE];

  /** Sets the key of the blocks to come. */
  void key(long key) {
    schedule(key, schedule);
  }

  /** What the rounds add of {@code key}, and where. */
  static void schedule(long key, int[] schedule) {
    int k0 = Threefry2x32.word0(key);
    int k1 = Threefry2x32.word1(key);
    int k2 = Threefry2x32.parity(k0, k1);
    schedule[0] = k0 + k1;
    schedule[1] = Integer.rotateLeft(k1, 13);
    schedule[2] = k1;
    schedule[3] = k2 + 1;
    schedule[4] = k2;
    schedule[5] = k0 + 2;
    schedule[6] = k0;
    schedule[7] = k1 + 3;
  }

  /** Fills the first {@code n} elements of each array from {@code counter} on. */
  void fill(int counter, int n) {
    rounds(INDEX, schedule, counter, first0, first1, second0, second1, n);
  }

  private static int[] index() {
    int[] index = new int[LENGTH];
    for (int i = 0; i < LENGTH; i++) {
      index[i] = i;
    }
    return index;
  }

  /**
   * The 13 rounds, with the first merged into the addition of the key.
   *
   * <p>The key schedule comes from an array although it is cheap to compute: seen as k + constant,
   * the compiler moves the constants along the chain and adds them several times (a fifth more
   * operations).
   */
  private static void rounds(
      int[] index, int[] key, int counter, int[] a0, int[] a1, int[] b0, int[] b1, int n) {
    int xStart = key[0] + counter;
    int yStart = xStart + LENGTH;
    int r = key[1];
    int k10 = key[2];
    int k11 = key[3];
    int k20 = key[4];
    int k21 = key[5];
    int k30 = key[6];
    int k31 = key[7];
    for (int i = 0; i < n; i++) {
      int c = index[i];
      int x0 = c + xStart;
      int y0 = c + yStart;
      int x1 = r ^ x0;
      int y1 = r ^ y0;
      x0 += x1;
      y0 += y1;
      x1 = Integer.rotateLeft(x1, 15) ^ x0;
      y1 = Integer.rotateLeft(y1, 15) ^ y0;
      x0 += x1;
      y0 += y1;
      x1 = Integer.rotateLeft(x1, 26) ^ x0;
      y1 = Integer.rotateLeft(y1, 26) ^ y0;
      x0 += x1;
      y0 += y1;
      x1 = Integer.rotateLeft(x1, 6) ^ x0;
      y1 = Integer.rotateLeft(y1, 6) ^ y0;
      x0 += k10;
      y0 += k10;
      x1 += k11;
      y1 += k11;
      x0 += x1;
      y0 += y1;
      x1 = Integer.rotateLeft(x1, 17) ^ x0;
      y1 = Integer.rotateLeft(y1, 17) ^ y0;
      x0 += x1;
      y0 += y1;
      x1 = Integer.rotateLeft(x1, 29) ^ x0;
      y1 = Integer.rotateLeft(y1, 29) ^ y0;
      x0 += x1;
      y0 += y1;
      x1 = Integer.rotateLeft(x1, 16) ^ x0;
      y1 = Integer.rotateLeft(y1, 16) ^ y0;
      x0 += x1;
      y0 += y1;
      x1 = Integer.rotateLeft(x1, 24) ^ x0;
      y1 = Integer.rotateLeft(y1, 24) ^ y0;
      x0 += k20;
      y0 += k20;
      x1 += k21;
      y1 += k21;
      x0 += x1;
      y0 += y1;
      x1 = Integer.rotateLeft(x1, 13) ^ x0;
      y1 = Integer.rotateLeft(y1, 13) ^ y0;
      x0 += x1;
      y0 += y1;
      x1 = Integer.rotateLeft(x1, 15) ^ x0;
      y1 = Integer.rotateLeft(y1, 15) ^ y0;
      x0 += x1;
      y0 += y1;
      x1 = Integer.rotateLeft(x1, 26) ^ x0;
      y1 = Integer.rotateLeft(y1, 26) ^ y0;
      x0 += x1;
      y0 += y1;
      x1 = Integer.rotateLeft(x1, 6) ^ x0;
      y1 = Integer.rotateLeft(y1, 6) ^ y0;
      x0 += k30;
      y0 += k30;
      x1 += k31;
      y1 += k31;
      x0 += x1;
      y0 += y1;
      x1 = Integer.rotateLeft(x1, 17) ^ x0;
      y1 = Integer.rotateLeft(y1, 17) ^ y0;
      a0[i] = (x0 & MANTISSA) | ONE;
      a1[i] = (x1 & MANTISSA) | ONE;
      b0[i] = (y0 & MANTISSA) | ONE;
      b1[i] = (y1 & MANTISSA) | ONE;
    }
  }
}
