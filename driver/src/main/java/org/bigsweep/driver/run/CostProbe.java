package org.bigsweep.driver.run;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.bigsweep.driver.plan.DatasetShape;
import org.bigsweep.driver.plan.Observation;
import org.bigsweep.engine.catalog.TrialParameters;
import org.bigsweep.engine.catalog.TrialSpec;
import org.bigsweep.engine.data.Dataset;
import org.bigsweep.engine.trial.TrialTimer;
import org.bigsweep.util.Waiting;

/**
 * A probe that times a moment of one trial of every kind, on several threads at once as a run
 * would.
 */
public final class CostProbe {
  private static final double LEAST_SECONDS = 0.15;

  /** The share of each thread's time that is spent on warming up, while code is compiled. */
  private static final double WARM_UP = 0.15;

  /** The largest share of a thread's time that one evaluation on the test images may take. */
  private static final double MOST_EVALUATION = 0.25;

  private static final double FLOPS_PER_SECOND = 100e9;

  private CostProbe() {}

  /**
   * Measures the training time of one trial of every kind.
   *
   * @param kinds one trial of every kind, the most important first; those that do not fit into the
   *     time are left out, as are networks too large to be evaluated within it
   * @param seconds approximate wall time to spend
   */
  public static List<Observation> observe(
      List<TrialSpec> kinds, Dataset dataset, int threads, double seconds) {
    DatasetShape shape = DatasetShape.of(dataset);
    double time = seconds * (1 - WARM_UP);
    List<TrialSpec> quick =
        kinds.stream().filter(k -> evaluationSeconds(k, shape) < MOST_EVALUATION * time).toList();
    int count = (int) Math.min(quick.size(), Math.max(1, threads * time / LEAST_SECONDS));
    if (count == 0) {
      return List.of();
    }
    int used = Math.min(threads, count);
    double each = time * used / count;
    ExecutorService pool = Executors.newFixedThreadPool(used);
    try {
      List<Future<List<Observation>>> shares = new ArrayList<>();
      for (int t = 0; t < used; t++) {
        int thread = t;
        shares.add(
            pool.submit(
                () -> {
                  TrialTimer.seconds(quick.get(thread), dataset, seconds * WARM_UP);
                  return IntStream.iterate(thread, k -> k < count, k -> k + used)
                      .mapToObj(quick::get)
                      .flatMap(spec -> observe(spec, dataset, shape, each).stream())
                      .toList();
                }));
      }
      List<Observation> observations = new ArrayList<>();
      for (Future<List<Observation>> share : shares) {
        observations.addAll(Waiting.result(share, "measuring"));
      }
      return observations;
    } finally {
      pool.shutdown();
    }
  }

  private static double evaluationSeconds(TrialSpec spec, DatasetShape data) {
    return data.cost(spec).evaluationFlops(data.size().testImages()) / FLOPS_PER_SECOND;
  }

  private static List<Observation> observe(
      TrialSpec spec, Dataset dataset, DatasetShape shape, double seconds) {
    OptionalDouble whole = TrialTimer.seconds(spec, dataset, seconds);
    long epochs = spec.get(TrialParameters.EPOCHS);
    return whole.isEmpty()
        ? List.of()
        : List.of(new Observation(spec, shape, epochs, whole.getAsDouble()));
  }
}
