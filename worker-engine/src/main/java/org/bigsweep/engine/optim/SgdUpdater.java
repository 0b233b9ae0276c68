package org.bigsweep.engine.optim;

import org.bigsweep.engine.kernel.Blas;
import org.bigsweep.engine.kernel.Matrix;
import org.bigsweep.engine.kernel.Workspace;
import org.bigsweep.engine.net.Affine;

/** The updater of SGD: W := (1 − lr λ) W + (lr/B) inputᵀ delta. It never forms the gradient. */
final class SgdUpdater implements Updater {
  private final Affine map;
  private final double boundRate;
  private final double weightDecay;
  private float learningRate;
  private float retention;
  private final Workspace workspace;

  SgdUpdater(Workspace workspace, Affine map, double learningRate, double weightDecay) {
    this.workspace = workspace;
    this.map = map;
    this.boundRate = learningRate;
    this.weightDecay = weightDecay;
    scaleLearningRate(1);
  }

  @Override
  public void scaleLearningRate(double factor) {
    learningRate = (float) (boundRate * factor);
    retention = (float) (1 - boundRate * factor * weightDecay);
  }

  @Override
  public void learn(Matrix input, Matrix delta) {
    float scale = learningRate / delta.rows();
    Blas.multiplyTransposedLeft(scale, input, delta, retention, map.weights());
    Blas.multiplyTransposedVector(scale, delta, workspace.ones(delta.rows()), 1, map.bias());
  }
}
