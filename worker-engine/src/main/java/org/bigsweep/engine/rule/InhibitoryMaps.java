package org.bigsweep.engine.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bigsweep.engine.kernel.Activation;
import org.bigsweep.engine.kernel.Matrix;
import org.bigsweep.engine.net.Mlp;
import org.bigsweep.engine.net.Pass;
import org.bigsweep.engine.net.Shape;
import org.bigsweep.engine.optim.Updater;
import org.bigsweep.engine.param.Options;
import org.bigsweep.engine.rule.RuleContext.NoiseOf;
import org.bigsweep.engine.rule.RuleParameters.InhibitionTarget;

/**
 * The local inhibitory maps i_l: layer l → layer l, l = 1..N−1, each learning by one step on ½
 * mean‖i_l(hˡ + s ε) − r‖², s² = {@code inhibitionNoiseVariance}, with r constant and, by {@code
 * inhibitionTarget}, {@code activity}: r = hˡ (a denoiser; the paper), {@code feedback}: r =
 * g_l(hˡ⁺¹), {@code received}: r = g_l(tˡ⁺¹). With {@code interneurons} each has a hidden layer,
 * see {@link InterneuronMaps}.
 */
final class InhibitoryMaps {
  /** Passes over a layer's activations, interneurons included, in one step of its map. */
  private static final double PASSES = 5;

  /** Buffers per unit and sample, at most. */
  private static final double BUFFERS = 4;

  private final RuleContext.Noise noise;
  private final Mlp net;
  private final FeedbackMaps feedback;
  private final InhibitionTarget wanted;
  private final double variance;
  private final LocalMaps maps;
  private final List<Matrix> noisy = new ArrayList<>();
  private final List<Matrix> reconstructions = new ArrayList<>();
  private float deviation;

  /** Multiply-accumulates per sample of i_l: its weights. */
  static double applyMacs(Shape shape, Options options, int l) {
    long interneurons = options.get(RuleParameters.INTERNEURONS);
    double units = shape.size(l);
    return interneurons > 0 ? 2 * units * interneurons : units * units;
  }

  /** Multiply-accumulates per sample of one step of i_l. */
  private static double learnMacs(Shape shape, Options options, int l) {
    // forward and gradient, with interneurons also the error of the inner layer
    double products = options.get(RuleParameters.INTERNEURONS) > 0 ? 2.5 : 2;
    double wanted =
        wanted(options) == InhibitionTarget.FEEDBACK ? FeedbackMaps.applyMacs(shape, l) : 0;
    return products * applyMacs(shape, options, l) + wanted;
  }

  /** Whether i learns from targets, so that these must be formed before each inner step. */
  static boolean learnsFromTargets(Options options) {
    return wanted(options) == InhibitionTarget.RECEIVED;
  }

  /** {@code cost} with that of i and all its inner steps. */
  static RuleCost addCost(RuleCost cost, Shape shape, Options options) {
    double steps = options.get(RuleParameters.INNER_STEPS);
    double interneurons = options.get(RuleParameters.INTERNEURONS);
    double weights = 0;
    double learning = 0;
    double largest = 0;
    for (int l = 1; l < shape.depth(); l++) {
      weights += applyMacs(shape, options, l);
      learning += learnMacs(shape, options, l);
      double columns = interneurons > 0 ? interneurons : shape.size(l);
      largest = Math.max(largest, columns * shape.size(l));
    }
    double activations = shape.hiddenUnits() + interneurons * (shape.depth() - 1);
    return cost.withAuxiliaries(steps * learning, steps * PASSES * activations)
        .withMaps(new RuleCost.Maps(RuleParameters.INHIBITION_OPTIMIZER, weights, largest, steps))
        .withBuffers(BUFFERS * shape.units() + 2 * interneurons);
  }

  private static InhibitionTarget wanted(Options options) {
    return options.get(RuleParameters.INHIBITION_TARGET);
  }

  InhibitoryMaps(RuleContext context, FeedbackMaps feedback) {
    this.noise = context.noise();
    this.net = context.net();
    this.feedback = feedback;
    this.wanted = wanted(context.options());
    this.variance = context.options().get(RuleParameters.INHIBITION_NOISE_VARIANCE);
    scaleVariances(1);
    Activation activation =
        RuleParameters.activation(
            context.options(), RuleParameters.INHIBITION_ACTIVATION, net.layer(1).activation());
    this.maps = maps(context, activation);
    for (int l = 1; l < net.depth(); l++) {
      noisy.add(context.buffer(l, noisy));
      reconstructions.add(context.buffer(l, reconstructions));
    }
  }

  private static LocalMaps maps(RuleContext context, Activation activation) {
    int interneurons = context.options().get(RuleParameters.INTERNEURONS).intValue();
    return interneurons > 0
        ? new InterneuronMaps(
            context,
            "i",
            interneurons,
            activation,
            RuleParameters.INHIBITION_OPTIMIZER,
            RuleParameters.INHIBITION_LEARNING_RATE)
        : new AuxiliaryMaps(
            context,
            "i",
            context.net()::size,
            activation,
            RuleParameters.INHIBITION_OPTIMIZER,
            RuleParameters.INHIBITION_LEARNING_RATE);
  }

  /** out := i_l(h). */
  void apply(int l, Matrix h, Matrix out) {
    maps.apply(l, h, out);
  }

  /** From now on s² is {@code factor} times {@code inhibitionNoiseVariance}. */
  void scaleVariances(double factor) {
    deviation = (float) Math.sqrt(variance * factor);
  }

  /**
   * One step of i_l; g_l must be as it stands at the start of the inner step.
   *
   * @param excitation g_l(tˡ⁺¹); read only when i learns what is received
   */
  void learn(int l, int innerStep, Pass pass, Matrix excitation) {
    maps.learn(l, input(l, innerStep, pass), wanted(l, pass, excitation));
  }

  private Matrix input(int l, int innerStep, Pass pass) {
    if (deviation == 0) {
      return pass.h(l);
    }
    Matrix x = noisy.get(l - 1);
    noise.add(NoiseOf.INHIBITION, l, innerStep, pass.epoch(), pass.step(), deviation, pass.h(l), x);
    return x;
  }

  private Matrix wanted(int l, Pass pass, Matrix excitation) {
    return switch (wanted) {
      case ACTIVITY -> pass.h(l);
      case RECEIVED -> excitation;
      case FEEDBACK -> {
        Matrix reconstruction = reconstructions.get(l - 1);
        feedback.apply(l, pass.h(l + 1), reconstruction);
        yield reconstruction;
      }
    };
  }

  void collectParameters(Map<String, Matrix> parameters) {
    maps.collectParameters(parameters);
  }

  Map<String, Updater> updaters() {
    return maps.updaters();
  }
}
