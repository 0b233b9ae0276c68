package org.bigsweep.driver.stats;

import java.util.OptionalDouble;
import org.apache.commons.math3.stat.StatUtils;

/**
 * The summary statistics of one sample.
 *
 * @param n values, at least 1
 * @param variance Σ(x − mean)² / (n − 1); empty below two values
 * @param sd its square root
 * @param interquartileMean see {@link Statistic#INTERQUARTILE_MEAN}
 */
public record Summary(
    int n,
    double mean,
    OptionalDouble variance,
    OptionalDouble sd,
    double median,
    double interquartileMean) {

  /**
   * The summary of {@code values}.
   *
   * @throws IllegalArgumentException if there are none or one is not finite
   */
  public static Summary of(double... values) {
    double mean = Statistic.MEAN.of(values);
    OptionalDouble variance =
        values.length > 1
            ? OptionalDouble.of(StatUtils.variance(values, mean))
            : OptionalDouble.empty();
    return new Summary(
        values.length,
        mean,
        variance,
        variance.isPresent()
            ? OptionalDouble.of(Math.sqrt(variance.getAsDouble()))
            : OptionalDouble.empty(),
        Statistic.MEDIAN.of(values),
        Statistic.INTERQUARTILE_MEAN.of(values));
  }
}
