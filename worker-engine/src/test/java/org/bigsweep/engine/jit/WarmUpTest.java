package org.bigsweep.engine.jit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class WarmUpTest {
  @Test
  void start_workThatGetsFaster_tellsOnceItIs() {
    AtomicInteger runs = new AtomicInteger();
    AtomicBoolean told = new AtomicBoolean();

    WarmUp.start(
        "test",
        () -> LockSupport.parkNanos(runs.incrementAndGet() < 5 ? 20_000_000 : 0),
        () -> LockSupport.parkNanos(10_000_000),
        () -> told.set(true));
    WarmUp.await();

    assertThat(told).isTrue();
    assertThat(runs.get()).isGreaterThanOrEqualTo(7);
  }
}
