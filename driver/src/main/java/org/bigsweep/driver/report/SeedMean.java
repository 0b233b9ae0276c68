package org.bigsweep.driver.report;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.bigsweep.driver.report.Mark.Point;
import org.bigsweep.driver.stats.Bootstrap;
import org.bigsweep.driver.stats.Interval;
import org.bigsweep.driver.stats.SeedOutcome;
import org.bigsweep.driver.stats.Statistic;
import org.bigsweep.driver.stats.Tally;
import org.bigsweep.driver.store.AnswerTable.Row;
import org.bigsweep.results.TrialState;

/**
 * A rule's mean accuracy over seeds, at one value of what the figure varies.
 *
 * @param interval bootstrap 95 % (BCa); empty below two seeds
 * @param n seeds in the mean
 */
record SeedMean(
    String rule, double x, double mean, Optional<Interval> interval, int n, Tally tally) {
  /** The mean of rows with {@code seed, state, collapsed, test_accuracy}; empty if none is done. */
  static Optional<SeedMean> of(String rule, double x, List<Row> trials) {
    List<SeedOutcome> outcomes = trials.stream().map(row -> outcome(row, "")).toList();
    double[] values =
        outcomes.stream().map(SeedOutcome::value).flatMapToDouble(OptionalDouble::stream).toArray();
    return values.length == 0
        ? Optional.empty()
        : Optional.of(
            new SeedMean(
                rule,
                x,
                Statistic.MEAN.of(values),
                Bootstrap.STANDARD.accelerated(Statistic.MEAN, values),
                values.length,
                Tally.of(outcomes)));
  }

  /**
   * The outcome of a row's trial. The names of all columns but the seed begin with {@code prefix}.
   */
  static SeedOutcome outcome(Row row, String prefix) {
    int seed = row.whole("seed");
    TrialState state = TrialState.valueOf(row.text(prefix + "state"));
    return row.number(prefix + "test_accuracy")
        .filter(value -> !state.lost())
        .map(value -> SeedOutcome.finished(seed, row.flag(prefix + "collapsed"), value))
        .orElseGet(() -> SeedOutcome.lost(seed, state.lost() ? state : TrialState.FAILED));
  }

  /** With a note such as {@code 4 of 5 done, 1 diverged (left out)}. */
  Point point() {
    return new Point(x, mean, interval, tally.statement());
  }
}
