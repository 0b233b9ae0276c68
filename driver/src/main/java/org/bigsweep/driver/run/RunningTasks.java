package org.bigsweep.driver.run;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.SparkListenerTaskStart;

/** A counter of the running tasks. A killed task counts until it is really over. */
final class RunningTasks extends SparkListener {
  private static final Duration POLL = Duration.ofMillis(100);

  /** Spark tells its listeners late, so "no task is running" is believed only after this long. */
  private static final Duration SETTLE = Duration.ofSeconds(1);

  private final AtomicInteger running = new AtomicInteger();

  @Override
  public void onTaskStart(SparkListenerTaskStart event) {
    running.incrementAndGet();
  }

  @Override
  public void onTaskEnd(SparkListenerTaskEnd event) {
    running.decrementAndGet();
  }

  /** Waits until all cancelled tasks are over, at most {@code limit}. */
  void awaitNone(Duration limit) {
    long start = System.nanoTime();
    try {
      while (since(start).compareTo(limit) < 0
          && (running.get() > 0 || since(start).compareTo(SETTLE) < 0)) {
        Thread.sleep(POLL.toMillis());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Duration since(long start) {
    return Duration.ofNanos(System.nanoTime() - start);
  }
}
