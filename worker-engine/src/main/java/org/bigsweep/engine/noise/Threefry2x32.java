package org.bigsweep.engine.noise;

/**
 * The Threefry-2×32 block function: a keyed bijection of 64-bit counters whose outputs for
 * successive counters pass as random.
 *
 * <p>A counter and a key are two 32-bit words each, packed into a {@code long} with word 0 in the
 * low half; so is the result. Round d is x₀ ← x₀ + x₁; x₁ ← rotl(x₁, R[d mod 8]) ⊕ x₀ with R = 13,
 * 15, 26, 6, 17, 29, 16, 24. Before the first round, and after rounds 4s = 4, 8, 12, …, the key
 * schedule is added: x₀ += k[s mod 3], x₁ += k[(s + 1) mod 3] + s, with k₂ = k₀ ⊕ k₁ ⊕ 1BD11BDA₁₆.
 *
 * <p>20 rounds is the generator's standard form, used to derive keys; 13 is the fewest that its
 * authors found to pass all of TestU01's BigCrush, used to fill arrays, where it saves about a
 * fifth of the time.
 *
 * @see <a href="https://doi.org/10.1145/2063384.2063405">Salmon, Moraes, Dror, Shaw: Parallel
 *     random numbers: as easy as 1, 2, 3 (SC 2011)</a>
 */
public final class Threefry2x32 {
  private static final int PARITY = 0x1BD11BDA;

  private Threefry2x32() {}

  /** The block of {@code counter} under {@code key} after 20 rounds. */
  public static long block20(long key, long counter) {
    return block(20, key, counter);
  }

  /** The block of {@code counter} under {@code key} after 13 rounds. */
  public static long block13(long key, long counter) {
    return block(13, key, counter);
  }

  /** Word 0 of a packed pair. */
  static int word0(long pair) {
    return (int) pair;
  }

  /** Word 1 of a packed pair. */
  static int word1(long pair) {
    return (int) (pair >>> 32);
  }

  /** The pair of these words. */
  static long pair(int word0, int word1) {
    return (word0 & 0xFFFFFFFFL) | ((long) word1 << 32);
  }

  /** The third word of the key schedule. */
  static int parity(int k0, int k1) {
    return PARITY ^ k0 ^ k1;
  }

  private static long block(int rounds, long key, long counter) {
    int k0 = word0(key);
    int k1 = word1(key);
    int k2 = parity(k0, k1);
    int x0 = word0(counter) + k0;
    int x1 = word1(counter) + k1;
    for (int round = 0; round < rounds; round++) {
      x0 += x1;
      x1 = Integer.rotateLeft(x1, rotation(round & 7)) ^ x0;
      if ((round & 3) == 3) {
        int s = (round >> 2) + 1;
        int next = k0;
        k0 = k1;
        k1 = k2;
        k2 = next;
        x0 += k0;
        x1 += k1 + s;
      }
    }
    return pair(x0, x1);
  }

  private static int rotation(int round) {
    return switch (round) {
      case 0 -> 13;
      case 1 -> 15;
      case 2 -> 26;
      case 3 -> 6;
      case 4 -> 17;
      case 5 -> 29;
      case 6 -> 16;
      default -> 24;
    };
  }
}
