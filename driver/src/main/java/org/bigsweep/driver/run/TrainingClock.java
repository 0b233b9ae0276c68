package org.bigsweep.driver.run;

import java.util.OptionalLong;
import java.util.function.LongSupplier;
import org.bigsweep.driver.plan.WaitingTime;

/**
 * A clock that tells the tasks of a process when their finished trials have waited long enough to
 * be published. The process counts as training since its first trial ended: the loading before that
 * is no work that could be lost, and would only make the next trials wait longer. Any thread may
 * use it.
 */
final class TrainingClock {
  private final LongSupplier nanos;
  private OptionalLong firstEnd = OptionalLong.empty();

  /**
   * @param nanos a time that never goes back, such as {@link System#nanoTime}
   */
  TrainingClock(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /** Tells this clock that a trial ends now, and returns the time for {@link #isOver}. */
  synchronized long trialEnds() {
    long now = nanos.getAsLong();
    if (firstEnd.isEmpty()) {
      firstEnd = OptionalLong.of(now);
    }
    return now;
  }

  /**
   * Whether a trial has waited long enough.
   *
   * @param since time at which it ended, as {@link #trialEnds} returned it
   */
  synchronized boolean isOver(long since) {
    long now = nanos.getAsLong();
    return (now - since) / 1e9 >= WaitingTime.seconds((now - firstEnd.orElse(now)) / 1e9);
  }
}
