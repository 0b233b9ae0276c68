package org.bigsweep.driver.report;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.bigsweep.driver.stats.Bootstrap;
import org.bigsweep.driver.stats.Interval;
import org.bigsweep.driver.stats.SeedOutcome;
import org.bigsweep.driver.stats.Statistic;
import org.bigsweep.driver.stats.Tally;
import org.bigsweep.results.TrialState;

/**
 * A mean over seeds.
 *
 * @param interval bootstrap 95 % (BCa); empty below two seeds
 * @param n seeds in the mean
 */
record SeedMean(double mean, Optional<Interval> interval, int n, Tally tally) {
  /** The mean of rows with {@code seed, state, collapsed, test_accuracy}; empty if none is done. */
  static Optional<SeedMean> of(List<Line> trials) {
    List<SeedOutcome> outcomes = trials.stream().map(line -> outcome(line, "")).toList();
    double[] values =
        outcomes.stream().map(SeedOutcome::value).flatMapToDouble(OptionalDouble::stream).toArray();
    return values.length == 0
        ? Optional.empty()
        : Optional.of(
            new SeedMean(
                Statistic.MEAN.of(values),
                Bootstrap.STANDARD.accelerated(Statistic.MEAN, values),
                values.length,
                Tally.of(outcomes)));
  }

  /**
   * The outcome of a row's trial. The names of all columns but the seed begin with {@code prefix}.
   */
  static SeedOutcome outcome(Line line, String prefix) {
    int seed = line.whole("seed");
    TrialState state = TrialState.valueOf(line.text(prefix + "state"));
    return line.number(prefix + "test_accuracy")
        .filter(value -> !state.lost())
        .map(value -> SeedOutcome.finished(seed, line.flag(prefix + "collapsed"), value))
        .orElseGet(() -> SeedOutcome.lost(seed, state.lost() ? state : TrialState.FAILED));
  }

  /** Such as {@code 4 of 5 done, 1 diverged (left out)}. */
  String note() {
    return tally.statement();
  }

  /** Names of {@link #row}'s values. */
  static List<String> columns(String first, String second) {
    return List.of(
        first,
        second,
        "test_accuracy",
        "low",
        "high",
        "n",
        "done",
        "collapsed",
        "diverged",
        "failed");
  }

  List<Object> row(Object first, Object second) {
    return List.of(
        first,
        second,
        mean,
        interval.map(Interval::low),
        interval.map(Interval::high),
        n,
        tally.done(),
        tally.collapsed(),
        tally.diverged(),
        tally.failed());
  }
}
