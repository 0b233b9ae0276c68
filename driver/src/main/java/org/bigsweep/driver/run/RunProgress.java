package org.bigsweep.driver.run;

import java.time.Duration;
import java.util.Optional;

/**
 * The progress of a run at one moment.
 *
 * @param done trials finished or paused by this run, of whatever state, once for every segment
 * @param planned those that this run set out to train, at most
 * @param pruned configurations that a schedule has given up so far
 * @param workDone predicted seconds of the finished trials as a share of those of all
 * @param predicted time that the whole run was predicted to take; empty until it trains
 * @param best the trial with the highest validation accuracy so far
 */
public record RunProgress(
    long done,
    long planned,
    long diverged,
    long failed,
    long pruned,
    double workDone,
    Duration elapsed,
    Optional<Duration> predicted,
    Optional<TrialSummary> best) {

  /** Trials per second since the start. */
  public double rate() {
    double seconds = elapsed.toMillis() / 1e3;
    return seconds > 0 ? done / seconds : 0;
  }

  /**
   * The time left, if the rest of the predicted work goes as fast as the first part. Before the
   * first part is done, it is the predicted time.
   */
  public Optional<Duration> left() {
    if (workDone <= 0) {
      return predicted.map(all -> all.minus(elapsed)).filter(left -> !left.isNegative());
    }
    return Optional.of(
        Duration.ofMillis(Math.round(elapsed.toMillis() * (1 - workDone) / workDone)));
  }
}
