package org.bigsweep.engine.trial;

import java.util.LinkedHashMap;
import java.util.Map;
import org.bigsweep.engine.catalog.TrialParameters;
import org.bigsweep.engine.catalog.TrialSpec;
import org.bigsweep.engine.data.Dataset;
import org.bigsweep.engine.jit.WarmUp;
import org.bigsweep.engine.kernel.Blas;
import org.bigsweep.engine.kernel.FmaPeak;
import org.bigsweep.engine.kernel.GemmTrace;
import org.bigsweep.engine.kernel.Matrix;
import org.bigsweep.engine.kernel.Workspace;

/**
 * A benchmark of the training steps of one trial against the same step's matrix products alone,
 * against a 1024³ product and against fused multiply-adds on registers: thread CPU time, in short
 * slices, the contenders in turn, so that a machine's slow and fast phases touch all alike. Medians
 * are reported.
 */
public final class StepBenchmark implements AutoCloseable {
  private static final int CEILING_SIZE = 1024;
  private static final double SLICE_SECONDS = 0.03;
  private static final int WARM_UP_RUNS = 3;

  /** Enough for the JIT compiler. */
  private static final int PEAK_WARM_UP_RUNS = 2_000;

  private static final int PEAK_RUNS = 100;
  private static final int HOT_RUNS = 4;

  private final Training training;
  private final String label;
  private final int batch;
  private final Workspace workspace = new Workspace();
  private final Matrix a = workspace.matrix(CEILING_SIZE, CEILING_SIZE);
  private final Matrix b = workspace.matrix(CEILING_SIZE, CEILING_SIZE);
  private final Matrix c = workspace.matrix(CEILING_SIZE, CEILING_SIZE);
  private final boolean hasPeak = FmaPeak.isAvailable();
  private final FmaPeak peak = new FmaPeak();
  private int step;

  /**
   * @param label name of the row
   * @param spec the trial whose steps are timed
   */
  public StepBenchmark(String label, TrialSpec spec, Dataset dataset) {
    this.label = label;
    this.batch = spec.get(TrialParameters.BATCH_SIZE).intValue();
    this.training = new Training(spec, dataset, "benchmark", TrialObserver.NONE);
    training.shuffle(1);
    step();
    WarmUp.await();
  }

  /**
   * Measures for about {@code seconds}.
   *
   * @param seconds wall time to spend; at least a few slices are run whatever it is
   */
  public StepRate measure(double seconds) {
    warmUp(seconds / 3);
    Map<String, float[]> before = snapshot();
    GemmTrace trace = GemmTrace.record(this::step);
    int perSlice = CpuTime.runs(this::step, Math.min(SLICE_SECONDS, seconds / 15));
    int slices = Math.max(5, (int) (seconds / (3 * SLICE_SECONDS)));
    double[] steps = new double[slices];
    double[] products = new double[slices];
    double[] ceilings = new double[slices];
    double[] hot = new double[slices];
    double[] peaks = new double[slices];
    warmUpPeak();
    for (int k = 0; k < slices; k++) {
      steps[k] = CpuTime.of(this::step, perSlice);
      products[k] = CpuTime.of(trace::replay, perSlice);
      hot[k] = CpuTime.of(() -> trace.replayEach(HOT_RUNS), 1) / HOT_RUNS;
      restore(before);
      peaks[k] = hasPeak ? CpuTime.of(peak::run, PEAK_RUNS) / FmaPeak.flops() : Double.NaN;
      ceilings[k] = CpuTime.of(() -> Blas.multiply(1, a, b, 0, c), 1);
    }
    double stepSeconds = CpuTime.median(steps);
    double ceiling = 2.0 * CEILING_SIZE * CEILING_SIZE * CEILING_SIZE / CpuTime.median(ceilings);
    double rate = trace.flops() / stepSeconds;
    return new StepRate(
        label,
        batch / stepSeconds,
        CpuTime.median(ratios(steps, products)),
        rate / 1e9,
        rate / ceiling,
        trace.flops() / 1e6,
        trace.flops() * CpuTime.median(ratios(peaks, steps)),
        trace.flops() * CpuTime.median(ratios(peaks, hot)));
  }

  private void warmUpPeak() {
    for (int k = 0; hasPeak && k < PEAK_WARM_UP_RUNS; k++) {
      peak.run();
    }
  }

  private void warmUp(double seconds) {
    long end = System.nanoTime() + (long) (seconds * 1e9);
    do {
      step();
    } while (System.nanoTime() < end);
  }

  /** Trains one minibatch, shuffled as in a trial. */
  public void step() {
    training.trainOneBatch(1, step++ % training.steps());
  }

  /** Samples per step. */
  public int batch() {
    return batch;
  }

  /** Bytes that the trial holds off the heap. */
  public long bytes() {
    return training.bytes();
  }

  /** What an epoch costs and what is spent after it, once both are warm. */
  public EpochCost epochCost() {
    return new EpochCost(
        label,
        warm(this::step) * training.steps(),
        warm(training::test),
        training.hasValidation() ? warm(training::validate) : 0,
        warm(training::diagnose));
  }

  private static double warm(Runnable work) {
    CpuTime.of(work, WARM_UP_RUNS);
    return CpuTime.median(CpuTime.of(work, 1), CpuTime.of(work, 1), CpuTime.of(work, 1));
  }

  private Map<String, float[]> snapshot() {
    Map<String, float[]> values = new LinkedHashMap<>();
    training.parameters().forEach((name, matrix) -> values.put(name, matrix.toArray()));
    return values;
  }

  private void restore(Map<String, float[]> values) {
    training.parameters().forEach((name, matrix) -> matrix.set(values.get(name)));
  }

  private static double[] ratios(double[] x, double[] y) {
    double[] ratios = new double[x.length];
    for (int k = 0; k < x.length; k++) {
      ratios[k] = x[k] / y[k];
    }
    return ratios;
  }

  @Override
  public void close() {
    training.close();
    workspace.close();
  }
}
