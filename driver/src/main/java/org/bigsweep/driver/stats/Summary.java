package org.bigsweep.driver.stats;

import java.util.Optional;
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
    Optional<Double> variance,
    Optional<Double> sd,
    double median,
    double interquartileMean) {

  /**
   * The summary of {@code values}.
   *
   * @throws IllegalArgumentException if there are none or one is not finite
   */
  public static Summary of(double... values) {
    double mean = Statistic.MEAN.of(values);
    Optional<Double> variance =
        values.length > 1 ? Optional.of(StatUtils.variance(values, mean)) : Optional.empty();
    return new Summary(
        values.length,
        mean,
        variance,
        variance.map(Math::sqrt),
        Statistic.MEDIAN.of(values),
        Statistic.INTERQUARTILE_MEAN.of(values));
  }
}
