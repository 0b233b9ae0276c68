package org.bigsweep.engine.rule;

import java.util.Map;
import org.bigsweep.engine.kernel.Blas;
import org.bigsweep.engine.kernel.Matrix;
import org.bigsweep.engine.net.Mlp;
import org.bigsweep.engine.net.Pass;
import org.bigsweep.engine.net.Shape;
import org.bigsweep.engine.param.Options;

/**
 * Feedback alignment (Lillicrap et al. 2016): backpropagation with fixed random matrices in place
 * of the forward weights, eˡ = (eˡ⁺¹ ⊙ φ′) B_lᵀ, B_l [n_l, n_{l+1}] Glorot-uniform.
 */
public final class FeedbackAlignment implements LearningRule {
  @Override
  public String name() {
    return "FA";
  }

  @Override
  public int displayOrder() {
    return 1;
  }

  @Override
  public RuleCost cost(Shape shape, Options options) {
    double fixed = shape.weightsFrom(2);
    return RuleCost.ofEstimate(fixed).withFixedWeights(fixed);
  }

  @Override
  public Learner learner(RuleContext context) {
    Mlp net = context.net();
    FixedFeedback fixed = new FixedFeedback(context, l -> net.size(l + 1));
    return new Learner() {
      @Override
      public void estimate(Pass pass) {
        for (int l = net.depth() - 1; l >= 1; l--) {
          Blas.multiplyTransposedRight(1, pass.delta(l + 1), fixed.matrix(l), 0, pass.estimate(l));
        }
      }

      @Override
      public void collectParameters(Map<String, Matrix> parameters) {
        fixed.collectParameters(parameters);
      }
    };
  }
}
