package org.bigsweep.engine.optim;

import org.bigsweep.engine.kernel.Blas;
import org.bigsweep.engine.kernel.Matrix;
import org.bigsweep.engine.kernel.Workspace;
import org.bigsweep.engine.net.Affine;

/** W := W + (lr/B) inputᵀ delta without ever forming the gradient. */
final class SgdUpdater implements Updater {
  private final Affine map;
  private final float learningRate;
  private final Workspace workspace;

  SgdUpdater(Workspace workspace, Affine map, float learningRate) {
    this.workspace = workspace;
    this.map = map;
    this.learningRate = learningRate;
  }

  @Override
  public void learn(Matrix input, Matrix delta) {
    float scale = learningRate / delta.rows();
    Blas.multiplyTransposedLeft(scale, input, delta, 1, map.weights());
    Blas.multiplyTransposedVector(scale, delta, workspace.ones(delta.rows()), 1, map.bias());
  }
}
