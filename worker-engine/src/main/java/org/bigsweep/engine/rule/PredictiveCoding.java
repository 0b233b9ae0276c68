package org.bigsweep.engine.rule;

import java.util.List;
import java.util.stream.IntStream;
import org.bigsweep.engine.kernel.Blas;
import org.bigsweep.engine.kernel.Kernels;
import org.bigsweep.engine.kernel.Matrix;
import org.bigsweep.engine.net.Mlp;
import org.bigsweep.engine.net.Pass;
import org.bigsweep.engine.net.Shape;
import org.bigsweep.engine.param.CamelCased;
import org.bigsweep.engine.param.Condition;
import org.bigsweep.engine.param.CostRole;
import org.bigsweep.engine.param.Kind;
import org.bigsweep.engine.param.Options;
import org.bigsweep.engine.param.Parameter;

/**
 * Predictive coding (Whittington and Bogacz 2017): activities relax before weights learn. With x⁰
 * the input, predictions μˡ = f_l(xˡ⁻¹) and errors εˡ = xˡ − μˡ of the hidden layers, and L the
 * cross-entropy of the logits f_N(xᴺ⁻¹),
 *
 * <pre>
 * F = ½ Σ_{l&lt;N} ‖εˡ‖² + L
 * xˡ := xˡ − γ ∂F/∂xˡ = xˡ + γ (b_{l+1} − εˡ),   b_l = (εˡ ⊙ φ′) W_lᵀ,   εᴺ = −∂L/∂f_N
 * </pre>
 *
 * <p>for all layers at once, T = {@code inferenceSteps} times with γ = {@code inferenceRate}, from
 * the forward pass, where every hidden ε is 0. Then every layer learns from its own ε, φ′ and xˡ⁻¹,
 * W −= lr ∂F/∂W. The estimate of −∂L/∂hˡ is εˡ. By {@code inference},
 *
 * <ul>
 *   <li>{@code relaxation}: as above. With T = 0 only the top layer learns.
 *   <li>{@code fixedPrediction} (Millidge, Tschantz and Buckley 2020): μ, φ′ and what weights learn
 *       from stay those of the forward pass. εˡ = b_{l+1} at rest, which is the exact gradient;
 *       with γ = 1 it is reached after N − 1 steps.
 *   <li>{@code zeroDivergence} (Z-IL; Song et al. 2020): {@code relaxation} with γ = 1, from which
 *       layer l learns at step N − l, when its error has just arrived and the layer below has not
 *       moved. That is the exact gradient.
 * </ul>
 */
public final class PredictiveCoding implements LearningRule {
  /** How activities relax. */
  public enum Inference implements CamelCased {
    RELAXATION,
    FIXED_PREDICTION,
    ZERO_DIVERGENCE
  }

  private static final Parameter<Inference> INFERENCE =
      Parameter.of(
              "inference",
              "how activities relax before weights learn",
              Kind.Choice.of(Inference.class),
              Inference.RELAXATION)
          .changingCost(CostRole.ALGORITHM);

  private static final Condition FREE =
      Condition.when("inference", "relaxation", "fixedPrediction");

  private static final Parameter<Long> STEPS =
      Parameter.of("inferenceSteps", "T, steps of inference", new Kind.Whole(0, 10_000), 20L)
          .activeWhen(FREE)
          .changingCost(CostRole.AMOUNT);

  private static final Parameter<Double> RATE =
      Parameter.of("inferenceRate", "γ, rate of inference", Kind.Real.positive(), 0.1)
          .activeWhen(FREE);

  @Override
  public String name() {
    return "PC";
  }

  @Override
  public int displayOrder() {
    return 7;
  }

  @Override
  public List<Parameter<?>> parameters() {
    return List.of(INFERENCE, STEPS, RATE);
  }

  private static long steps(Options options, int depth) {
    return options.find(STEPS).orElse(depth - 1L);
  }

  @Override
  public RuleCost cost(Shape shape, Options options) {
    boolean fixed = options.get(INFERENCE) == Inference.FIXED_PREDICTION;
    double products = fixed ? 1 : 2;
    return RuleCost.ofEstimate(products * steps(options, shape.depth()) * shape.weightsFrom(2))
        .withBuffers(5 * shape.units());
  }

