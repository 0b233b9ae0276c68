package org.bigsweep.engine.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.bigsweep.engine.kernel.Activation;
import org.bigsweep.engine.kernel.Matrix;
import org.bigsweep.engine.net.Mlp;
import org.bigsweep.engine.net.Pass;
import org.bigsweep.engine.net.Shape;
import org.bigsweep.engine.param.InvalidParameterException;
import org.bigsweep.engine.param.Options;
import org.bigsweep.engine.rule.RuleContext.NoiseOf;
import org.bigsweep.engine.rule.RuleParameters.Inhibition;
import org.bigsweep.engine.rule.RuleParameters.InhibitionTarget;

/**
 * The local inhibitory maps i_l: layer l → layer l, l = 1..N−1, each learning by one step on ½
 * mean‖i_l(hˡ + s ε) − r‖², s² = {@code inhibitionNoiseVariance}, with r constant and, by {@code
 * inhibitionTarget}, {@code activity}: r = hˡ (a denoiser; the paper), {@code feedback}: r =
 * g_l(hˡ⁺¹), {@code received}: r = g_l(tˡ⁺¹).
 *
 * <p>By {@code inhibition}, i_l is one layer ({@code affine}), or has interneurons that learn by
 * i's own loss ({@code interneurons}, see {@link InterneuronMaps}) or from the layer above ({@code
 * mirrored}, see {@link MirroredMaps}). The option {@code interneurons} m &gt; 0 gives {@code
 * affine} a hidden layer of m units; the other two know their numbers.
 *
 * <p>Mirrored ones, and all with a fast {@code inhibitionLearner}, learn by the error of potentials
 * instead: T is the potential of r under the map that makes it (f_l or g_l), or r itself where i is
 * linear; see {@link PotentialLearner}.
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
  private final Optional<MirroredMaps> mirrored;
  private final boolean potentials;
  private final boolean linear;
  private final boolean feedbackFirst;
  private final List<Matrix> noisy = new ArrayList<>();
  private final List<Matrix> reconstructions = new ArrayList<>();
  private float deviation;

  /** Multiply-accumulates per sample of i_l: its weights. */
  static double applyMacs(Shape shape, Options options, int l) {
    double units = shape.size(l);
    return hasInterneurons(options) ? 2 * units * interneurons(shape, options, l) : units * units;
  }

  /** Multiply-accumulates per sample of one step of i_l. */
  private static double learnMacs(Shape shape, Options options, int l) {
    double units = shape.size(l);
    double step;
    if (isMirrored(options)) {
      step = MirroredMaps.learnMacs(shape, options, l);
    } else if (hasInterneurons(options)) {
      double count = interneurons(shape, options, l);
      // forward through both layers, the error back through V, the gradient of U, the step of V
      step = 4 * units * count + PotentialLearner.macs(options, shape.batch(), count, units);
    } else {
      step = units * units + PotentialLearner.macs(options, shape.batch(), units, units);
    }
    return step + wantedMacs(shape, options, l);
  }

  private static double wantedMacs(Shape shape, Options options, int l) {
    boolean afresh = learnsPotentials(options) || isFeedbackFirst(options);
    return switch (wanted(options)) {
      case ACTIVITY -> learnsPotentials(options) && !isLinear(options) ? shape.weights(l) : 0;
      case FEEDBACK -> FeedbackMaps.applyMacs(shape, l);
      case RECEIVED -> afresh ? FeedbackMaps.applyMacs(shape, l) : 0;
    };
  }

  private static boolean isMirrored(Options options) {
    return options.get(RuleParameters.INHIBITION_CIRCUIT) == Inhibition.MIRRORED;
  }

  private static boolean hasInterneurons(Options options) {
    return options.get(RuleParameters.INHIBITION_CIRCUIT) != Inhibition.AFFINE
        || givenInterneurons(options) > 0;
  }

  /** The option {@code interneurons}, which {@code affine} alone takes. */
  private static long givenInterneurons(Options options) {
    return options.get(RuleParameters.INTERNEURONS);
  }

  /** Interneurons of layer l, where there are any. */
  private static double interneurons(Shape shape, Options options, int l) {
    return options.get(RuleParameters.INHIBITION_CIRCUIT) == Inhibition.AFFINE
        ? givenInterneurons(options)
        : shape.size(l + 1);
  }

  private static boolean learnsPotentials(Options options) {
    return isMirrored(options) || PotentialLearner.isFast(options);
  }

  private static boolean isLinear(Options options) {
    return options.get(RuleParameters.INHIBITION_ACTIVATION) == RuleParameters.MapActivation.LINEAR;
  }

  /** Whether g learns before i does. */
  static boolean isFeedbackFirst(Options options) {
    return options.get(RuleParameters.AUXILIARY_ORDER)
        == RuleParameters.AuxiliaryOrder.FEEDBACK_FIRST;
  }

  /** Whether i learns from targets, so that these must be formed before each inner step. */
  static boolean learnsFromTargets(Options options) {
    return wanted(options) == InhibitionTarget.RECEIVED;
  }

  /** {@code cost} with that of i and all its inner steps. */
  static RuleCost addCost(RuleCost cost, Shape shape, Options options) {
    double steps = options.get(RuleParameters.INNER_STEPS);
    double optimized = 0;
    double fixed = 0;
    double learning = 0;
    double largest = 0;
    double activations = shape.hiddenUnits();
    double most = 0;
    for (int l = 1; l < shape.depth(); l++) {
      learning += learnMacs(shape, options, l);
      double count = hasInterneurons(options) ? interneurons(shape, options, l) : 0;
      double matrix = shape.size(l) * (count > 0 ? count : shape.size(l));
      int slow = optimized(options, count > 0);
      optimized += slow * matrix;
      fixed += applyMacs(shape, options, l) - slow * matrix;
      largest = slow > 0 ? Math.max(largest, matrix) : largest;
      activations += count;
      // layers with equally many interneurons share their buffers
      most = givenInterneurons(options) > 0 ? count : most + count;
    }
    RuleCost whole =
        cost.withAuxiliaries(steps * learning, steps * PASSES * activations)
            .withFixedWeights(fixed)
            .withBuffers(BUFFERS * shape.units() + 2 * most)
            .withBuffers(PotentialLearner.isFast(options) ? shape.batch() : 0);
    return optimized > 0
        ? whole.withMaps(
            new RuleCost.Maps(RuleParameters.INHIBITION_OPTIMIZER, optimized, largest, steps))
        : whole;
  }

  /**
   * Matrices of each i_l that an optimiser moves: of those that learn fast, an untaught U alone.
   */
  private static int optimized(Options options, boolean interneurons) {
    if (PotentialLearner.isFast(options)) {
      return interneurons && !isMirrored(options) ? 1 : 0;
    }
    return interneurons ? 2 : 1;
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
    this.potentials = learnsPotentials(context.options());
    this.linear = isLinear(context.options());
    this.feedbackFirst = isFeedbackFirst(context.options());
    check(context.options());
    Activation activation =
        RuleParameters.activation(
            context.options(), RuleParameters.INHIBITION_ACTIVATION, net.layer(1).activation());
    this.mirrored =
        isMirrored(context.options())
            ? Optional.of(new MirroredMaps(context, interneurons(context, activation)))
            : Optional.empty();
    this.maps = mirrored.isPresent() ? mirrored.get() : maps(context, activation);
    for (int l = 1; l < net.depth(); l++) {
      noisy.add(context.buffer(l, noisy));
      reconstructions.add(context.buffer(l, reconstructions));
    }
  }

  private static void check(Options options) {
    Inhibition circuit = options.get(RuleParameters.INHIBITION_CIRCUIT);
    if (givenInterneurons(options) > 0 && circuit != Inhibition.AFFINE) {
      throw new InvalidParameterException(
          "Invalid interneurons: %d (must be 0 where inhibition is %s)"
              .formatted(givenInterneurons(options), circuit.name().toLowerCase(Locale.ROOT)));
    }
  }

  private static LocalMaps maps(RuleContext context, Activation activation) {
    if (hasInterneurons(context.options())) {
      return new InterneuronMaps(context, interneurons(context, activation));
    }
    return PotentialLearner.isFast(context.options())
        ? new PotentialMaps(context, "i", activation)
        : new AuxiliaryMaps(
            context,
            "i",
            context.net()::size,
            activation,
            RuleParameters.INHIBITION_OPTIMIZER,
            RuleParameters.INHIBITION_LEARNING_RATE);
  }

  /** As many as the layer above has units and with its activation, unless their number is given. */
  private static InterneuronLayers interneurons(RuleContext context, Activation outer) {
    Mlp net = context.net();
    int given = Math.toIntExact(givenInterneurons(context.options()));
    return new InterneuronLayers(
        context,
        "i",
        l -> given > 0 ? given : net.size(l + 1),
        l -> net.layer(given > 0 ? 1 : l + 1).activation(),
        outer);
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
   * One step of i_l, from g_l as it stands.
   *
   * @param excitation g_l(tˡ⁺¹) as it was at the start of the inner step; read only when i learns
   *     what is received
   */
  void learn(int l, int innerStep, Pass pass, Matrix excitation) {
    Matrix x = input(l, innerStep, pass);
    if (mirrored.isPresent()) {
      mirrored.get().mirror(l, x, pass.h(l));
    }
    maps.learn(l, x, potentials ? potential(l, pass) : wanted(l, pass, excitation));
  }

  private Matrix input(int l, int innerStep, Pass pass) {
    if (deviation == 0) {
      return pass.h(l);
    }
    Matrix x = noisy.get(l - 1);
    noise.add(NoiseOf.INHIBITION, l, innerStep, pass.epoch(), pass.step(), deviation, pass.h(l), x);
    return x;
  }

  /** r. */
  private Matrix wanted(int l, Pass pass, Matrix excitation) {
    Matrix out = reconstructions.get(l - 1);
    switch (wanted) {
      case ACTIVITY -> {
        return pass.h(l);
      }
      case RECEIVED -> {
        if (!feedbackFirst) {
          return excitation;
        }
        feedback.apply(l, pass.target(l + 1), out);
      }
      case FEEDBACK -> feedback.apply(l, pass.h(l + 1), out);
    }
    return out;
  }

  /** T: the potential of r, or r where i is linear. */
  private Matrix potential(int l, Pass pass) {
    Matrix out = reconstructions.get(l - 1);
    if (wanted == InhibitionTarget.ACTIVITY) {
      if (linear) {
        return pass.h(l);
      }
      net.layer(l).preActivate(pass.h(l - 1), out);
      return out;
    }
    Matrix above = wanted == InhibitionTarget.FEEDBACK ? pass.h(l + 1) : pass.target(l + 1);
    if (linear) {
      feedback.apply(l, above, out);
    } else {
      feedback.preActivate(l, above, out);
    }
    return out;
  }

  void collectParameters(Map<String, Matrix> parameters) {
    maps.collectParameters(parameters);
  }
}
