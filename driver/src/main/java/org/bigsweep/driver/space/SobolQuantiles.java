package org.bigsweep.driver.space;

import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.commons.math3.random.SobolSequenceGenerator;

/**
 * The sequence of Sobol' with a nested uniform scramble (Owen 1995). Every 2^m consecutive points
 * from a multiple of 2^m on fall evenly into the intervals of each parameter, one into each of
 * width 2^-m, and nearly as evenly into boxes over several parameters. The scramble keeps that and
 * makes each point uniformly distributed over the seeds, so that no corner of the space is
 * preferred.
 *
 * <p>A parameter's dimension is its place among all drawn parameters of the sweep by name.
 *
 * @param points of each parameter, its numbers as unsigned multiples of 2^-32
 */
record SobolQuantiles(Map<String, int[]> points) implements Quantiles {
  private static final double TWO_TO_32 = 0x1.0p32;

  static SobolQuantiles of(Set<String> names, int n, long seed) {
    Map<String, int[]> points = new TreeMap<>();
    new TreeSet<>(names).forEach(name -> points.put(name, new int[n]));
    if (points.isEmpty()) {
      return new SobolQuantiles(points);
    }
    SobolSequenceGenerator sequence = new SobolSequenceGenerator(points.size());
    for (int k = 0; k < n; k++) {
      double[] point = sequence.nextVector();
      int dimension = 0;
      for (int[] column : points.values()) {
        column[k] = (int) (long) (point[dimension++] * TWO_TO_32);
      }
    }
    points.forEach((name, column) -> scramble(column, seed, name));
    return new SobolQuantiles(points);
  }

  @Override
  public double at(String name, int k) {
    return Integer.toUnsignedLong(points.get(name)[k]) / TWO_TO_32;
  }

  private static void scramble(int[] column, long seed, String name) {
    int key = new SplittableRandom(IndependentQuantiles.stream(seed, name)).nextInt();
    for (int k = 0; k < column.length; k++) {
      column[k] = Integer.reverse(hash(Integer.reverse(column[k]), key));
    }
  }

  /**
   * A hash in which a bit depends on the bits below it alone, after Laine and Karras (2011) with
   * the constants of Burley (2020). On reversed numbers, whether a digit is flipped then depends on
   * the digits before it, which is what Owen's scramble asks for.
   */
  private static int hash(int bits, int key) {
    int x = bits + key;
    x ^= x * 0x6c50b47c;
    x ^= x * 0xb82f1e52;
    x ^= x * 0xc7afe638;
    x ^= x * 0x8d22f6e6;
    return x;
  }
}
