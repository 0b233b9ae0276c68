package org.bigsweep.driver.run;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.bigsweep.driver.schedule.RungDecision;
import org.bigsweep.results.RungOutcome;

/** A counter that adds up what tasks report. Any thread may ask it. */
final class RunCounter {
  private long planned;
  private double plannedSeconds;
  private final long startNanos = System.nanoTime();
  private long done;
  private long diverged;
  private long failed;
  private long pruned;
  private double workDone;
  private Optional<Duration> predicted = Optional.empty();
  private Optional<TrialSummary> best = Optional.empty();
  private Optional<TrialSummary> firstFailed = Optional.empty();
  private Optional<String> unpublished = Optional.empty();

  /**
   * @param plannedSeconds predicted work of all trials
   */
  RunCounter(long planned, double plannedSeconds) {
    this.planned = planned;
    this.plannedSeconds = plannedSeconds;
  }

  /** Notes that training begins, with {@code slots} trials at a time. */
  synchronized void begin(int slots) {
    Duration elapsed = elapsed();
    predicted =
        Optional.of(elapsed.plusMillis(Math.round(1000 * plannedSeconds / slots)))
            .filter(all -> plannedSeconds > 0);
  }

  private Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - startNanos);
  }

  synchronized void add(GroupSummary group) {
    workDone += group.predictedSeconds();
    if (unpublished.isEmpty() && !group.failure().isEmpty()) {
      unpublished = Optional.of(group.failure());
    }
    for (TrialSummary trial : group.trials()) {
      done++;
      switch (trial.state()) {
        case DIVERGED -> diverged++;
        case FAILED -> {
          failed++;
          firstFailed = firstFailed.or(() -> Optional.of(trial));
        }
        default ->
            best =
                best.filter(b -> b.validationAccuracy() >= accuracy(trial))
                    .or(() -> measured(trial));
      }
    }
  }

  synchronized void add(List<RungDecision> decisions) {
    pruned += decisions.stream().filter(d -> d.outcome() == RungOutcome.PRUNED).count();
  }

  /** Sets the run to complete, even if a schedule asked for less than was planned. */
  synchronized void complete() {
    planned = done;
    plannedSeconds = workDone;
  }

  /** The first trial that failed, if one did. */
  synchronized Optional<TrialSummary> firstFailed() {
    return firstFailed;
  }

  /** Why a group could not be published, if that happened. */
  synchronized Optional<String> unpublished() {
    return unpublished;
  }

  synchronized RunProgress progress() {
    double fraction = plannedSeconds > 0 ? Math.min(1, workDone / plannedSeconds) : 0;
    return new RunProgress(
        done, planned, diverged, failed, pruned, fraction, elapsed(), predicted, best);
  }

  private static double accuracy(TrialSummary trial) {
    return Double.isNaN(trial.validationAccuracy()) ? -1 : trial.validationAccuracy();
  }

  private static Optional<TrialSummary> measured(TrialSummary trial) {
    return Double.isNaN(trial.validationAccuracy()) ? Optional.empty() : Optional.of(trial);
  }
}
