package org.bigsweep.engine.trial;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.IntConsumer;
import org.bigsweep.engine.catalog.TrialParameters;
import org.bigsweep.engine.catalog.TrialSpec;
import org.bigsweep.engine.data.Dataset;
import org.bigsweep.engine.data.Inputs;
import org.bigsweep.engine.rule.RuleParameters;

/**
 * A timer that estimates how long a whole trial takes by running a small part of it: its set-up,
 * some minibatches, one evaluation and one round of diagnostics. Each time is multiplied by how
 * often the trial does that. The estimate does not see what changes while a trial learns, such as a
 * collapse.
 */
public final class TrialTimer {
  private static final double SLICE_SECONDS = 0.01;
  private static final int LEAST_SLICES = 5;

  /** Of the time for minibatches, what is spent before any counts. */
  private static final double WARM_UP = 0.3;

  private TrialTimer() {}

  /**
   * Seconds of processor time that the trial takes on the calling thread.
   *
   * @param budget seconds to spend; evaluation and diagnostics are done once whatever it is
   * @return empty if it diverges at once
   */
  public static OptionalDouble seconds(TrialSpec spec, Dataset dataset, double budget) {
    // shared by all trials of a process, so no part of what one costs
    Inputs.of(dataset, Network.preprocessing(spec, dataset));
    Training[] made = new Training[1];
    double setUp =
        CpuTime.of(() -> made[0] = new Training(spec, dataset, "probe", TrialObserver.NONE), 1);
    try (Training training = made[0]) {
      return OptionalDouble.of(setUp + seconds(training, spec, dataset, budget));
    } catch (DivergedException e) {
      return OptionalDouble.empty();
    }
  }

  private static double seconds(Training training, TrialSpec spec, Dataset dataset, double budget) {
    double fixed = CpuTime.of(training::diagnose, 1);
    double test = CpuTime.of(training::test, 1);
    double diagnostics = CpuTime.of(training::diagnose, 1);
    long pretraining = spec.find(RuleParameters.PRETRAIN_EPOCHS).orElse(0L);
    double left = Math.max(0, budget - fixed - test - diagnostics);
    training.shuffle(1);
    int steps = training.steps();
    double pretrainStep =
        pretraining == 0 ? 0 : perStep(k -> training.pretrainOneBatch(0, k % steps), left / 3);
    double step =
        perStep(k -> training.trainOneBatch(1, k % steps), pretraining == 0 ? left : left * 2 / 3);
    double evaluation =
        test * (1 + spec.get(TrialParameters.VALIDATION_IMAGES) / (double) dataset.test().count());
    long epochs = spec.get(TrialParameters.EPOCHS);
    return steps * (pretraining * pretrainStep + epochs * step)
        + (epochs + 1) * (evaluation + diagnostics);
  }

  /** Median over short slices, after warming up. */
  private static double perStep(IntConsumer step, double budget) {
    int[] next = new int[1];
    Runnable one = () -> step.accept(next[0]++);
    long start = System.nanoTime();
    do {
      one.run();
    } while (secondsSince(start) < WARM_UP * budget);
    int perSlice = CpuTime.runs(one, SLICE_SECONDS);
    List<Double> slices = new ArrayList<>();
    do {
      slices.add(CpuTime.of(one, perSlice));
    } while (slices.size() < LEAST_SLICES || secondsSince(start) < budget);
    return CpuTime.median(slices.stream().mapToDouble(s -> s).toArray());
  }

  private static double secondsSince(long startNanos) {
    return (System.nanoTime() - startNanos) / 1e9;
  }
}
