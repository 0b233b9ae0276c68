package org.bigsweep.engine.rule;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bigsweep.engine.kernel.Activation;
import org.bigsweep.engine.kernel.Matrix;
import org.bigsweep.engine.net.Affine;
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
  private final float deviation;
  private final List<Affine> maps = new ArrayList<>();
  private final List<Updater> updaters = new ArrayList<>();
  private final List<Matrix> errors = new ArrayList<>();
  private final List<Matrix> noisy = new ArrayList<>();
  private final List<Matrix> noisyAbove = new ArrayList<>();

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
    this.deviation =
        (float)
            Math.sqrt(context.options().find(RuleParameters.FEEDBACK_NOISE_VARIANCE).orElse(0.0));
    Activation activation =
        RuleParameters.activation(
            context.options(), RuleParameters.FEEDBACK_ACTIVATION, net.layer(1).activation());
    for (int l = 1; l < net.depth(); l++) {
      Affine map = context.map("g" + l, net.size(l + 1), net.size(l), activation);
      maps.add(map);
      updaters.add(
          context.updater(
              "g" + l,
              map,
              RuleParameters.FEEDBACK_OPTIMIZER,
              RuleParameters.FEEDBACK_LEARNING_RATE));
      errors.add(context.buffer(l));
      if (corrupts()) {
        noisy.add(context.buffer(l));
        noisyAbove.add(context.buffer(l + 1));
      }
    }
  }

  /** out := g_l(above). */
  public void apply(int l, Matrix above, Matrix out) {
    maps.get(l - 1).apply(above, out);
  }

  /** Whether g learns from targets, so that these must be formed before each inner step. */
  boolean learnsFromTargets() {
    return loss == Loss.TARGET;
  }

  /** One step of g_l. */
  void learn(int l, int innerStep, Pass pass) {
    Matrix u = input(l, innerStep, pass);
    Matrix r = loss == Loss.PRESERVE ? noisy.get(l - 1) : pass.h(l);
    Affine map = maps.get(l - 1);
    Matrix error = errors.get(l - 1);
    map.error(u, r, error);
    updaters.get(l - 1).learn(u, error);
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
    for (int l = 1; l < net.depth(); l++) {
      maps.get(l - 1).collect("g" + l, parameters);
    }
  }

  Map<String, Updater> updaters() {
    Map<String, Updater> named = new LinkedHashMap<>();
    for (int l = 1; l < net.depth(); l++) {
      named.put("g" + l, updaters.get(l - 1));
    }
    return named;
  }
}
