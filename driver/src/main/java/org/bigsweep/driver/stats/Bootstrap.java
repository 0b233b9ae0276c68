package org.bigsweep.driver.stats;

import java.util.Optional;
import java.util.SplittableRandom;
import org.apache.commons.math3.distribution.NormalDistribution;

/**
 * A method for bootstrap intervals of a {@link Statistic} (Efron and Tibshirani, An Introduction to
 * the Bootstrap, 1993, chapters 13 and 14). The same seed gives the same interval.
 *
 * @param resamples number B of samples drawn with replacement
 * @param level coverage, between 0 and 1
 * @param seed of the draws
 */
public record Bootstrap(int resamples, double level, long seed) {
  /** The intervals of this program: 95 % from 10,000 resamples. */
  public static final Bootstrap STANDARD = new Bootstrap(10_000, 0.95, 0);

  /** Relative tolerance for ties: values that differ only by the order of a sum are equal. */
  private static final double ROUNDING = 1e-12;

  private static final NormalDistribution NORMAL = new NormalDistribution(null, 0, 1);

  public Bootstrap {
    if (resamples < 1) {
      throw new IllegalArgumentException(
          "Invalid resamples: " + resamples + " (must be at least 1)");
    }
    if (!(level > 0 && level < 1)) {
      throw new IllegalArgumentException("Invalid level: " + level + " (must be between 0 and 1)");
    }
  }

  /**
   * The bias-corrected and accelerated interval. With z₀ = Φ⁻¹(share of resampled values below the
   * observed one, ties counting half), a = Σd³ / 6(Σd²)^1.5 over jackknife deviations d = mean(θ₋ᵢ)
   * − θ₋ᵢ and z the normal quantile of a tail, the tail's quantile is taken at Φ(z₀ + (z₀ + z) / (1
   * − a(z₀ + z))). Where that is undefined, as when all values are equal, it is the percentile
   * interval. Empty below two values.
   */
  public Optional<Interval> accelerated(Statistic statistic, double... values) {
    if (Samples.checked(values).length < 2) {
      return Optional.empty();
    }
    double[] resampled = resampled(statistic, values);
    double tail = (1 - level) / 2;
    double bias = NORMAL.inverseCumulativeProbability(shareBelow(statistic.of(values), resampled));
    double acceleration = acceleration(statistic, values);
    double low = corrected(bias, acceleration, tail);
    double high = corrected(bias, acceleration, 1 - tail);
    return Optional.of(
        Double.isFinite(low) && Double.isFinite(high) && low <= high
            ? interval(resampled, low, high)
            : interval(resampled, tail, 1 - tail));
  }

  private static Interval interval(double[] resampled, double low, double high) {
    return new Interval(Statistic.quantile(resampled, low), Statistic.quantile(resampled, high));
  }

  private double[] resampled(Statistic statistic, double[] values) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] sample = new double[values.length];
    double[] resampled = new double[resamples];
    for (int b = 0; b < resamples; b++) {
      for (int i = 0; i < sample.length; i++) {
        sample[i] = values[random.nextInt(values.length)];
      }
      resampled[b] = statistic.of(sample);
    }
    return resampled;
  }

  private static double shareBelow(double observed, double[] resampled) {
    double rounding = ROUNDING * Math.abs(observed);
    long twice = 0;
    for (double value : resampled) {
      twice += value < observed - rounding ? 2 : value <= observed + rounding ? 1 : 0;
    }
    return twice / (2.0 * resampled.length);
  }

  private static double corrected(double bias, double acceleration, double tail) {
    double z = bias + NORMAL.inverseCumulativeProbability(tail);
    return NORMAL.cumulativeProbability(bias + z / (1 - acceleration * z));
  }

  private static double acceleration(Statistic statistic, double[] values) {
    double[] left = new double[values.length];
    double[] rest = new double[values.length - 1];
    double mean = 0;
    for (int i = 0; i < values.length; i++) {
      System.arraycopy(values, 0, rest, 0, i);
      System.arraycopy(values, i + 1, rest, i, rest.length - i);
      left[i] = statistic.of(rest);
      mean += left[i] / values.length;
    }
    double squares = 0;
    double cubes = 0;
    for (double value : left) {
      double deviation = mean - value;
      squares += deviation * deviation;
      cubes += deviation * deviation * deviation;
    }
    return cubes / (6 * Math.pow(squares, 1.5));
  }
}
