package org.bigsweep.engine.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import org.bigsweep.engine.kernel.Blas;
import org.bigsweep.engine.kernel.Kernels;
import org.bigsweep.engine.kernel.Matrix;
import org.bigsweep.engine.net.Mlp;
import org.bigsweep.engine.net.Pass;
import org.bigsweep.engine.net.Shape;
import org.bigsweep.engine.param.Options;

/**
 * The learner of all target-propagating rules. The auxiliary maps learn first, then g sends targets
 * down, and a rule defines only how a layer is displaced. {@code targetClip} c bounds how far, per
 * sample: tˡ − hˡ is shortened to c where it is longer, before the layer below hears of it and
 * after its {@link RunningMeans} is taken from it.
 *
 * <p>By {@code topTarget}, the first target that feedback carries further is, with η = {@code
 * topTargetStep},
 *
 * <ul>
 *   <li>{@code output}: that of the logits, tᴺ = hᴺ − η ∂L/∂hᴺ;
 *   <li>{@code penultimate}: that of the highest hidden layer, tᴺ⁻¹ = hᴺ⁻¹ − η ∂L/∂hᴺ⁻¹, its exact
 *       gradient through W_N (Lee et al. 2015). g and i of that layer learn all the same, for the
 *       diagnostics.
 * </ul>
 *
 * <p>By {@code auxiliaryOrder}, i learns in an inner step from g as it was before the step ({@code
 * simultaneous}), or after g and from the new g ({@code feedbackFirst}), so that it is fitted to
 * the g that the targets are made with. By {@code auxiliaryMinibatches}, g and i learn on the
 * minibatch of f ({@code same}), or on one of an order of its own ({@code separate}), before f's
 * minibatch is looked at: f's own pass then has one feedback sweep and no phase without a target.
 * The trainer brings the second minibatch. Its labels are read only where g or i learns from
 * targets.
 */
final class TargetLearner implements Learner, TargetView {
  private final Mlp net;
  private final int depth;
  private final boolean penultimate;
  private final long innerSteps;
  private final double alpha;
  private final double targetClip;
  private final boolean feedbackFirst;
  private final FeedbackMaps g;
  private final Optional<InhibitoryMaps> i;
  private final Optional<RunningMeans> means;
  private final Displacement displacement;
  private final boolean learnsFromTargets;
  private final Kernels kernels;
  private final List<Matrix> excitations = new ArrayList<>();
  private final Matrix[] inhibitions;

  /** How the rule displaces a layer. */
  interface Displacement {
    /**
     * Writes eˡ and tˡ = hˡ + eˡ, given E = g_l(tˡ⁺¹).
     *
     * @return I, what was subtracted from E
     */
    Matrix displace(int l, Pass pass, Matrix excitation);

    /** From now on variances in the displacement are {@code factor} times what they were made. */
    default void scaleVariances(double factor) {}
  }

  TargetLearner(
      RuleContext context,
      FeedbackMaps g,
      Optional<InhibitoryMaps> i,
      double alpha,
      Displacement displacement) {
    this.net = context.net();
    this.depth = net.depth();
    this.penultimate = penultimate(context.options());
    this.innerSteps = context.options().get(RuleParameters.INNER_STEPS);
    this.alpha = alpha;
    this.targetClip = context.options().get(RuleParameters.TARGET_CLIP);
    this.g = g;
    this.i = i;
    this.displacement = displacement;
    this.feedbackFirst = i.isPresent() && InhibitoryMaps.isFeedbackFirst(context.options());
    double decay = context.options().get(RuleParameters.DISPLACEMENT_MEAN_DECAY);
    this.means = decay > 0 ? Optional.of(new RunningMeans(context, decay)) : Optional.empty();
    this.learnsFromTargets = learnsFromTargets(context.options());
    this.kernels = context.workspace().kernels();
    this.inhibitions = new Matrix[depth];
    for (int l = 1; l < depth; l++) {
      excitations.add(context.buffer(l));
    }
  }

