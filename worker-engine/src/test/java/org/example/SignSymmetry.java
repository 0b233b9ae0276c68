package org.example;

import java.util.List;
import java.util.stream.IntStream;
import org.bigsweep.engine.kernel.Blas;
import org.bigsweep.engine.kernel.Matrix;
import org.bigsweep.engine.net.Mlp;
import org.bigsweep.engine.net.Pass;
import org.bigsweep.engine.net.Shape;
import org.bigsweep.engine.param.Kind;
import org.bigsweep.engine.param.Options;
import org.bigsweep.engine.param.Parameter;
import org.bigsweep.engine.rule.Learner;
import org.bigsweep.engine.rule.LearningRule;
import org.bigsweep.engine.rule.RuleContext;
import org.bigsweep.engine.rule.RuleCost;

/**
 * Sign symmetry (Liao, Leibo and Poggio 2016): backpropagation that knows only the signs of the
 * forward weights, eˡ = (eˡ⁺¹ ⊙ φ′) S_{l+1}ᵀ, S_l = feedbackScale · sign(W_l) / √n_l, with W_l
 * [n_{l−1}, n_l] of f.
 */
public final class SignSymmetry implements LearningRule {
  private static final Parameter<Double> FEEDBACK_SCALE =
      Parameter.of("feedbackScale", "size of the feedback weights", Kind.Real.positive(), 1.0);

  @Override
  public String name() {
    return "SignSymmetry";
  }

  @Override
  public List<Parameter<?>> parameters() {
    return List.of(FEEDBACK_SCALE);
  }

  @Override
  public RuleCost cost(Shape shape, Options options) {
    double signs = shape.weightsFrom(2);
    return RuleCost.ofEstimate(signs).withFixedWeights(signs);
  }

  @Override
  public Learner learner(RuleContext context) {
    Mlp net = context.net();
    double scale = context.options().get(FEEDBACK_SCALE);
    List<Matrix> signs = matrices(context);
    return pass -> estimate(net, signs, scale, pass);
  }

  /** Room for S_2 … S_N, taken once: a step allocates nothing in the workspace. */
  private static List<Matrix> matrices(RuleContext context) {
    return IntStream.rangeClosed(2, context.net().depth())
        .mapToObj(l -> context.workspace().matrix(context.net().size(l - 1), context.net().size(l)))
        .toList();
  }

  private static void estimate(Mlp net, List<Matrix> signs, double scale, Pass pass) {
    for (int l = net.depth() - 1; l >= 1; l--) {
      Matrix sign = signs.get(l - 1);
      sign.set(signs(net.layer(l + 1).weights(), scale / Math.sqrt(net.size(l + 1))));
      Blas.multiplyTransposedRight(1, pass.delta(l + 1), sign, 0, pass.estimate(l));
    }
  }

  private static float[] signs(Matrix weights, double size) {
    float[] values = weights.toArray();
    for (int k = 0; k < values.length; k++) {
      values[k] = (float) size * Math.signum(values[k]);
    }
    return values;
  }
}
