package org.bigsweep.driver.stats;

import java.util.SplittableRandom;

/**
 * The two-sided sign-flip permutation test (Fisher 1935). If neither side is better, both signs of
 * every paired difference are equally likely, and p is the share of sign patterns whose |sum|
 * reaches the observed one. Up to {@value #EXACT} differences the test takes all 2ⁿ patterns. For
 * more, it draws {@value #DRAWS} patterns from a seed, and p = (1 + reached) / (1 + drawn), which
 * is never 0 (Phipson and Smyth 2010).
 */
public final class SignFlip {
  /** Most differences for which the test is exact. */
  public static final int EXACT = 20;

  static final int DRAWS = 100_000;

  /** Sums that differ by rounding alone are equal. */
  private static final double TOLERANCE = 1e-12;

  private SignFlip() {}

  /**
   * p of {@code differences}. With n of them it is at least 2 · 2⁻ⁿ: below 6 seeds, no difference
   * reaches .05.
   *
   * @param seed of the draws, unused while the test is exact
   * @throws IllegalArgumentException if there are none or one is not finite
   */
  public static double pValue(long seed, double... differences) {
    double observed = 0;
    double scale = 0;
    for (double difference : Samples.checked(differences)) {
      observed += difference;
      scale += Math.abs(difference);
    }
    double reached = Math.abs(observed) - TOLERANCE * scale;
    return differences.length <= EXACT
        ? exact(differences, reached)
        : drawn(differences, reached, new SplittableRandom(seed));
  }

  private static double exact(double[] differences, double reached) {
    int patterns = 1 << differences.length;
    int hits = 0;
    for (int pattern = 0; pattern < patterns; pattern++) {
      hits += reaches(differences, pattern, reached) ? 1 : 0;
    }
    return hits / (double) patterns;
  }

  private static boolean reaches(double[] differences, int pattern, double reached) {
    double sum = 0;
    for (int i = 0; i < differences.length; i++) {
      sum += (pattern >> i & 1) == 0 ? differences[i] : -differences[i];
    }
    return Math.abs(sum) >= reached;
  }

  private static double drawn(double[] differences, double reached, SplittableRandom random) {
    int hits = 0;
    for (int draw = 0; draw < DRAWS; draw++) {
      double sum = 0;
      for (double difference : differences) {
        sum += random.nextBoolean() ? difference : -difference;
      }
      hits += Math.abs(sum) >= reached ? 1 : 0;
    }
    return (1 + hits) / (1.0 + DRAWS);
  }
}