  /**
   * The cost of a rule with targets, without that of i but with the targets that i may ask for.
   *
   * @param displacementMacs multiply-accumulates per sample of {@link Displacement#displace}, by
   *     layer
   */
  static RuleCost cost(Shape shape, Options options, IntToDoubleFunction displacementMacs) {
    boolean penultimate = penultimate(options);
    double estimate = 0;
    for (int l = 1; l < shape.depth(); l++) {
      boolean exact = penultimate && l == shape.depth() - 1;
      estimate +=
          FeedbackMaps.applyMacs(shape, l) + (exact ? 0 : displacementMacs.applyAsDouble(l));
    }
    if (options.get(RuleParameters.DISPLACEMENT_MEAN_DECAY) > 0) {
      estimate += RunningMeans.subtractMacs(shape);
    }
    double targets = learnsFromTargets(options) ? options.get(RuleParameters.INNER_STEPS) : 0;
    RuleCost cost = RuleCost.ofEstimate(estimate).withAuxiliaries(targets * estimate, 0);
    return FeedbackMaps.addCost(cost, shape, options);
  }

  private static boolean penultimate(Options options) {
    return options.get(RuleParameters.TOP_TARGET) == RuleParameters.TopTarget.PENULTIMATE;
  }

  /** Whether g or i, if there is one, learns from targets. */
  private static boolean learnsFromTargets(Options options) {
    boolean inhibition = options.find(RuleParameters.INHIBITION_TARGET).isPresent();
    return FeedbackMaps.learnsFromTargets(options)
        || inhibition && InhibitoryMaps.learnsFromTargets(options);
  }

  @Override
  public void learnAuxiliaries(Pass pass) {
    for (int k = 0; k < innerSteps; k++) {
      if (learnsFromTargets) {
        estimate(pass);
      }
      for (int l = 1; l < depth; l++) {
        if (feedbackFirst) {
          g.learn(l, k, pass);
        }
        if (i.isPresent()) {
          i.get().learn(l, k, pass, excitation(l));
        }
        if (!feedbackFirst) {
          g.learn(l, k, pass);
        }
      }
    }
  }

  @Override
  public void estimate(Pass pass) {
    for (int l = depth - 1; l >= 1; l--) {
      if (isExact(l)) {
        descend(l, pass);
      } else {
        g.apply(l, pass.target(l + 1), excitation(l));
        inhibitions[l] = displacement.displace(l, pass, excitation(l));
      }
      if (means.isPresent()) {
        means.get().subtract(l, pass);
      }
      if (targetClip > 0) {
        pass.limit(l, targetClip);
      }
    }
  }

  /** eˡ = −η ∂L/∂hˡ below the logits: E is tˡ itself, I is hˡ. */
  private void descend(int l, Pass pass) {
    Matrix weights = net.layer(l + 1).weights();
    Blas.multiplyTransposedRight(1, pass.estimate(l + 1), weights, 0, pass.estimate(l));
    pass.retarget(l);
    kernels.copy(excitation(l), pass.target(l));
    inhibitions[l] = pass.h(l);
  }

  @Override
  public boolean isExact(int l) {
    return penultimate && l == depth - 1;
  }

  @Override
  public void remember(Pass pass) {
    if (means.isPresent()) {
      means.get().follow(pass);
    }
  }

  @Override
  public void scaleVariances(double factor) {
    g.scaleVariances(factor);
    i.ifPresent(maps -> maps.scaleVariances(factor));
    displacement.scaleVariances(factor);
  }

  @Override
  public void collectParameters(Map<String, Matrix> parameters) {
    g.collectParameters(parameters);
    i.ifPresent(maps -> maps.collectParameters(parameters));
    means.ifPresent(m -> m.collectParameters(parameters));
  }

  @Override
  public Optional<TargetView> targets() {
    return Optional.of(this);
  }

  @Override
  public FeedbackMaps feedback() {
    return g;
  }

  @Override
  public Matrix excitation(int l) {
    return excitations.get(l - 1);
  }

  @Override
  public Matrix inhibition(int l) {
    return inhibitions[l];
  }

  @Override
  public double alpha() {
    return alpha;
  }
}
