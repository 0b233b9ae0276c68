package org.bigsweep.driver.run;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.apache.spark.SparkContext;
import org.bigsweep.util.UserException;
import org.bigsweep.util.UserException.Remedy;

/** The processes that train, which a cluster starts one after the other. */
final class Executors {
  private static final Duration POLL = Duration.ofMillis(200);

  /** If no further executor has come for this long, the present ones are taken for all. */
  private static final Duration SETTLE = Duration.ofSeconds(2);

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private Executors() {}

  /**
   * The number of trials that can be trained at a time. On a cluster this waits for executors
   * without a limit, since a queue may be long, but tells {@code listener} if it takes long.
   *
   * @param stop tells, while waiting, whether to stop
   * @throws UserException if Spark gives up
   */
  static int slots(SparkContext spark, RunListener listener, BooleanSupplier stop) {
    if (spark.isLocal()) {
      return spark.defaultParallelism();
    }
    long start = System.nanoTime();
    long changed = start;
    int executors = 0;
    boolean told = false;
    while (!stop.getAsBoolean() && (executors == 0 || since(changed).compareTo(SETTLE) < 0)) {
      pause();
      if (spark.isStopped()) {
        throw new UserException(
            Remedy.RUN_AGAIN, "Cannot start Spark: " + spark.master() + " does not answer");
      }
      // the list includes the driver
      int found = spark.statusTracker().getExecutorInfos().length - 1;
      if (found != executors) {
        executors = found;
        changed = System.nanoTime();
      }
      if (executors == 0 && !told && since(start).compareTo(PATIENCE) > 0) {
        listener.waiting(spark.master());
        told = true;
      }
    }
    return spark.defaultParallelism();
  }

  private static Duration since(long start) {
    return Duration.ofNanos(System.nanoTime() - start);
  }

  private static void pause() {
    try {
      Thread.sleep(POLL.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UserException(Remedy.RUN_AGAIN, "Cannot start Spark: it was interrupted", e);
    }
  }
}
