package org.bigsweep.engine.rule;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.bigsweep.engine.catalog.ParameterCatalog;
import org.bigsweep.engine.catalog.TrialParameters;
import org.bigsweep.engine.catalog.TrialSpec;
import org.bigsweep.engine.kernel.Matrix;
import org.bigsweep.engine.kernel.Workspace;
import org.bigsweep.engine.net.Affine;
import org.bigsweep.engine.net.Mlp;
import org.bigsweep.engine.net.Pass;
import org.bigsweep.engine.optim.Optimizer;
import org.bigsweep.engine.optim.Updater;
import org.bigsweep.engine.trial.Trainer;

/**
 * A rule at work in a small network of random weights and biases on random samples of {@value
 * #CLASSES} separable classes; the same seed gives the same everything.
 */
public final class SmallNetwork implements AutoCloseable {
  public static final int INPUTS = 6;
  public static final int CLASSES = 3;
  private static final int SAMPLES = 60;

  private final long seed;
  private final Workspace workspace = new Workspace();
  private final TrialSpec spec;
  private final Mlp net;
  private final Pass pass;
  private final Learner learner;
  private final Trainer trainer;
  private final Map<String, Matrix> parameters;
  private final Map<String, Recording> recordings = new HashMap<>();
  private final float[] pixels = new float[SAMPLES * INPUTS];
  private final byte[] labels = new byte[SAMPLES];

  /** The first gradient that a map was moved along, in the parameters' shapes. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Gradient(double[][] weights, double[] bias) {}

  /**
   * @param options parameters by name; {@code rule} is filled in, and by default the network is
   *     6-5-4-3 with batches of 4
   */
  public SmallNetwork(LearningRule rule, Map<String, String> options, long seed) {
    this.seed = seed;
    Map<String, String> given =
        new HashMap<>(Map.of("depth", "3", "width", "5-4", "batchSize", "4"));
    given.putAll(options);
    given.put("rule", rule.name());
    this.spec = new ParameterCatalog(List.of(rule)).resolve(given);
    int batch = spec.get(TrialParameters.BATCH_SIZE).intValue();
    this.net = new Mlp(workspace, sizes(), spec.get(TrialParameters.ACTIVATION));
    double eta = spec.find(RuleParameters.TOP_TARGET_STEP).orElse(1.0);
    this.pass =
        new Pass(workspace, net, batch, eta, spec.find(RuleParameters.TOP_UPDATE_STEP).orElse(eta));
    Optimizer optimizer =
        Optimizer.of(spec, TrialParameters.OPTIMIZER, TrialParameters.LEARNING_RATE);
    this.learner = rule.learner(context(workspace, binder(this::updater)));
    double decay = spec.get(TrialParameters.WEIGHT_DECAY);
    List<Updater> updaters =
        IntStream.rangeClosed(1, net.depth())
            .mapToObj(l -> updater("f" + l, net.layer(l), optimizer, decay))
            .toList();
    this.trainer = new Trainer(net, learner, updaters);
    this.parameters = new LinkedHashMap<>(trainer.parameters());
    parameters.forEach(this::draw);
    drawSamples();
  }

  private RuleContext context(Workspace memory, RuleContext.Binder binder) {
    return new RuleContext(memory, net, pass.batch(), spec, weights(), noise(), binder);
  }

  /** Builds the rule's learner once more, on memory of its own, and forgets it. */
  void buildLearner(LearningRule rule, Workspace memory) {
    rule.learner(context(memory, binder((name, map, own, decay) -> own.bind(memory, map, decay))));
  }

  private List<Integer> sizes() {
    List<Integer> widths = spec.get(TrialParameters.WIDTH);
    int hidden = Math.toIntExact(spec.get(TrialParameters.DEPTH)) - 1;
    List<Integer> sizes = new ArrayList<>();
    sizes.add(INPUTS);
    for (int l = 0; l < hidden; l++) {
      sizes.add(widths.get(widths.size() == 1 ? 0 : l));
    }
    sizes.add(CLASSES);
    return sizes;
  }

  private RuleContext.InitialWeights weights() {
    return new RuleContext.InitialWeights() {
      @Override
      public void draw(String name, Matrix weights) {
        SmallNetwork.this.draw("W" + name, weights);
      }

      @Override
      public void drawFixed(String name, Matrix weights) {
        SmallNetwork.this.draw(name, weights);
      }
    };
  }

  private void draw(String name, Matrix matrix) {
    Random random = new Random(seed * 31 + name.hashCode());
    float[] values = new float[matrix.size()];
    double deviation = matrix.rows() == 1 ? 0.1 : 1 / Math.sqrt(matrix.rows());
    for (int k = 0; k < values.length; k++) {
      values[k] = (float) (deviation * random.nextGaussian());
    }
    matrix.set(values);
  }

  private RuleContext.Noise noise() {
    return (of, layer, innerStep, epoch, step, deviation, h, out) ->
        workspace.kernels().addScaled(out, h, deviation, epsilon(of, layer, innerStep, h.size()));
  }

  /** ε of the current minibatch. */
  float[] epsilon(RuleContext.NoiseOf of, int layer, int innerStep, int count) {
    long place = ((seed * 31 + of.name().hashCode()) * 31 + layer) * 31 + innerStep;
    Random random = new Random((place * 31 + pass.epoch()) * 1_000_003 + pass.step());
    float[] values = new float[count];
    for (int k = 0; k < count; k++) {
      values[k] = (float) random.nextGaussian();
    }
    return values;
  }

