package org.bigsweep.engine.optim;

import java.util.Map;
import org.bigsweep.engine.kernel.Blas;
import org.bigsweep.engine.kernel.Matrix;
import org.bigsweep.engine.kernel.Workspace;
import org.bigsweep.engine.net.Affine;

/**
 * An updater that forms the gradient, applies weight decay, and then applies an elementwise update
 * whose state has the shapes of the parameters.
 */
final class GradientUpdater implements Updater {
  private final Workspace workspace;
  private final Affine map;
  private final double boundRate;
  private final double weightDecay;
  private final ElementwiseUpdate update;
  private final Matrix weightGradient;
  private final Matrix biasGradient;
  private final Matrix[] weightState;
  private final Matrix[] biasState;
  private double learningRate;
  private long t;

  GradientUpdater(
      Workspace workspace,
      Affine map,
      double learningRate,
      double weightDecay,
      int states,
      ElementwiseUpdate update) {
    this.workspace = workspace;
    this.map = map;
    this.boundRate = learningRate;
    this.weightDecay = weightDecay;
    this.learningRate = learningRate;
    this.update = update;
    this.weightGradient = workspace.scratch(map.weights().rows(), map.weights().cols());
    this.biasGradient = workspace.matrix(1, map.bias().cols());
    this.weightState = states(states, map.weights());
    this.biasState = states(states, map.bias());
  }

  /** One parameter's update, given its gradient and state, at step t = 1, 2, …. */
  interface ElementwiseUpdate {
    void apply(Matrix parameter, Matrix gradient, Matrix[] state, double learningRate, long t);
  }

  private Matrix[] states(int count, Matrix like) {
    Matrix[] states = new Matrix[count];
    for (int k = 0; k < count; k++) {
      states[k] = workspace.matrix(like.rows(), like.cols());
    }
    return states;
  }

  @Override
  public void learn(Matrix input, Matrix delta) {
    float scale = -1f / delta.rows();
    Blas.multiplyTransposedLeft(scale, input, delta, 0, weightGradient);
    Blas.multiplyTransposedVector(scale, delta, workspace.ones(delta.rows()), 0, biasGradient);
    t++;
    if (weightDecay > 0) {
      float retention = (float) (1 - learningRate * weightDecay);
      workspace.kernels().scale(map.weights(), retention, map.weights());
    }
    update.apply(map.weights(), weightGradient, weightState, learningRate, t);
    update.apply(map.bias(), biasGradient, biasState, learningRate, t);
  }

  @Override
  public void scaleLearningRate(double factor) {
    learningRate = boundRate * factor;
  }

  @Override
  public void collect(String prefix, Map<String, Matrix> state) {
    for (int k = 0; k < weightState.length; k++) {
      state.put(prefix + "W" + k, weightState[k]);
      state.put(prefix + "b" + k, biasState[k]);
    }
  }

  @Override
  public long steps() {
    return t;
  }

  @Override
  public void continueAfter(long steps) {
    t = steps;
  }
}
