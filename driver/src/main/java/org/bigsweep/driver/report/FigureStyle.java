package org.bigsweep.driver.report;

import java.util.Optional;
import org.apache.commons.math3.distribution.TDistribution;
import org.bigsweep.driver.stats.Interval;

/**
 * The choices that a reader has for the figures.
 *
 * @param shading what bands and bars over seeds show
 * @param accuracy how learning curves show accuracy
 */
public record FigureStyle(Shading shading, AccuracyAxis accuracy) {
  public static final FigureStyle STANDARD = new FigureStyle(Shading.SD, AccuracyAxis.LINEAR);

  /** What a band or bar around a mean over seeds shows. */
  public enum Shading {
    /** One standard deviation, with n − 1. */
    SD("± one standard deviation over seeds"),

    /** The variance, as the paper has it: its unit is not that of the mean. */
    VARIANCE("± the variance over seeds"),

    /** The 95 % t-interval of the mean. */
    INTERVAL("95 % t-interval of the mean over seeds");

    private static final double COVERED = 0.95;

    private final String text;

    Shading(String text) {
      this.text = text;
    }

    /** For a caption. */
    String text() {
      return text;
    }

    /**
     * The band around a mean.
     *
     * @param n seeds
     * @return empty below two seeds
     */
    Optional<Interval> around(double mean, Optional<Double> sd, int n) {
      return sd.filter(s -> n > 1)
          .map(s -> halfWidth(s, n))
          .map(half -> new Interval(mean - half, mean + half));
    }

    private double halfWidth(double sd, int n) {
      return switch (this) {
        case SD -> sd;
        case VARIANCE -> sd * sd;
        case INTERVAL ->
            new TDistribution(n - 1).inverseCumulativeProbability((1 + COVERED) / 2)
                * sd
                / Math.sqrt(n);
      };
    }
  }

  /** The axis of learning curves. */
  public enum AccuracyAxis {
    /** Accuracy. */
    LINEAR,

    /** Error, 1 − accuracy, on a logarithmic axis, which tells good rules apart. */
    ERROR
  }
}
