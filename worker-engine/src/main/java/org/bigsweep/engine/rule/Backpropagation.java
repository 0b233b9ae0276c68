package org.bigsweep.engine.rule;

import org.bigsweep.engine.kernel.Blas;
import org.bigsweep.engine.kernel.Matrix;
import org.bigsweep.engine.net.Mlp;
import org.bigsweep.engine.net.Pass;
import org.bigsweep.engine.net.Shape;
import org.bigsweep.engine.param.Options;

/**
 * Backpropagation (Rumelhart, Hinton and Williams 1986), the exact gradient: eˡ = (eˡ⁺¹ ⊙ φ′)
 * W_{l+1}ᵀ with W_{l+1} [n_l, n_{l+1}] of f.
 */
public final class Backpropagation implements LearningRule {
  @Override
  public String name() {
    return "BP";
  }

  @Override
  public RuleRole role() {
    return RuleRole.EXACT_GRADIENT;
  }

  @Override
  public int displayOrder() {
    return 0;
  }

  @Override
  public RuleCost cost(Shape shape, Options options) {
    return RuleCost.ofEstimate(shape.weightsFrom(2));
  }

  @Override
  public Learner learner(RuleContext context) {
    return pass -> estimate(context.net(), pass, 1);
  }

  /** Writes the exact estimates of the hidden layers from {@code lowest} up. */
  static void estimate(Mlp net, Pass pass, int lowest) {
    for (int l = net.depth() - 1; l >= lowest; l--) {
      Matrix weights = net.layer(l + 1).weights();
      Blas.multiplyTransposedRight(1, pass.delta(l + 1), weights, 0, pass.estimate(l));
    }
  }
}
