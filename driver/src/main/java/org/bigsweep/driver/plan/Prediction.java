package org.bigsweep.driver.plan;

/**
 * A predicted time with its 90 % prediction interval.
 *
 * @param seconds expected time
 */
public record Prediction(double seconds, double low, double high) {
  /** Number of standard deviations within which 90 % of a normal distribution lie. */
  private static final double NINE_IN_TEN = 1.645;

  /**
   * @param deviation relative standard deviation; the bounds are symmetric as ratios
   */
  static Prediction of(double seconds, double deviation) {
    double factor = Math.exp(NINE_IN_TEN * deviation);
    return new Prediction(seconds, seconds / factor, seconds * factor);
  }

  /** These bounds around another time. */
  Prediction around(double otherSeconds) {
    double scale = seconds > 0 ? otherSeconds / seconds : 1;
    return new Prediction(otherSeconds, low * scale, high * scale);
  }
}
