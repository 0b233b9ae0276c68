package org.bigsweep.engine.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bigsweep.engine.kernel.Activation;
import org.bigsweep.engine.kernel.Matrix;
import org.bigsweep.engine.net.Mlp;
import org.bigsweep.engine.net.Pass;
import org.bigsweep.engine.optim.Updater;
import org.bigsweep.engine.rule.RuleContext.NoiseOf;

/**
 * The feedback maps g_l: layer l+1 → layer l, l = 1..N−1, each learning by one step on ½
 * mean‖g_l(u) − r‖² with, by {@code feedbackLoss},
 *
 * <ul>
 *   <li>{@code reconstruct}: u = hˡ⁺¹, r = hˡ;
 *   <li>{@code preserve}: c = hˡ + s ε, u = f_{l+1}(c), r = c (Lee et al. 2015);
 *   <li>{@code denoise}: the same u, r = hˡ;
 *   <li>{@code target}: u = tˡ⁺¹, r = hˡ (the paper's eq. 2 read literally),
 * </ul>
 *
 * where s² is {@code feedbackNoiseVariance}.
 */
public final class FeedbackMaps {
  private final RuleContext.Noise noise;
  private final Mlp net;
  private final Loss loss;
  private final double variance;
  private final AuxiliaryMaps maps;
  private final List<Matrix> noisy = new ArrayList<>();
  private final List<Matrix> noisyAbove = new ArrayList<>();
  private float deviation;

  private enum Loss {
    RECONSTRUCT,
    PRESERVE,
    DENOISE,
    TARGET
  }

  FeedbackMaps(RuleContext context) {
    this.noise = context.noise();
    this.net = context.net();
    this.loss = Loss.valueOf(RuleParameters.upper(context.options(), RuleParameters.FEEDBACK_LOSS));
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
    if (corrupts()) {
      for (int l = 1; l < net.depth(); l++) {
        noisy.add(context.buffer(l));
        noisyAbove.add(context.buffer(l + 1));
      }
    }
  }

  /** out := g_l(above). */
  public void apply(int l, Matrix above, Matrix out) {
    maps.apply(l, above, out);
  }

  /** From now on s² is {@code factor} times {@code feedbackNoiseVariance}. */
  void scaleVariances(double factor) {
    deviation = (float) Math.sqrt(variance * factor);
  }

  /** Whether g learns from targets, so that these must be formed before each inner step. */
  boolean learnsFromTargets() {
    return loss == Loss.TARGET;
  }

  /** One step of g_l. */
  void learn(int l, int innerStep, Pass pass) {
    Matrix u = input(l, innerStep, pass);
    Matrix r = loss == Loss.PRESERVE ? noisy.get(l - 1) : pass.h(l);
    maps.learn(l, u, r);
  }

  private Matrix input(int l, int innerStep, Pass pass) {
    return switch (loss) {
      case RECONSTRUCT -> pass.h(l + 1);
      case TARGET -> pass.target(l + 1);
      case PRESERVE, DENOISE -> {
        Matrix c = noisy.get(l - 1);
        Matrix u = noisyAbove.get(l - 1);
        noise.add(
            NoiseOf.FEEDBACK, l, innerStep, pass.epoch(), pass.step(), deviation, pass.h(l), c);
        net.layer(l + 1).apply(c, u);
        yield u;
      }
    };
  }

  private boolean corrupts() {
    return loss == Loss.PRESERVE || loss == Loss.DENOISE;
  }

  void collectParameters(Map<String, Matrix> parameters) {
    maps.collectParameters(parameters);
  }

  Map<String, Updater> updaters() {
    return maps.updaters();
  }
}
