package org.bigsweep.engine.trial;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bigsweep.engine.kernel.Matrix;
import org.bigsweep.engine.kernel.Workspace;
import org.bigsweep.engine.net.Initializer;
import org.bigsweep.engine.noise.Gaussian;
import org.bigsweep.engine.noise.IntSource;
import org.bigsweep.engine.noise.RandomStream;
import org.bigsweep.engine.noise.StreamName;
import org.bigsweep.engine.noise.Uniform;
import org.bigsweep.engine.rule.RuleContext;

/**
 * All random numbers of a trial. They depend on the seed and on the place where they are used. They
 * never depend on the rule or on what was drawn before, so all rules with one seed see the same
 * initial weights, batches and noise.
 */
final class TrialRandomness implements RuleContext.InitialWeights, RuleContext.Noise {
  private static final Pattern MAP = Pattern.compile("([A-Za-z]+)(\\d+)");
  private static final Map<String, StreamName> WEIGHTS =
      Map.of(
          "f", StreamName.FORWARD_WEIGHTS,
          "g", StreamName.FEEDBACK_WEIGHTS,
          "i", StreamName.INHIBITION_WEIGHTS,
          "Bk", StreamName.ALIGNMENT_WEIGHTS);

  private final long seed;
  private final Workspace workspace;
  private final Initializer initializer;
  private final Gaussian gaussian = new Gaussian();
  private final Uniform uniform = new Uniform();
  private final RandomStream batches;
  private final RandomStream pretrainBatches;
  private final RandomStream auxiliaryBatches;
  private final RandomStream feedbackNoise;
  private final RandomStream pretrainFeedbackNoise;
  private final RandomStream inhibitionNoise;
  private final RandomStream pretrainInhibitionNoise;
  private float[] epsilon = new float[0];

  TrialRandomness(long seed, Workspace workspace, Initializer initializer) {
    this.seed = seed;
    this.workspace = workspace;
    this.initializer = initializer;
    this.batches = RandomStream.of(seed, StreamName.BATCHES);
    this.pretrainBatches = RandomStream.of(seed, StreamName.PRETRAIN_BATCHES);
    this.auxiliaryBatches = RandomStream.of(seed, StreamName.AUXILIARY_BATCHES);
    this.feedbackNoise = RandomStream.of(seed, StreamName.FEEDBACK_NOISE);
    this.pretrainFeedbackNoise = RandomStream.of(seed, StreamName.PRETRAIN_FEEDBACK_NOISE);
    this.inhibitionNoise = RandomStream.of(seed, StreamName.INHIBITION_NOISE);
    this.pretrainInhibitionNoise = RandomStream.of(seed, StreamName.PRETRAIN_INHIBITION_NOISE);
  }

  /** Puts 0 … n − 1 into {@code order} in the order of an epoch; 0, −1, … are pre-training. */
  void order(int epoch, int[] order) {
    shuffle(epoch > 0 ? batches.at(epoch) : pretrainBatches.at(-epoch), order);
  }

  /**
   * Puts 0 … n − 1 into {@code order} in the order in which auxiliary maps see an epoch's images,
   * where that is one of their own.
   */
  void auxiliaryOrder(int epoch, int[] order) {
    shuffle(auxiliaryBatches.at(epoch), order);
  }

  private static void shuffle(long key, int[] order) {
    for (int k = 0; k < order.length; k++) {
      order[k] = k;
    }
    new IntSource(key).shuffle(order);
  }

  @Override
  public void draw(String name, Matrix weights) {
    draw(name, weights, initializer);
  }

  @Override
  public void drawFixed(String name, Matrix weights) {
    draw(name, weights, Initializer.GLOROT_UNIFORM);
  }

  private void draw(String name, Matrix weights, Initializer distribution) {
    Matcher map = MAP.matcher(name);
    if (!map.matches()) {
      throw new IllegalArgumentException(
          "Invalid map name: " + name + " (must be letters and a layer number)");
    }
    StreamName stream =
        WEIGHTS.getOrDefault(
            map.group(1), new StreamName(map.group(1).toLowerCase(Locale.ROOT) + "-weights"));
    long key = RandomStream.of(seed, stream).atLayer(Integer.parseInt(map.group(2)));
    double variance = distribution.variance(weights.rows(), weights.cols());
    float[] values = new float[weights.size()];
    if (distribution.uniform()) {
      uniform.fillSymmetric(key, (float) Math.sqrt(3 * variance), values, 0, values.length);
    } else {
      gaussian.fill(key, values, 0, values.length);
      float deviation = (float) Math.sqrt(variance);
      for (int k = 0; k < values.length; k++) {
        values[k] *= deviation;
      }
    }
    distribution.finish(values, weights.rows(), weights.cols());
    weights.set(values);
  }

  @Override
  public void add(
      RuleContext.NoiseOf of,
      int layer,
      int innerStep,
      long epoch,
      long step,
      float deviation,
      Matrix h,
      Matrix out) {
    if (epsilon.length < h.size()) {
      epsilon = new float[h.size()];
    }
    long key = stream(of, epoch > 0).at((int) Math.abs(epoch), (int) step, layer, innerStep);
    gaussian.fill(key, epsilon, 0, h.size());
    workspace.kernels().addScaled(out, h, deviation, epsilon);
  }

  private RandomStream stream(RuleContext.NoiseOf of, boolean training) {
    return switch (of) {
      case FEEDBACK -> training ? feedbackNoise : pretrainFeedbackNoise;
      case INHIBITION -> training ? inhibitionNoise : pretrainInhibitionNoise;
    };
  }
}
