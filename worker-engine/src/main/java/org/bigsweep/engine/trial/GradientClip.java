package org.bigsweep.engine.trial;

import java.util.ArrayList;
import java.util.List;
import org.bigsweep.engine.kernel.Blas;
import org.bigsweep.engine.kernel.Matrix;
import org.bigsweep.engine.kernel.Workspace;
import org.bigsweep.engine.net.Mlp;
import org.bigsweep.engine.net.Pass;
import org.bigsweep.engine.rule.Learner;

/**
 * A bound on the norm of f's whole gradient G, all layers' weights and biases together: G := G
 * min(1, c/‖G‖) (Pascanu, Mikolov and Bengio 2013). G is linear in what the layers move along, so
 * that is what is scaled; the products are formed once more to know ‖G‖.
 */
final class GradientClip {
  private final Workspace workspace;
  private final int depth;
  private final double bound;
  private final List<Matrix> weights = new ArrayList<>();
  private final List<Matrix> biases = new ArrayList<>();

  /**
   * @param bound c
   */
  GradientClip(Workspace workspace, Mlp net, double bound) {
    this.workspace = workspace;
    this.depth = net.depth();
    this.bound = bound;
    for (int l = 1; l <= depth; l++) {
      weights.add(workspace.scratch(net.size(l - 1), net.size(l)));
      biases.add(workspace.matrix(1, net.size(l)));
    }
  }

  /**
   * Scales what layers {@code lowest} … N move along, which must all be known.
   *
   * @param lowest the lowest layer that learns
   */
  void apply(Learner learner, Pass pass, int lowest) {
    double squares = 0;
    for (int l = lowest; l <= depth; l++) {
      squares += squares(l, learner.presynaptic(l, pass), pass);
    }
    double norm = Math.sqrt(squares) / pass.batch();
    if (norm > bound) {
      for (int l = lowest; l <= depth; l++) {
        workspace.kernels().scale(pass.update(l), (float) (bound / norm), pass.update(l));
      }
    }
  }

  private double squares(int l, Matrix input, Pass pass) {
    Matrix weight = weights.get(l - 1);
    Matrix bias = biases.get(l - 1);
    Blas.multiplyTransposedLeft(1, input, pass.update(l), 0, weight);
    Blas.multiplyTransposedVector(1, pass.update(l), workspace.ones(pass.batch()), 0, bias);
    return Blas.squaredNorm(weight) + Blas.squaredNorm(bias);
  }
}