  /** Binds the optimiser of a map, with a weight decay. */
  private interface Bound {
    Updater bind(String name, Affine map, Optimizer optimizer, double weightDecay);
  }

  private RuleContext.Binder binder(Bound bound) {
    Optimizer forward =
        Optimizer.of(spec, TrialParameters.OPTIMIZER, TrialParameters.LEARNING_RATE);
    return new RuleContext.Binder() {
      @Override
      public Updater bind(String name, Affine map, Optimizer optimizer) {
        return bound.bind(name, map, optimizer, 0);
      }

      @Override
      public Updater bindLikeForward(String name, Affine map) {
        return bound.bind(name, map, forward, spec.get(TrialParameters.WEIGHT_DECAY));
      }
    };
  }

  private Updater updater(String name, Affine map, Optimizer optimizer, double weightDecay) {
    Recording recording = new Recording(optimizer.bind(workspace, map, weightDecay));
    recordings.put(name, recording);
    return recording;
  }

  private void drawSamples() {
    Random random = new Random(seed);
    for (int s = 0; s < SAMPLES; s++) {
      labels[s] = (byte) random.nextInt(CLASSES);
      for (int k = 0; k < INPUTS; k++) {
        double centre = k % CLASSES == labels[s] ? 1 : 0;
        pixels[s * INPUTS + k] = (float) (centre + 0.3 * random.nextGaussian());
      }
    }
  }

  /** Minibatch {@code step} of epoch 1 goes forward; samples repeat. */
  public void forward(int step) {
    pass.forward(pixels, labels, indices(step), 0, 1, step);
  }

  /** Minibatch {@code step} of epoch 1, gone forward through a pass of its own. */
  Pass secondPass(int step) {
    Pass second = new Pass(workspace, net, pass.batch(), 1, 1);
    second.forward(pixels, labels, indices(step), 0, 1, step);
    return second;
  }

  private int[] indices(int step) {
    int batch = pass.batch();
    return IntStream.range(0, batch).map(k -> (step * batch + k) % SAMPLES).toArray();
  }

  /** The labels of minibatch {@code step}. */
  int[] labels(int step) {
    return IntStream.of(indices(step)).map(k -> labels[k]).toArray();
  }

  /** The labels of the following minibatches: every class becomes the next one. */
  void rotateLabels() {
    for (int s = 0; s < SAMPLES; s++) {
      labels[s] = (byte) ((labels[s] + 1) % CLASSES);
    }
  }

  /** A whole training step on minibatch {@code step}. */
  public void train(int step) {
    forward(step);
    trainer.step(pass);
  }

  /** Share of {@code steps} minibatches' samples that are classified rightly. */
  public double accuracy(int steps) {
    int correct = 0;
    for (int step = 0; step < steps; step++) {
      forward(step);
      correct += pass.correct();
    }
    return (double) correct / (steps * pass.batch());
  }

  public Workspace workspace() {
    return workspace;
  }

  public TrialSpec spec() {
    return spec;
  }

  public Mlp net() {
    return net;
  }

  public Pass pass() {
    return pass;
  }

  public Learner learner() {
    return learner;
  }

  public Trainer trainer() {
    return trainer;
  }

  /** All parameters of f and of the rule by name. */
  public Map<String, Matrix> parameters() {
    return parameters;
  }

  public Matrix parameter(String name) {
    return parameters.get(name);
  }

  /** A copy of all parameters' values. */
  public Map<String, float[]> values() {
    Map<String, float[]> values = new LinkedHashMap<>();
    parameters.forEach((name, matrix) -> values.put(name, matrix.toArray()));
    return values;
  }

  /** The gradient along which the map of that name, such as {@code g1}, moved first. */
  Gradient gradient(String map) {
    return recordings.get(map).first;
  }

  /** The names of the maps beside f that an optimiser moves. */
  List<String> auxiliaryMaps() {
    return recordings.keySet().stream().filter(name -> !name.matches("f\\d+")).toList();
  }

  boolean moved(String map) {
    return recordings.get(map).first != null;
  }

  @Override
  public void close() {
    workspace.close();
  }

  /** Remembers the first gradient, in double precision, and passes it on. */
  private static final class Recording implements Updater {
    private final Updater updater;
    private Gradient first;

    Recording(Updater updater) {
      this.updater = updater;
    }

    @Override
    public void learn(Matrix input, Matrix delta) {
      if (first == null) {
        first = gradient(input, delta);
      }
      updater.learn(input, delta);
    }

    private static Gradient gradient(Matrix input, Matrix delta) {
      float[] x = input.toArray();
      float[] d = delta.toArray();
      double[][] weights = new double[input.cols()][delta.cols()];
      double[] bias = new double[delta.cols()];
      for (int r = 0; r < delta.rows(); r++) {
        for (int o = 0; o < delta.cols(); o++) {
          double share = (double) d[r * delta.cols() + o] / delta.rows();
          bias[o] -= share;
          for (int i = 0; i < input.cols(); i++) {
            weights[i][o] -= x[r * input.cols() + i] * share;
          }
        }
      }
      return new Gradient(weights, bias);
    }
  }
}
