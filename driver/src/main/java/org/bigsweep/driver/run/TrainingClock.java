package org.bigsweep.driver.run;

import java.util.function.LongSupplier;
import org.bigsweep.driver.plan.WaitingTime;

/** Tells a task when its finished trials have waited long enough to be published. */
final class TrainingClock {
  private final LongSupplier nanos;
  private final long start;

  /**
   * Starts now, when this process begins to train.
   *
   * @param nanos a time that never goes back, such as {@link System#nanoTime}
   */
  TrainingClock(LongSupplier nanos) {
    this.nanos = nanos;
    this.start = nanos.getAsLong();
  }

  long now() {
    return nanos.getAsLong();
  }

  /**
   * Whether a trial has waited long enough.
   *
   * @param since when it was finished, by {@link #now}
   */
  boolean isOver(long since) {
    long now = now();
    return (now - since) / 1e9 >= WaitingTime.seconds((now - start) / 1e9);
  }
}
