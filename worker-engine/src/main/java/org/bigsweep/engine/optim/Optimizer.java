package org.bigsweep.engine.optim;

import org.bigsweep.engine.kernel.Workspace;
import org.bigsweep.engine.net.Affine;
import org.bigsweep.engine.param.Options;
import org.bigsweep.engine.param.Parameter;

/**
 * An optimiser with its settings. {@link #bind} binds it to the map whose parameters it updates.
 */
public sealed interface Optimizer {

  /** An updater of {@code map} with fresh state, all zero. */
  default Updater bind(Workspace workspace, Affine map) {
    return bind(workspace, map, 0);
  }

  /**
   * An updater of {@code map} whose weights, but not its bias, decay before every step: W := (1 −
   * lr λ) W, whatever the gradient (decoupled; Loshchilov and Hutter 2019).
   *
   * @param weightDecay λ
   */
  Updater bind(Workspace workspace, Affine map, double weightDecay);

  /** The optimiser that a trial names, at the learning rate that it names. */
  static Optimizer of(
      Options options, Parameter<OptimizerName> name, Parameter<Double> learningRate) {
    double rate = options.get(learningRate);
    return switch (options.get(name)) {
      case SGD -> new Sgd(rate);
      case MOMENTUM -> new Momentum(rate, options.get(OptimizerParameters.MOMENTUM));
      case RMSPROP ->
          new RmsProp(
              rate,
              options.get(OptimizerParameters.RMSPROP_DECAY),
              options.get(OptimizerParameters.EPSILON));
      case ADAM ->
          new Adam(
              rate,
              options.get(OptimizerParameters.ADAM_BETA1),
              options.get(OptimizerParameters.ADAM_BETA2),
              options.get(OptimizerParameters.EPSILON));
    };
  }

  /** p −= lr G; the product itself is the update. */
  record Sgd(double learningRate) implements Optimizer {
    @Override
    public Updater bind(Workspace workspace, Affine map, double weightDecay) {
      return new SgdUpdater(workspace, map, learningRate, weightDecay);
    }
  }

  /** v = μ v + G, p −= lr v. */
  record Momentum(double learningRate, double momentum) implements Optimizer {
    @Override
    public Updater bind(Workspace workspace, Affine map, double weightDecay) {
      return new GradientUpdater(
          workspace,
          map,
          learningRate,
          weightDecay,
          1,
          (p, g, state, rate, t) ->
              workspace.kernels().momentum(p, state[0], g, (float) rate, (float) momentum));
    }
  }

  /** s = ρ s + (1 − ρ) G², p −= lr G / (√s + ε). */
  record RmsProp(double learningRate, double decay, double epsilon) implements Optimizer {
    @Override
    public Updater bind(Workspace workspace, Affine map, double weightDecay) {
      return new GradientUpdater(
          workspace,
          map,
          learningRate,
          weightDecay,
          1,
          (p, g, state, rate, t) ->
              workspace.kernels().rmsprop(p, state[0], g, (float) rate, decay, (float) epsilon));
    }
  }

  /** Adam with bias correction (Kingma and Ba 2015): p −= lr m̂ / (√v̂ + ε). */
  record Adam(double learningRate, double beta1, double beta2, double epsilon)
      implements Optimizer {
    @Override
    public Updater bind(Workspace workspace, Affine map, double weightDecay) {
      return new GradientUpdater(
          workspace,
          map,
          learningRate,
          weightDecay,
          2,
          (p, g, state, rate, t) ->
              workspace
                  .kernels()
                  .adam(
                      p,
                      state[0],
                      state[1],
                      g,
                      (float) (rate / (1 - power(beta1, t))),
                      (float) (1 / StrictMath.sqrt(1 - power(beta2, t))),
                      beta1,
                      beta2,
                      (float) epsilon));
    }
  }

  /** xⁿ for n ≥ 0 by repeated squaring, the same bits everywhere and without the cost of a pow. */
  private static double power(double x, long n) {
    double power = 1;
    double square = x;
    for (long rest = n; rest > 0; rest >>= 1) {
      if ((rest & 1) == 1) {
        power *= square;
      }
      square *= square;
    }
    return power;
  }
}
