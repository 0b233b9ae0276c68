package org.bigsweep.engine.rule;

import java.util.List;
import java.util.stream.IntStream;
import org.bigsweep.engine.kernel.Blas;
import org.bigsweep.engine.kernel.Kernels;
import org.bigsweep.engine.kernel.Matrix;
import org.bigsweep.engine.net.Mlp;
import org.bigsweep.engine.net.Shape;
import org.bigsweep.engine.param.Kind;
import org.bigsweep.engine.param.Options;
import org.bigsweep.engine.param.Parameter;

/**
 * Sign symmetry (Liao, Leibo and Poggio 2016, uniform sign-concordant feedback): feedback alignment
 * whose matrices have the signs of the forward weights and one size,
 *
 * <pre>eˡ = (eˡ⁺¹ ⊙ φ′) B_lᵀ,  B_l = feedbackScale · sign(W_{l+1}) / √n_{l+1}</pre>
 */
public final class SignFeedback implements LearningRule {
  private static final Parameter<Double> FEEDBACK_SCALE =
      Parameter.of("feedbackScale", "size of the feedback weights", Kind.Real.positive(), 1.0);

  @Override
  public String name() {
    return "SignFeedback";
  }

  @Override
  public int displayOrder() {
    return 8;
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
    Kernels kernels = context.workspace().kernels();
    List<Matrix> feedback =
        IntStream.range(1, net.depth())
            .mapToObj(l -> context.workspace().matrix(net.size(l), net.size(l + 1)))
            .toList();
    return pass -> {
      for (int l = net.depth() - 1; l >= 1; l--) {
        Matrix b = feedback.get(l - 1);
        kernels.signs(b, (float) (scale / Math.sqrt(net.size(l + 1))), weights(net, l + 1));
        Blas.multiplyTransposedRight(1, pass.delta(l + 1), b, 0, pass.estimate(l));
      }
    };
  }

  private static Matrix weights(Mlp net, int l) {
    return net.layer(l).weights();
  }
}
