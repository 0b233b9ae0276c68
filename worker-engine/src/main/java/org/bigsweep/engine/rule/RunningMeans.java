package org.bigsweep.engine.rule;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.bigsweep.engine.kernel.Blas;
import org.bigsweep.engine.kernel.Matrix;
import org.bigsweep.engine.kernel.Workspace;
import org.bigsweep.engine.net.Pass;
import org.bigsweep.engine.net.Shape;

/**
 * Running means m_l [1, n_l] of the displacements of hidden layers, which are taken from them: with
 * d the displacement that a rule forms, d̄ its mean over the minibatch and β = {@code
 * displacementMeanDecay},
 *
 * <pre>
 * tˡ − hˡ = d − m_l,   then   m_l := m_l + ρ (d̄ − m_l),   ρ = max(1 − β, 1/k)
 * </pre>
 *
 * <p>where k counts the minibatches of the first epoch from 1 (later, 1/k is 0): m_l is the plain
 * mean of the minibatches so far until there are 1/(1 − β) of them, and exponential from then on.
 * What is constant over samples vanishes from d, so the constant part of BIG's residual does, which
 * holds no label; with it goes the mean of the label's own signal, which is small once classes are
 * predicted as often as they occur. m_l is known before the minibatch is, costs no pass, and is a
 * unit's own: centred errors (Schraudolph 1998).
 */
final class RunningMeans {
  private final Workspace workspace;
  private final double rest;
  private final Matrix ones;
  private final List<Matrix> means = new ArrayList<>();
  private final List<Matrix> latest = new ArrayList<>();

  /**
   * @param decay β
   */
  RunningMeans(RuleContext context, double decay) {
    this.workspace = context.workspace();
    this.rest = 1 - decay;
    this.ones = workspace.matrix(1, context.batch());
    float[] values = new float[context.batch()];
    Arrays.fill(values, 1);
    ones.set(values);
    for (int l = 1; l < context.net().depth(); l++) {
      means.add(workspace.matrix(1, context.net().size(l)));
      latest.add(workspace.matrix(1, context.net().size(l)));
    }
  }

  /** Multiply-accumulates per sample of {@link #subtract} in all layers: outer products with 1. */
  static double subtractMacs(Shape shape) {
    return shape.hiddenUnits();
  }

  /** Takes m_l from the displacement of hidden layer {@code l}. */
  void subtract(int l, Pass pass) {
    Matrix d = pass.estimate(l);
    Blas.multiplyTransposedVector(1f / d.rows(), d, ones, 0, latest.get(l - 1));
    Blas.multiplyTransposedLeft(-1, ones, means.get(l - 1), 1, d);
    pass.retarget(l);
  }

  /** Moves every m_l towards the mean of the displacements that it was last taken from. */
  void follow(Pass pass) {
    double rho = pass.epoch() > 1 ? rest : Math.max(rest, 1.0 / (pass.step() + 1));
    for (int k = 0; k < means.size(); k++) {
      workspace.kernels().scale(means.get(k), (float) (1 - rho), means.get(k));
      workspace.kernels().addScaled(means.get(k), means.get(k), (float) rho, latest.get(k));
    }
  }

  void collectParameters(Map<String, Matrix> parameters) {
    for (int l = 1; l <= means.size(); l++) {
      parameters.put("mean" + l, means.get(l - 1));
    }
  }
}
