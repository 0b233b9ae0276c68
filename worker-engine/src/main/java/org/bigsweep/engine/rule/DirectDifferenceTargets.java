package org.bigsweep.engine.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bigsweep.engine.kernel.Activation;
import org.bigsweep.engine.kernel.Blas;
import org.bigsweep.engine.kernel.Kernels;
import org.bigsweep.engine.kernel.Matrix;
import org.bigsweep.engine.net.Affine;
import org.bigsweep.engine.net.Mlp;
import org.bigsweep.engine.net.Pass;
import org.bigsweep.engine.net.Shape;
import org.bigsweep.engine.optim.Updater;
import org.bigsweep.engine.param.Kind;
import org.bigsweep.engine.param.Options;
import org.bigsweep.engine.param.Parameter;
import org.bigsweep.engine.rule.RuleContext.NoiseOf;

/**
 * Direct difference target propagation with linear feedback (DDTP-linear; Meulemans et al. 2020):
 * the output's displacement goes to every hidden layer at once,
 *
 * <pre>tˡ = hˡ + (tᴺ − hᴺ) Q_l,   Q_l [n_N, n_l]</pre>
 *
 * <p>Q_l learns by difference reconstruction: with ε ~ N(0, s²I), s² = {@code
 * reconstructionNoiseVariance}, and u = f_N ∘ … ∘ f_{l+1}(hˡ + ε) − hᴺ, it takes a step on
 *
 * <pre>½ mean‖u Q_l − ε‖²/s²</pre>
 *
 * <p>For small s that is ½‖J_lᵀ Q_l − I‖² with J_l = ∂hᴺ/∂hˡ averaged over samples, least where Q_l
 * is a pseudo-inverse of J_l: targets follow the Gauss-Newton direction, not the gradient. Nothing
 * is added that would damp the inverse.
 */
public final class DirectDifferenceTargets implements LearningRule {
  private static final Parameter<Double> NOISE_VARIANCE =
      Parameter.of(
          "reconstructionNoiseVariance",
          "s², variance of the noise that Q is trained with",
          Kind.Real.positive(),
          0.01);

  @Override
  public String name() {
    return "DDTP";
  }

  @Override
  public int displayOrder() {
    return 10;
  }

  @Override
  public List<Parameter<?>> parameters() {
    return List.of(
        RuleParameters.TOP_TARGET_STEP,
        RuleParameters.TOP_UPDATE_STEP,
        RuleParameters.INNER_STEPS,
        RuleParameters.PRETRAIN_EPOCHS,
        NOISE_VARIANCE,
        RuleParameters.FEEDBACK_OPTIMIZER,
        RuleParameters.FEEDBACK_LEARNING_RATE,
        RuleParameters.AUXILIARY_SCHEDULE,
        RuleParameters.AUXILIARY_MINIBATCHES);
  }

  @Override
  public RuleCost cost(Shape shape, Options options) {
    double steps = options.get(RuleParameters.INNER_STEPS);
    int top = shape.depth();
    double weights = 0;
    double largest = 0;
    double forward = 0;
    for (int l = 1; l < top; l++) {
      double q = (double) shape.size(top) * shape.size(l);
      weights += q;
      largest = Math.max(largest, q);
      forward += shape.weightsFrom(l + 1);
    }
    // noise through the layers above, then Q and its gradient
    double passes = 4 * shape.hiddenUnits() * shape.depth() / 2;
    return RuleCost.ofEstimate(weights)
        .withAuxiliaries(steps * (forward + 2 * weights), steps * passes)
        .withMaps(new RuleCost.Maps(RuleParameters.FEEDBACK_OPTIMIZER, weights, largest, steps))
        .withBuffers(3 * shape.units());
  }

  @Override
  public Learner learner(RuleContext context) {
    return new Direct(context);
  }

  private static final class Direct implements Learner {
    private final Mlp net;
    private final Kernels kernels;
    private final RuleContext.Noise noise;
    private final long innerSteps;
    private final float deviation;
    private final List<Affine> maps = new ArrayList<>();
    private final List<Updater> updaters = new ArrayList<>();

    /** What a noisy layer makes of the layers above; the first of them is its own noise. */
    private final List<Matrix> noisy = new ArrayList<>();

    private final List<Matrix> errors = new ArrayList<>();

    Direct(RuleContext context) {
      this.net = context.net();
      this.kernels = context.workspace().kernels();
      this.noise = context.noise();
      this.innerSteps = context.options().get(RuleParameters.INNER_STEPS);
      this.deviation = (float) Math.sqrt(context.options().get(NOISE_VARIANCE));
      int top = net.depth();
      for (int l = 1; l < top; l++) {
        String name = "q" + l;
        Affine map = context.map(name, net.size(top), net.size(l), Activation.LINEAR);
        maps.add(map);
        updaters.add(
            context.updater(
                name,
                map,
                RuleParameters.FEEDBACK_OPTIMIZER,
                RuleParameters.FEEDBACK_LEARNING_RATE));
        errors.add(context.buffer(l, errors));
      }
      for (int l = 1; l <= top; l++) {
        noisy.add(context.buffer(l));
      }
    }

    @Override
    public void learnAuxiliaries(Pass pass) {
      for (int k = 0; k < innerSteps; k++) {
        for (int l = 1; l < net.depth(); l++) {
          learn(l, k, pass);
        }
      }
    }

    private void learn(int l, int innerStep, Pass pass) {
      int top = net.depth();
      Matrix h = pass.h(l);
      Matrix perturbed = noisy.get(l - 1);
      noise.add(NoiseOf.FEEDBACK, l, innerStep, pass.epoch(), pass.step(), deviation, h, perturbed);
      for (int above = l + 1; above <= top; above++) {
        net.layer(above).apply(noisy.get(above - 2), noisy.get(above - 1));
      }
      Matrix u = noisy.get(top - 1);
      kernels.addScaled(u, u, -1, pass.h(top));
      kernels.scale(u, 1 / deviation, u);
      Matrix error = errors.get(l - 1);
      kernels.addScaled(error, perturbed, -1, h);
      kernels.scale(error, 1 / deviation, error);
      Affine map = maps.get(l - 1);
      Blas.multiply(-1, u, map.weights(), 1, error);
      updaters.get(l - 1).learn(u, error);
      // the difference of two values of one map has no bias
      map.bias().clear();
    }

    @Override
    public void estimate(Pass pass) {
      Matrix displacement = pass.estimate(net.depth());
      for (int l = 1; l < net.depth(); l++) {
        Blas.multiply(1, displacement, maps.get(l - 1).weights(), 0, pass.estimate(l));
        pass.retarget(l);
      }
    }

    @Override
    public void collectParameters(Map<String, Matrix> parameters) {
      for (int l = 1; l < net.depth(); l++) {
        maps.get(l - 1).collect("q" + l, parameters);
      }
    }
  }
}
