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
 * The local inhibitory maps i_l: layer l → layer l, l = 1..N−1, each learning by one step on ½
 * mean‖i_l(hˡ + s ε) − r‖², s² = {@code inhibitionNoiseVariance}, with r constant and, by {@code
 * inhibitionTarget}, {@code activity}: r = hˡ (a denoiser; the paper), {@code feedback}: r =
 * g_l(hˡ⁺¹), {@code received}: r = g_l(tˡ⁺¹). With {@code interneurons} each has a hidden layer,
 * see {@link InterneuronMaps}.
 */
final class InhibitoryMaps {
  private final RuleContext.Noise noise;
  private final Mlp net;
  private final FeedbackMaps feedback;
  private final Wanted wanted;
  private final double variance;
  private final LocalMaps maps;
  private final List<Matrix> noisy = new ArrayList<>();
  private final List<Matrix> reconstructions = new ArrayList<>();
  private float deviation;

  private enum Wanted {
    ACTIVITY,
    FEEDBACK,
    RECEIVED
  }

  InhibitoryMaps(RuleContext context, FeedbackMaps feedback) {
    this.noise = context.noise();
    this.net = context.net();
    this.feedback = feedback;
    this.wanted =
        Wanted.valueOf(RuleParameters.upper(context.options(), RuleParameters.INHIBITION_TARGET));
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

  /** Whether i learns from targets, so that these must be formed before each inner step. */
  boolean learnsFromTargets() {
    return wanted == Wanted.RECEIVED;
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
