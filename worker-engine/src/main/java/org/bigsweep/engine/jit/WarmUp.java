package org.bigsweep.engine.jit;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * A background run of work until the JIT compiler has made it faster than the work that it
 * replaces. Both give the same result. Explicit vector code takes a hundred times as long until its
 * last compilation; a trial should not wait for that.
 */
public final class WarmUp {
  private static final int ROUNDS_IN_A_ROW = 3;
  private static final long MOST_NANOSECONDS = 60_000_000_000L;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final Queue<Thread> STARTED = new ConcurrentLinkedQueue<>();

  private WarmUp() {}

  /**
   * Runs {@code fast} and {@code plain} in turn on a thread of their own.
   *
   * @param name of the thread
   * @param whenFaster run once {@code fast} has taken less processor time three times in a row and
   *     neither made objects; never, if that does not come within a minute
   */
  public static void start(String name, Runnable fast, Runnable plain, Runnable whenFaster) {
    Thread thread =
        new Thread(
            () -> {
              if (becomesFaster(fast, plain)) {
                whenFaster.run();
              }
            },
            name);
    thread.setDaemon(true);
    STARTED.add(thread);
    thread.start();
  }

  /** Waits until all that was started is decided: for benchmarks. */
  public static void await() {
    for (Thread thread : STARTED) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  /** Compiled vector code makes no objects, while the code before it makes one per operation. */
  private static boolean becomesFaster(Runnable fast, Runnable plain) {
    long start = System.nanoTime();
    int rounds = 0;
    while (rounds < ROUNDS_IN_A_ROW && System.nanoTime() - start < MOST_NANOSECONDS) {
      long before = allocated();
      boolean faster = nanoseconds(fast) < nanoseconds(plain);
      rounds = faster && allocated() == before ? rounds + 1 : 0;
    }
    return rounds == ROUNDS_IN_A_ROW;
  }

  private static long allocated() {
    return THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
  }

  private static long nanoseconds(Runnable work) {
    long start = THREADS.getCurrentThreadCpuTime();
    work.run();
    return THREADS.getCurrentThreadCpuTime() - start;
  }
}
