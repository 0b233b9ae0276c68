package org.bigsweep.driver.space;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import java.util.UUID;

/** Quantiles that depend only on the seed, the parameter's name and the draw's number. */
record IndependentQuantiles(long seed) implements Quantiles {
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  @Override
  public double at(String name, int k) {
    return new SplittableRandom(new SplittableRandom(stream(seed, name) + k * GOLDEN).nextLong())
        .nextDouble();
  }

  /** The seed of a parameter's own stream of random numbers. */
  static long stream(long seed, String name) {
    UUID hash = UUID.nameUUIDFromBytes((seed + ":" + name).getBytes(StandardCharsets.UTF_8));
    return hash.getMostSignificantBits() ^ hash.getLeastSignificantBits();
  }
}
