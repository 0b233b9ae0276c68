package org.bigsweep.engine.trial;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;

/** The processor time of the calling thread, which other processes do not inflate. */
public final class CpuTime {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private CpuTime() {}

  /** Seconds per run over {@code runs} runs of {@code work}. */
  public static double of(Runnable work, int runs) {
    long start = THREADS.getCurrentThreadCpuTime();
    for (int k = 0; k < runs; k++) {
      work.run();
    }
    return (THREADS.getCurrentThreadCpuTime() - start) / 1e9 / runs;
  }

  /** Runs that fill about {@code seconds}, at least one, after a few to warm up. */
  public static int runs(Runnable work, double seconds) {
    return (int) Math.max(1, seconds / of(work, 5));
  }

  /** Upper median. */
  public static double median(double... values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
