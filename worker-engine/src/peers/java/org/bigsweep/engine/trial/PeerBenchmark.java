package org.bigsweep.engine.trial;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.bigsweep.engine.bench.BenchCase;
import org.bigsweep.engine.bench.BenchData;
import org.bigsweep.engine.bench.Machine;
import org.bigsweep.engine.catalog.ParameterCatalog;
import org.bigsweep.engine.catalog.TrialParameters;
import org.bigsweep.engine.catalog.TrialSpec;
import org.bigsweep.engine.data.Dataset;
import org.bigsweep.engine.kernel.Matrix;
import org.bigsweep.engine.kernel.Workspace;
import org.bigsweep.engine.net.Initializer;
import org.bigsweep.engine.rule.RuleContext;
import org.bytedeco.pytorch.GradMode;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Times the engine's steps and those of other libraries on the same maths, minibatches and BLAS: in
 * slices of thread CPU time, all contenders in turn, one thread. Each peer is first held to the
 * engine: from the same weights, images and noise the parameters must agree within 1e-4 after three
 * steps.
 *
 * <p>Arguments: seconds per contender (default 5), then {@code random} for images without zero
 * pixels. The command is in {@code BENCHMARKS.md}.
 */
public final class PeerBenchmark {
  private static final int DEPTH = 6;
  private static final int WIDTH = 256;
  private static final int BATCH = 128;
  private static final int CHECKED_STEPS = 3;
  private static final double TOLERANCE = 1e-4;
  private static final double SLICE_SECONDS = 0.03;
  private static final LibtorchMap.Batch CHECKED = new LibtorchMap.Batch(BATCH, 0.1);
  private static final LibtorchMap.Batch TIMED = new LibtorchMap.Batch(BATCH, 1e-4);

  private final List<Contender> contenders = new ArrayList<>();

  private record Contender(String name, LibtorchStep.Rule rule, Runnable step) {}

  private PeerBenchmark() {}

  public static void main(String[] arguments) {
    double seconds = arguments.length > 0 ? Double.parseDouble(arguments[0]) : 5;
    boolean random = arguments.length > 1 && arguments[1].equals("random");
    torch.set_num_threads(1);
    GradMode.set_enabled(false);
    System.out.println(Machine.here());
    PeerBenchmark benchmark = new PeerBenchmark();
    benchmark.check();
    benchmark.measure(random ? BenchData.random() : BenchData.here(), seconds);
  }

  private static int[] sizes() {
    int[] sizes = new int[DEPTH + 1];
    java.util.Arrays.fill(sizes, WIDTH);
    sizes[0] = 784;
    sizes[DEPTH] = 10;
    return sizes;
  }

  private static TrialSpec spec(LibtorchStep.Rule rule, Dataset dataset, double learningRate) {
    TrialSpec small = new BenchCase(rule.name(), DEPTH, WIDTH, BATCH, "sgd").spec(dataset);
    Map<String, String> given = new TreeMap<>(small.values());
    given.replaceAll(
        (name, value) ->
            name.toLowerCase(java.util.Locale.ROOT).endsWith("learningrate")
                ? String.valueOf(learningRate)
                : value);
    return ParameterCatalog.standard().resolve(given);
  }

  private static Map<String, float[]> copy(Training training) {
    Map<String, float[]> values = new LinkedHashMap<>();
    training.parameters().forEach((name, matrix) -> values.put(name, matrix.toArray()));
    return values;
  }

  private static int[] order(TrialSpec spec, Workspace workspace) {
    int[] order = new int[spec.get(TrialParameters.TRAINING_IMAGES).intValue()];
    seed(spec, workspace).order(1, order);
    return order;
  }

  private static TrialRandomness seed(TrialSpec spec, Workspace workspace) {
    return new TrialRandomness(
        spec.get(TrialParameters.SEED), workspace, Initializer.GLOROT_UNIFORM);
  }

  private void check() {
    Dataset data = BenchData.random();
    try (Workspace workspace = new Workspace()) {
      for (LibtorchStep.Rule rule : LibtorchStep.Rule.values()) {
        TrialSpec spec = spec(rule, data, CHECKED.learningRate());
        int[] order = order(spec, workspace);
        try (Training training = new Training(spec, data, "peers", TrialObserver.NONE)) {
          Map<String, float[]> start = copy(training);
          LibtorchImages images = new LibtorchImages(data.training(), order, BATCH);
          EngineNoise noise = new EngineNoise(seed(spec, workspace), workspace);
          LibtorchStep byHand =
              new LibtorchStep(rule, sizes(), start, images, CHECKED, noise::fill);
          training.shuffle(1);
          for (int step = 0; step < CHECKED_STEPS; step++) {
            noise.step = step;
            byHand.run();
            training.trainOneBatch(1, step);
          }
          Map<String, float[]> end = copy(training);
          compare("libtorch by hand, " + rule, start, end, byHand.parameters());
          if (rule == LibtorchStep.Rule.BP) {
            checkOthers(data, order, images, start, end);
          }
        }
      }
    }
  }

