package org.bigsweep.driver.stats;

import java.util.Arrays;
import java.util.function.ToDoubleFunction;
import org.apache.commons.math3.stat.StatUtils;
import org.apache.commons.math3.stat.descriptive.rank.Percentile;
import org.apache.commons.math3.stat.descriptive.rank.Percentile.EstimationType;

/** A measure of location of a sample of one or more finite values. */
public enum Statistic {
  MEAN(StatUtils::mean),
  /** The middle value, or the mean of the two middle values. */
  MEDIAN(values -> quantile(values, 0.5)),
  /**
   * Interquartile mean: the mean of what is left when ⌊n/4⌋ values are cut at either end (Agarwal
   * et al. 2021; SciPy's {@code trim_mean(x, 0.25)}).
   */
  INTERQUARTILE_MEAN(Statistic::interquartileMean);

  private static final double PERCENT = 100;

  private final ToDoubleFunction<double[]> formula;

  Statistic(ToDoubleFunction<double[]> formula) {
    this.formula = formula;
  }

  /**
   * Its value for {@code values}, in any order; they are not changed.
   *
   * @throws IllegalArgumentException if there are none or one is not finite
   */
  public double of(double... values) {
    return formula.applyAsDouble(Samples.checked(values));
  }

  /** Linear interpolation between order statistics at {@code p (n − 1)}, 0 ≤ p ≤ 1: R's type 7. */
  static double quantile(double[] values, double p) {
    if (p <= 0) {
      return StatUtils.min(values);
    }
    return new Percentile().withEstimationType(EstimationType.R_7).evaluate(values, p * PERCENT);
  }

  private static double interquartileMean(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int cut = sorted.length / 4;
    return StatUtils.mean(sorted, cut, sorted.length - 2 * cut);
  }
}
