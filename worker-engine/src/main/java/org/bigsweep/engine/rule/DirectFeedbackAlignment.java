package org.bigsweep.engine.rule;

import java.util.Map;
import org.bigsweep.engine.kernel.Blas;
import org.bigsweep.engine.kernel.Matrix;
import org.bigsweep.engine.net.Mlp;
import org.bigsweep.engine.net.Pass;
import org.bigsweep.engine.net.Shape;
import org.bigsweep.engine.param.Options;

/**
 * Direct feedback alignment (Nøkland 2016): the top error reaches every layer through a fixed
 * random matrix of its own, eˡ = eᴺ B_lᵀ, B_l [n_l, n_N] Glorot-uniform.
 */
public final class DirectFeedbackAlignment implements LearningRule {
  @Override
  public String name() {
    return "DFA";
  }

  @Override
  public int displayOrder() {
    return 2;
  }

  @Override
  public RuleCost cost(Shape shape, Options options) {
    double fixed = shape.hiddenUnits() * shape.size(shape.depth());
    return RuleCost.ofEstimate(fixed).withFixedWeights(fixed);
  }

  @Override
  public Learner learner(RuleContext context) {
    Mlp net = context.net();
    int top = net.depth();
    FixedFeedback fixed = new FixedFeedback(context, l -> net.size(top));
    return new Learner() {
      @Override
      public void estimate(Pass pass) {
        for (int l = top - 1; l >= 1; l--) {
          Blas.multiplyTransposedRight(1, pass.estimate(top), fixed.matrix(l), 0, pass.estimate(l));
        }
      }

      @Override
      public void collectParameters(Map<String, Matrix> parameters) {
        fixed.collectParameters(parameters);
      }
    };
  }
}
