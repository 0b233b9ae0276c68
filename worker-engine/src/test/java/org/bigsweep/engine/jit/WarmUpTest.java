package org.bigsweep.engine.jit;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class WarmUpTest {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  @Test
  void start_workThatGetsFaster_tellsOnceItIs() {
    AtomicInteger runs = new AtomicInteger();
    AtomicBoolean told = new AtomicBoolean();

    WarmUp.start(
        "test",
        () -> work(runs.incrementAndGet() < 5 ? 20_000_000 : 0),
        () -> work(10_000_000),
        () -> told.set(true));
    WarmUp.await();

    assertThat(told).isTrue();
    assertThat(runs.get()).isGreaterThanOrEqualTo(7);
  }

  /** Waiting for a core does not count, so that others on the machine decide nothing. */
  private static void work(long nanoseconds) {
    long end = THREADS.getCurrentThreadCpuTime() + nanoseconds;
    while (THREADS.getCurrentThreadCpuTime() < end) {
      Thread.onSpinWait();
    }
  }
}
