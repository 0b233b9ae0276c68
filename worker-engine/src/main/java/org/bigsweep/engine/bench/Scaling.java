package org.bigsweep.engine.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.bigsweep.engine.data.Dataset;
import org.bigsweep.engine.trial.CpuTime;
import org.bigsweep.engine.trial.StepBenchmark;
import org.bigsweep.util.Waiting;

/**
 * Throughput of several trials at once against one alone, by wall time.
 *
 * @param label what was trained
 * @param threads trials at once
 * @param one samples per second of one trial alone
 * @param together of all trials together
 * @param ratio median over the slices of together / one
 */
public record Scaling(String label, int threads, double one, double together, double ratio) {
  private static final double SLICE_SECONDS = 0.25;

  /**
   * Measures for about {@code seconds}: one trial and all of them in turn, in short slices.
   *
   * @param threads at least 2
   */
  public static Scaling measure(BenchCase kind, Dataset dataset, int threads, double seconds) {
    double slice = Math.min(SLICE_SECONDS, seconds / 6);
    int slices = (int) Math.max(3, seconds / (2 * slice));
    List<StepBenchmark> trials = new ArrayList<>();
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      for (int k = 0; k < threads; k++) {
        trials.add(new StepBenchmark(kind.label(), kind.spec(dataset), dataset));
      }
      rate(pool, trials, slice);
      double[] one = new double[slices];
      double[] together = new double[slices];
      double[] ratios = new double[slices];
      for (int k = 0; k < slices; k++) {
        one[k] = rate(pool, trials.subList(k % threads, k % threads + 1), slice);
        together[k] = rate(pool, trials, slice);
        ratios[k] = together[k] / one[k];
      }
      return new Scaling(
          kind.label(),
          threads,
          CpuTime.median(one),
          CpuTime.median(together),
          CpuTime.median(ratios));
    } finally {
      pool.shutdown();
      trials.forEach(StepBenchmark::close);
    }
  }

  /** Samples per second of {@code trials} running at once. */
  private static double rate(ExecutorService pool, List<StepBenchmark> trials, double seconds) {
    CountDownLatch ready = new CountDownLatch(trials.size());
    List<Future<Double>> rates = new ArrayList<>();
    for (StepBenchmark trial : trials) {
      rates.add(
          pool.submit(
              () -> {
                ready.countDown();
                ready.await();
                return rate(trial, seconds);
              }));
    }
    double sum = 0;
    for (Future<Double> rate : rates) {
      sum += Waiting.result(rate, "measuring");
    }
    return sum;
  }

  private static double rate(StepBenchmark trial, double seconds) {
    long start = System.nanoTime();
    long steps = 0;
    do {
      trial.step();
      steps++;
    } while (System.nanoTime() - start < seconds * 1e9);
    return steps * trial.batch() * 1e9 / (System.nanoTime() - start);
  }
}
