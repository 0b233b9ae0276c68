package org.bigsweep.engine.noise;

/** {@link Gaussian} as its Javadoc reads, value by value in double precision. */
final class PlainGaussian {
  private static final int Q = RandomBlocks.LENGTH;

  private PlainGaussian() {}

  static double value(long key, int index) {
    int block = index / (4 * Q);
    int quarter = index % (4 * Q) / Q;
    int counter = 2 * Q * block + (quarter / 2) * Q + index % Q;
    long words = Threefry2x32.block13(key, counter);
    double k0 = Threefry2x32.word0(words) & 0x7fffff;
    double k1 = Threefry2x32.word1(words) & 0x7fffff;
    double u = radial(k0, k1);
    double h = (2 * k1 + 1) * 0x1p-23 - 1;
    double r = StrictMath.sqrt(-2 * StrictMath.log(u));
    return quarter % 2 == 0 ? r * StrictMath.cos(Math.PI * h) : r * StrictMath.sin(Math.PI * h);
  }

  /** u, rounded to float as the only rounding that belongs to the definition. */
  private static double radial(double k0, double k1) {
    double turn = 1 + k1 * 0x1p-23;
    double within = turn - Math.rint(turn * 0x1p12) * 0x1p-12;
    return (float) ((k0 + 0.5) * 0x1p-23 + within * 0x1p-11 * (1 - 0x1p-11));
  }
}
