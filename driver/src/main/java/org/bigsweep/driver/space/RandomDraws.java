package org.bigsweep.driver.space;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import java.util.UUID;

/**
 * The joint draws of all axes that are drawn. Draw k of a parameter depends only on the seed, the
 * parameter's name and k. So a larger number of draws extends a smaller one, and all rules see the
 * same draws.
 *
 * @param n number of draws; equal draws count once
 */
public record RandomDraws(int n, long seed) {
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  /** The quantile of draw {@code k} of a parameter, from 0 inclusive to 1 exclusive. */
  double quantile(String name, int k) {
    UUID hash = UUID.nameUUIDFromBytes((seed + ":" + name).getBytes(StandardCharsets.UTF_8));
    long stream = hash.getMostSignificantBits() ^ hash.getLeastSignificantBits();
    return new SplittableRandom(new SplittableRandom(stream + k * GOLDEN).nextLong()).nextDouble();
  }
}
