package org.bigsweep.driver.report;

import java.util.Optional;
import org.apache.commons.math3.distribution.TDistribution;
import org.bigsweep.driver.stats.Interval;
import org.bigsweep.driver.store.AnswerTable.Row;

/**
 * The choices that a reader has for the figures.
 *
 * @param shading what bands and bars over seeds show
 * @param accuracy how learning curves show accuracy
 */
public record FigureStyle(Shading shading, AccuracyAxis accuracy) {
  public static final FigureStyle STANDARD = new FigureStyle(Shading.SD, AccuracyAxis.LINEAR);

  /** What is shaded, for the line beside the number of seeds. */
  String shaded() {
    return "; shaded: " + shading.text;
  }

  /** What a band or bar around a mean over seeds shows. */
  public enum Shading {
    /** One standard deviation, with n − 1. */
    SD("± one standard deviation over seeds"),

    /** The variance, as the paper has it: its unit is not that of the mean. */
    VARIANCE("± the variance over seeds"),

    /** The 95 % t-interval of the mean. */
    INTERVAL("95 % t-interval of the mean over seeds"),

    /** From the least seed to the greatest. */
    RANGE("from the least to the greatest over seeds");

    private static final double COVERED = 0.95;

    private final String text;

    Shading(String text) {
      this.text = text;
    }

    /**
     * The band around the mean over {@code n} seeds in a row of answers, which has {@code n} and
     * beside the column of the mean those of {@code _sd}, {@code _min} and {@code _max}.
     *
     * @param mean name of the column
     * @return empty below two seeds
     */
    Optional<Interval> around(Row row, String mean) {
      int n = row.whole("n");
      if (n < 2) {
        return Optional.empty();
      }
      return switch (this) {
        case SD -> row.number(mean + "_sd").map(sd -> around(row.real(mean), sd));
        case VARIANCE -> row.number(mean + "_sd").map(sd -> around(row.real(mean), sd * sd));
        case INTERVAL ->
            row.number(mean + "_sd")
                .map(sd -> around(row.real(mean), quantile(n) * sd / Math.sqrt(n)));
        case RANGE -> Optional.of(new Interval(row.real(mean + "_min"), row.real(mean + "_max")));
      };
    }

    private static Interval around(double mean, double half) {
      return new Interval(mean - half, mean + half);
    }

    private static double quantile(int n) {
      return new TDistribution(n - 1).inverseCumulativeProbability((1 + COVERED) / 2);
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
