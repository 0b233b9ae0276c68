package org.bigsweep.driver.space;

import java.util.Set;

/**
 * The joint draws of all axes that are drawn. A larger number of draws extends a smaller one, and
 * all rules see the same draws.
 *
 * @param n number of draws; equal draws count once
 */
public record RandomDraws(int n, long seed, Sequence sequence) {

  /** How draws relate to each other. */
  public enum Sequence {
    /** Every draw is independent of all others. */
    INDEPENDENT,
    /** Together, draws fill the space evenly: the scrambled sequence of Sobol'. */
    SOBOL
  }

  /** The quantiles of the draws of the named parameters. */
  Quantiles quantiles(Set<String> names) {
    return switch (sequence) {
      case INDEPENDENT -> new IndependentQuantiles(seed);
      case SOBOL -> SobolQuantiles.of(names, n, seed);
    };
  }
}