  @Override
  public Learner learner(RuleContext context) {
    return new Relaxation(context);
  }

  private static final class Relaxation implements Learner {
    private final Mlp net;
    private final Kernels kernels;
    private final Inference inference;
    private final long steps;
    private final float rate;

    /** xˡ, μˡ, εˡ ⊙ φ′(μˡ), b_{l+1} and εˡ, each for the hidden layers. */
    private final List<Matrix> activities;

    private final List<Matrix> predictions;
    private final List<Matrix> deltas;
    private final List<Matrix> received;
    private final List<Matrix> errors;
    private final Matrix logits;

    Relaxation(RuleContext context) {
      this.net = context.net();
      this.kernels = context.workspace().kernels();
      this.inference = context.options().get(INFERENCE);
      this.steps = steps(context.options(), net.depth());
      this.rate = context.options().find(RATE).orElse(1.0).floatValue();
      this.activities = hidden(context);
      this.predictions = hidden(context);
      this.deltas = hidden(context);
      this.received = hidden(context);
      this.errors = hidden(context);
      this.logits = context.buffer(net.depth());
    }

    private static List<Matrix> hidden(RuleContext context) {
      return IntStream.range(1, context.net().depth()).mapToObj(context::buffer).toList();
    }

    @Override
    public void estimate(Pass pass) {
      begin(pass);
      for (int t = 1; t <= steps; t++) {
        step(pass);
        if (inference == Inference.ZERO_DIVERGENCE) {
          learnFrom(net.depth() - t, pass);
        }
      }
      if (inference != Inference.ZERO_DIVERGENCE) {
        for (int l = 1; l < net.depth(); l++) {
          learnFrom(l, pass);
        }
      }
      if (inference == Inference.ZERO_DIVERGENCE) {
        // the top layer learns at step 0
        kernels.copy(pass.estimate(net.depth()), pass.topError());
      }
    }

    /** The forward pass: every hidden error is 0. */
    private void begin(Pass pass) {
      int top = net.depth();
      for (int l = 1; l < top; l++) {
        kernels.copy(activities.get(l - 1), pass.h(l));
        kernels.copy(predictions.get(l - 1), pass.h(l));
        errors.get(l - 1).clear();
        deltas.get(l - 1).clear();
      }
      kernels.copy(logits, pass.h(top));
      kernels.copy(pass.estimate(top), pass.topError());
    }

    /** Moves all activities at once, and brings predictions and errors up to date. */
    private void step(Pass pass) {
      int top = net.depth();
      for (int l = 1; l < top; l++) {
        Matrix delta = l + 1 == top ? pass.estimate(top) : deltas.get(l);
        Matrix weights = net.layer(l + 1).weights();
        Blas.multiplyTransposedRight(1, delta, weights, 0, received.get(l - 1));
      }
      for (int l = 1; l < top; l++) {
        Matrix x = activities.get(l - 1);
        kernels.addScaled(x, x, rate, received.get(l - 1));
        kernels.addScaled(x, x, -rate, errors.get(l - 1));
      }
      if (inference != Inference.FIXED_PREDICTION) {
        for (int l = 2; l < top; l++) {
          net.layer(l).apply(activities.get(l - 2), predictions.get(l - 1));
        }
        net.layer(top).apply(activities.get(top - 2), logits);
        pass.outputError(logits, pass.estimate(top));
      }
      for (int l = 1; l < top; l++) {
        Matrix error = errors.get(l - 1);
        Matrix prediction = predictions.get(l - 1);
        kernels.addScaled(error, activities.get(l - 1), -1, prediction);
        kernels.delta(deltas.get(l - 1), error, prediction, net.layer(l).activation());
      }
    }

    private void learnFrom(int l, Pass pass) {
      kernels.copy(pass.estimate(l), errors.get(l - 1));
      pass.slopeAt(l, predictions.get(l - 1));
    }

    @Override
    public Matrix presynaptic(int l, Pass pass) {
      return inference == Inference.RELAXATION && l > 1 ? activities.get(l - 2) : pass.h(l - 1);
    }
  }
}
