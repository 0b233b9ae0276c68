package org.bigsweep.engine.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bigsweep.engine.kernel.Activation;
import org.bigsweep.engine.kernel.Matrix;
import org.bigsweep.engine.net.Mlp;
import org.bigsweep.engine.net.Pass;
import org.bigsweep.engine.net.Shape;
import org.bigsweep.engine.param.Options;
import org.bigsweep.engine.rule.RuleContext.NoiseOf;
import org.bigsweep.engine.rule.RuleParameters.FeedbackLoss;

/**
 * The feedback maps g_l: layer l+1 → layer l, l = 1..N−1, each learning by one step on ½
 * mean‖g_l(u) − r‖² with, by {@code feedbackLoss},
 *
 * <ul>
 *   <li>{@code reconstruct}: u = hˡ⁺¹, r = hˡ;
 *   <li>{@code preserve}: c = hˡ + s ε, u = f_{l+1}(c), r = c (Lee et al. 2015);
 *   <li>{@code denoise}: the same u, r = hˡ;
 *   <li>{@code target}: u = tˡ⁺¹, r = hˡ (the paper's eq. 2 read literally);
 *   <li>{@code difference}: another loss, see {@link DifferenceReconstruction}; ε′ of hˡ⁺¹ is the ε
 *       of g_{l+1},
 * </ul>
 *
 * where s² is {@code feedbackNoiseVariance}.
 */
public final class FeedbackMaps {
  /** Passes over a hidden layer's activations in one step of its map. */
  private static final double PASSES = 5;

  /** Buffers per unit and sample, at most, of g and of the targets that it carries. */
  private static final double BUFFERS = 6;

  /** More of them where three batches are stacked. */
  private static final double DIFFERENCE_BUFFERS = 9;

  private final RuleContext.Noise noise;
  private final Mlp net;
  private final FeedbackLoss loss;
  private final double variance;
  private final AuxiliaryMaps maps;
  private final List<Matrix> noisy = new ArrayList<>();
  private final List<DifferenceReconstruction> differences = new ArrayList<>();
  private final List<Matrix> noisyAbove = new ArrayList<>();
  private float deviation;

  /** Multiply-accumulates per sample of g_l: its weights. */
  static double applyMacs(Shape shape, int l) {
    return shape.weights(l + 1);
  }

  /** Multiply-accumulates per sample of one step of g_l. */
  private static double learnMacs(Shape shape, Options options, int l) {
    int products =
        switch (loss(options)) {
          // g forward, its gradient
          case RECONSTRUCT, TARGET -> 2;
          // f as well
          case PRESERVE, DENOISE -> 3;
          // f, and the other two for three batches
          case DIFFERENCE -> 7;
        };
    return products * applyMacs(shape, l);
  }

  /** Whether g learns from targets, so that these must be formed before each inner step. */
  static boolean learnsFromTargets(Options options) {
    return loss(options) == FeedbackLoss.TARGET;
  }

  /** {@code cost} with that of g and all its inner steps. */
  static RuleCost addCost(RuleCost cost, Shape shape, Options options) {
    double steps = options.get(RuleParameters.INNER_STEPS);
    double learning = 0;
    double largest = 0;
    for (int l = 1; l < shape.depth(); l++) {
      learning += learnMacs(shape, options, l);
      largest = Math.max(largest, applyMacs(shape, l));
    }
    double buffers = BUFFERS + (loss(options) == FeedbackLoss.DIFFERENCE ? DIFFERENCE_BUFFERS : 0);
    return cost.withAuxiliaries(steps * learning, steps * PASSES * shape.hiddenUnits())
        .withMaps(
            new RuleCost.Maps(
                RuleParameters.FEEDBACK_OPTIMIZER, shape.weightsFrom(2), largest, steps))
        .withBuffers(buffers * shape.units());
  }

  private static FeedbackLoss loss(Options options) {
    return options.get(RuleParameters.FEEDBACK_LOSS);
  }

  FeedbackMaps(RuleContext context) {
    this.noise = context.noise();
    this.net = context.net();
    this.loss = loss(context.options());
    this.variance = context.options().find(RuleParameters.FEEDBACK_NOISE_VARIANCE).orElse(0.0);
    scaleVariances(1);
    Activation activation =
        RuleParameters.activation(
            context.options(), RuleParameters.FEEDBACK_ACTIVATION, net.layer(1).activation());
    this.maps =
        new AuxiliaryMaps(
            context,
            "g",
            l -> net.size(l + 1),
            activation,
            RuleParameters.FEEDBACK_OPTIMIZER,
            RuleParameters.FEEDBACK_LEARNING_RATE);
    for (int l = 1; l < net.depth() && corrupts(); l++) {
      noisy.add(context.buffer(l));
      if (loss == FeedbackLoss.DIFFERENCE) {
        differences.add(new DifferenceReconstruction(context, maps.map(l), maps.updater(l)));
        noisyAbove.add(differences.get(l - 1).perturbedBelow());
      } else {
        noisyAbove.add(context.buffer(l + 1));
      }
    }
  }

  /** out := g_l(above). */
  public void apply(int l, Matrix above, Matrix out) {
    maps.apply(l, above, out);
  }

  /** out := the potential of g_l(above), before its activation. */
  void preActivate(int l, Matrix above, Matrix out) {
    maps.map(l).preActivate(above, out);
  }

  /** From now on s² is {@code factor} times {@code feedbackNoiseVariance}. */
  void scaleVariances(double factor) {
    deviation = (float) Math.sqrt(variance * factor);
  }

  /** One step of g_l. */
  void learn(int l, int innerStep, Pass pass) {
    Matrix u = input(l, innerStep, pass);
    if (loss == FeedbackLoss.DIFFERENCE) {
      DifferenceReconstruction difference = differences.get(l - 1);
      corrupt(l + 1, innerStep, pass, difference.perturbed());
      difference.learn(pass.h(l), noisy.get(l - 1), pass.h(l + 1));
      return;
    }
    Matrix r = loss == FeedbackLoss.PRESERVE ? noisy.get(l - 1) : pass.h(l);
    maps.learn(l, u, r);
  }

  private Matrix input(int l, int innerStep, Pass pass) {
    return switch (loss) {
      case RECONSTRUCT -> pass.h(l + 1);
      case TARGET -> pass.target(l + 1);
      case PRESERVE, DENOISE, DIFFERENCE -> {
        Matrix c = noisy.get(l - 1);
        Matrix u = noisyAbove.get(l - 1);
        corrupt(l, innerStep, pass, c);
        net.layer(l + 1).apply(c, u);
        yield u;
      }
    };
  }

  /** out := hˡ + s ε. */
  private void corrupt(int l, int innerStep, Pass pass, Matrix out) {
    noise.add(NoiseOf.FEEDBACK, l, innerStep, pass.epoch(), pass.step(), deviation, pass.h(l), out);
  }

  private boolean corrupts() {
    return loss == FeedbackLoss.PRESERVE
        || loss == FeedbackLoss.DENOISE
        || loss == FeedbackLoss.DIFFERENCE;
  }

  void collectParameters(Map<String, Matrix> parameters) {
    maps.collectParameters(parameters);
  }
}