  private static void checkOthers(
      Dataset data,
      int[] order,
      LibtorchImages images,
      Map<String, float[]> start,
      Map<String, float[]> end) {
    LibtorchAutograd autograd = new LibtorchAutograd(sizes(), start, images, CHECKED);
    IdiomaticNd4j nd4j = new IdiomaticNd4j(sizes(), start, data.training(), order, CHECKED);
    for (int step = 0; step < CHECKED_STEPS; step++) {
      autograd.run();
      nd4j.run();
    }
    Map<String, float[]> ofAutograd = new LinkedHashMap<>();
    Map<String, float[]> ofNd4j = new LinkedHashMap<>();
    for (int l = 1; l <= DEPTH; l++) {
      ofAutograd.put("Wf" + l, autograd.weights(l));
      ofNd4j.put("Wf" + l, nd4j.weights(l));
    }
    compare("libtorch autograd, BP", start, end, ofAutograd);
    compare("idiomatic ND4J, BP", start, end, ofNd4j);
  }

  /** The engine's noise at a step, for a peer. */
  private static final class EngineNoise {
    private final TrialRandomness seed;
    private final Matrix zero;
    private final Matrix epsilon;
    private int step;

    EngineNoise(TrialRandomness seed, Workspace workspace) {
      this.seed = seed;
      this.zero = workspace.matrix(BATCH, WIDTH);
      this.epsilon = workspace.matrix(BATCH, WIDTH);
    }

    void fill(int layer, Tensor out) {
      seed.add(RuleContext.NoiseOf.INHIBITION, layer, 0, 1, step, 1, zero, epsilon);
      out.data_ptr_float().capacity(epsilon.size()).put(epsilon.toArray());
    }
  }

  private static void compare(
      String name,
      Map<String, float[]> start,
      Map<String, float[]> ours,
      Map<String, float[]> theirs) {
    double largest = 0;
    double moved = 0;
    for (Map.Entry<String, float[]> entry : theirs.entrySet()) {
      float[] expected = ours.get(entry.getKey());
      for (int k = 0; k < expected.length; k++) {
        largest = Math.max(largest, Math.abs(expected[k] - entry.getValue()[k]));
        moved = Math.max(moved, Math.abs(expected[k] - start.get(entry.getKey())[k]));
      }
    }
    System.out.printf(
        "%s: largest difference %.1e after %d steps that move a parameter by up to %.1e%n",
        name, largest, CHECKED_STEPS, moved);
    if (!(largest <= TOLERANCE && moved > 10 * TOLERANCE)) {
      throw new IllegalStateException(name + " does not train as the engine does");
    }
  }

  private void measure(Dataset data, double seconds) {
    Dataset complete = BenchData.random();
    try (Workspace workspace = new Workspace()) {
      for (LibtorchStep.Rule rule : LibtorchStep.Rule.values()) {
        TrialSpec spec = spec(rule, data, TIMED.learningRate());
        int[] order = order(spec, workspace);
        Map<String, float[]> start;
        try (Training training =
            new Training(
                spec(rule, complete, TIMED.learningRate()),
                complete,
                "peers",
                TrialObserver.NONE)) {
          start = copy(training);
        }
        LibtorchImages images = new LibtorchImages(data.training(), order, BATCH);
        contenders.add(
            new Contender("bigsweep", rule, new StepBenchmark("bigsweep", spec, data)::step));
        contenders.add(
            new Contender(
                "libtorch by hand",
                rule,
                new LibtorchStep(
                    rule, sizes(), start, images, TIMED, (layer, out) -> out.normal_())));
        if (rule == LibtorchStep.Rule.BP) {
          contenders.add(
              new Contender(
                  "libtorch autograd", rule, new LibtorchAutograd(sizes(), start, images, TIMED)));
          contenders.add(
              new Contender(
                  "idiomatic ND4J",
                  rule,
                  new IdiomaticNd4j(sizes(), start, data.training(), order, TIMED)));
        }
      }
    }
    print(time(seconds));
  }

  private double[][] time(double seconds) {
    int slices = (int) Math.max(5, seconds / SLICE_SECONDS);
    int[] runs = new int[contenders.size()];
    double[][] times = new double[contenders.size()][slices];
    for (int c = 0; c < runs.length; c++) {
      Runnable step = contenders.get(c).step();
      CpuTime.of(step, CpuTime.runs(step, 1));
      runs[c] = CpuTime.runs(step, SLICE_SECONDS);
    }
    for (int k = 0; k < slices; k++) {
      for (int c = 0; c < runs.length; c++) {
        times[c][k] = CpuTime.of(contenders.get(c).step(), runs[c]);
      }
    }
    return times;
  }

  private void print(double[][] times) {
    System.out.println("| rule | contender | samples/s | bigsweep is faster by |");
    System.out.println("|---|---|---|---|");
    int ours = 0;
    for (int c = 0; c < times.length; c++) {
      ours = contenders.get(c).name().equals("bigsweep") ? c : ours;
      double[] ratios = new double[times[c].length];
      for (int k = 0; k < ratios.length; k++) {
        ratios[k] = times[c][k] / times[ours][k];
      }
      System.out.printf(
          "| %s | %s | %,.0f | %.2f |%n",
          contenders.get(c).rule(),
          contenders.get(c).name(),
          BATCH / CpuTime.median(times[c]),
          CpuTime.median(ratios));
    }
  }
}
