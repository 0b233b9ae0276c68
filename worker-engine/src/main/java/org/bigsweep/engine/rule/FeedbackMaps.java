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
 *   <li>{@code target}: u = tˡ⁺¹, r = hˡ (the paper's eq. 2 read literally);
 *   <li>{@code difference}: another loss, see {@link DifferenceReconstruction}; ε′ of hˡ⁺¹ is the ε
 *       of g_{l+1},
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
  private final List<DifferenceReconstruction> differences = new ArrayList<>();
  private final List<Matrix> noisyAbove = new ArrayList<>();
  private float deviation;

  private enum Loss {
    RECONSTRUCT,
    PRESERVE,
    DENOISE,
    TARGET,
    DIFFERENCE
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
    for (int l = 1; l < net.depth() && corrupts(); l++) {
      noisy.add(context.buffer(l));
      if (loss == Loss.DIFFERENCE) {
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
    if (loss == Loss.DIFFERENCE) {
      DifferenceReconstruction difference = differences.get(l - 1);
      corrupt(l + 1, innerStep, pass, difference.perturbed());
      difference.learn(pass.h(l), noisy.get(l - 1), pass.h(l + 1));
      return;
    }
    Matrix r = loss == Loss.PRESERVE ? noisy.get(l - 1) : pass.h(l);
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
    return loss == Loss.PRESERVE || loss == Loss.DENOISE || loss == Loss.DIFFERENCE;
  }

  void collectParameters(Map<String, Matrix> parameters) {
    maps.collectParameters(parameters);
  }

  Map<String, Updater> updaters() {
    return maps.updaters();
  }
}
