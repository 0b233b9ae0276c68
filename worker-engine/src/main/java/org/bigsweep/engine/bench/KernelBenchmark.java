package org.bigsweep.engine.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bigsweep.engine.jit.WarmUp;
import org.bigsweep.engine.kernel.Activation;
import org.bigsweep.engine.kernel.Blas;
import org.bigsweep.engine.kernel.Kernels;
import org.bigsweep.engine.kernel.Matrix;
import org.bigsweep.engine.kernel.Workspace;
import org.bigsweep.engine.noise.Gaussian;
import org.bigsweep.engine.noise.RandomStream;
import org.bigsweep.engine.noise.StreamName;
import org.bigsweep.engine.trial.CpuTime;

/**
 * A benchmark of the kernels of one layer, 128 samples of 256 units, beside that layer's product.
 * Slices of a millisecond alternate between them, and the results are medians.
 */
public final class KernelBenchmark {
  private static final int ROWS = 128;
  private static final int UNITS = 256;
  private static final double SLICE_SECONDS = 1e-3;
  private static final double WARM_UP_SECONDS = 0.05;

  private final Gaussian gaussian = new Gaussian();
  private final RandomStream stream = RandomStream.of(1, StreamName.INHIBITION_NOISE);
  private final float[] noise = new float[KernelRate.VALUES];
  private int step;

  private KernelBenchmark() {}

  /**
   * The rates of all kernels.
   *
   * @param seconds to spend on all of them together, warming up included
   */
  public static List<KernelRate> measure(double seconds) {
    try (Workspace workspace = new Workspace()) {
      return new KernelBenchmark().measure(workspace, seconds);
    }
  }

  private List<KernelRate> measure(Workspace workspace, double seconds) {
    Map<String, Runnable> calls = calls(workspace);
    calls.values().forEach(Runnable::run);
    WarmUp.await();
    double share = seconds / calls.size();
    int slices = (int) Math.max(5, share / 2 / SLICE_SECONDS);
    Map<String, Integer> runs = new LinkedHashMap<>();
    calls.forEach(
        (name, call) -> {
          CpuTime.of(call, CpuTime.runs(call, Math.min(WARM_UP_SECONDS, share / 2)));
          runs.put(name, CpuTime.runs(call, SLICE_SECONDS));
        });
    Map<String, double[]> times = new LinkedHashMap<>();
    calls.keySet().forEach(name -> times.put(name, new double[slices]));
    for (int k = 0; k < slices; k++) {
      int slice = k;
      calls.forEach((name, call) -> times.get(name)[slice] = CpuTime.of(call, runs.get(name)));
    }
    List<KernelRate> rates = new ArrayList<>();
    times.forEach((name, t) -> rates.add(new KernelRate(name, CpuTime.median(t) * 1e6)));
    return rates;
  }

  private Map<String, Runnable> calls(Workspace workspace) {
    Kernels kernels = workspace.kernels();
    Matrix x = normal(workspace, ROWS, UNITS, 1);
    Matrix y = normal(workspace, ROWS, UNITS, 2);
    Matrix z = workspace.matrix(ROWS, UNITS);
    Matrix target = workspace.matrix(ROWS, UNITS);
    Matrix delta = workspace.matrix(ROWS, UNITS);
    Matrix bias = normal(workspace, 1, UNITS, 3);
    Matrix weights = normal(workspace, UNITS, UNITS, 4);
    Matrix product = workspace.matrix(ROWS, UNITS);
    // half of the weights of a layer: 32,768
    Matrix parameters = normal(workspace, ROWS, UNITS, 5);
    Matrix gradient = normal(workspace, ROWS, UNITS, 6);
    Matrix first = workspace.matrix(ROWS, UNITS);
    Matrix second = workspace.matrix(ROWS, UNITS);
    Map<String, Runnable> calls = new LinkedHashMap<>();
    calls.put("spread bias", () -> kernels.spread(z, bias));
    calls.put("tanh", () -> kernels.activate(z, Activation.TANH));
    calls.put("error", () -> kernels.error(z, Activation.TANH, y));
    calls.put("displace", () -> kernels.displace(z, target, delta, 1, x, y, 1, y, Activation.TANH));
    calls.put("delta", () -> kernels.delta(delta, x, y, Activation.TANH));
    calls.put("add noise", () -> kernels.addScaled(z, x, 0.1f, noise));
    calls.put(
        "Adam",
        () -> kernels.adam(parameters, first, second, gradient, 1e-6f, 1, 0.9, 0.999, 1e-8f));
    calls.put(
        "Gaussian",
        () -> gaussian.fill(stream.at(0, step++ & 0xffffff, 1), noise, 0, noise.length));
    calls.put("product 128·256·256", () -> Blas.multiply(1, x, weights, 0, product));
    return calls;
  }

  private Matrix normal(Workspace workspace, int rows, int cols, int layer) {
    Matrix matrix = workspace.matrix(rows, cols);
    float[] values = new float[matrix.size()];
    gaussian.fill(stream.atLayer(layer), values, 0, values.length);
    matrix.set(values);
    return matrix;
  }
}
