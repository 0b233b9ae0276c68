package org.bigsweep.engine.trial;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.bigsweep.engine.catalog.ParameterCatalog;
import org.bigsweep.engine.catalog.TrialParameters;
import org.bigsweep.engine.catalog.TrialSpec;
import org.bigsweep.engine.jit.WarmUp;
import org.bigsweep.engine.kernel.Activation;
import org.bigsweep.engine.kernel.Workspace;
import org.bigsweep.engine.net.Initializer;
import org.bigsweep.engine.net.Mlp;
import org.bigsweep.engine.net.Pass;
import org.bigsweep.engine.optim.Optimizer;
import org.bigsweep.engine.optim.Updater;
import org.bigsweep.engine.rule.Learner;
import org.bigsweep.engine.rule.RuleContext;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One training step of each rule at 784-256×5-10 and batch 128, in samples per second. From the
 * root of the repository, with {@code OMP_NUM_THREADS=1} in the environment:
 *
 * <pre>
 * mvn -q -pl worker-engine -am test-compile dependency:build-classpath -Dmdep.outputFile=target/classpath
 * java -cp "worker-engine/target/test-classes:$(cat worker-engine/target/classpath):worker-engine/target/classes" \
 *     org.openjdk.jmh.Main BenchmarkStep
 * </pre>
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class BenchmarkStep {
  private static final int BATCH = 128;
  private static final int SAMPLES = 10 * BATCH;
  private static final int PIXELS = 784;
  private static final int CLASSES = 10;

  @Param({"BP", "FA", "DFA", "LastLayerOnly", "TP", "DTP", "BIG(eq. 4)", "BIG(balanced)"})
  public String rule;

  @Param({"sgd", "adam"})
  public String optimizer;

  private final float[] pixels = new float[SAMPLES * PIXELS];
  private final byte[] labels = new byte[SAMPLES];
  private final int[] order = IntStream.range(0, SAMPLES).toArray();
  private Workspace workspace;
  private Pass pass;
  private Trainer trainer;
  private int step;

  /** A fresh network on random images. */
  @Setup(Level.Trial)
  public void build() {
    TrialSpec spec = spec();
    workspace = new Workspace();
    TrialRandomness seed = new TrialRandomness(1, workspace, Initializer.GLOROT_UNIFORM);
    Mlp net = new Mlp(workspace, spec.layerSizes(PIXELS, CLASSES), Activation.TANH);
    pass = new Pass(workspace, net, BATCH, 1, 1);
    IntStream.rangeClosed(1, net.depth()).forEach(l -> seed.draw("f" + l, net.layer(l).weights()));
    Learner learner =
        ParameterCatalog.standard()
            .rule(spec.get(TrialParameters.RULE))
            .learner(
                new RuleContext(
                    workspace,
                    net,
                    BATCH,
                    spec,
                    seed,
                    seed,
                    (name, map, bound) -> bound.bind(workspace, map)));
    Optimizer moves = Optimizer.of(spec, TrialParameters.OPTIMIZER, TrialParameters.LEARNING_RATE);
    List<Updater> updaters =
        IntStream.rangeClosed(1, net.depth())
            .mapToObj(l -> moves.bind(workspace, net.layer(l)))
            .toList();
    trainer = new Trainer(net, learner, updaters);
    Random random = new Random(1);
    random.nextBytes(labels);
    for (int k = 0; k < SAMPLES; k++) {
      labels[k] = (byte) Math.floorMod(labels[k], CLASSES);
    }
    for (int k = 0; k < pixels.length; k++) {
      pixels[k] = Math.max(0, random.nextFloat() * 4 - 3);
    }
    step();
    WarmUp.await();
  }

  private TrialSpec spec() {
    Map<String, String> given =
        new HashMap<>(
            Map.of(
                "rule", rule,
                "depth", "6",
                "width", "256",
                "batchSize", String.valueOf(BATCH),
                "optimizer", optimizer,
                "feedbackOptimizer", optimizer,
                "inhibitionOptimizer", optimizer));
    given.put("learningRate", "1e-4");
    given.put("feedbackLearningRate", "1e-4");
    given.put("inhibitionLearningRate", "1e-4");
    return ParameterCatalog.standard().resolve(given);
  }

  /** Forward, auxiliary maps, estimates, and every layer's move. */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public double step() {
    pass.forward(pixels, labels, order, step % (SAMPLES / BATCH) * BATCH, 1, step);
    trainer.step(pass);
    step++;
    return pass.loss();
  }

  /** A step that trains nothing, or leaves the finite numbers, is no step to measure. */
  @TearDown(Level.Trial)
  public void check() {
    double loss = pass.loss() / BATCH;
    workspace.close();
    if (!(loss > 0 && loss < 10)) {
      throw new IllegalStateException("Loss of " + rule + " is " + loss);
    }
  }
}
