package org.bigsweep.engine.oracle;

import java.util.Map;
import org.bigsweep.engine.kernel.Blas;
import org.bigsweep.engine.kernel.Matrix;
import org.bigsweep.engine.kernel.Workspace;
import org.bigsweep.engine.optim.Updater;

/** An updater that records the first gradient and passes every gradient on to the real updater. */
final class RecordingUpdater implements Updater {
  private final Workspace workspace;
  private final Updater updater;
  private final String name;
  private final Map<String, float[]> gradients;

  /**
   * @param name of the map, such as {@code g2}
   * @param gradients receives G_W as {@code W<name>} and G_b as {@code b<name>}
   */
  RecordingUpdater(
      Workspace workspace, Updater updater, String name, Map<String, float[]> gradients) {
    this.workspace = workspace;
    this.updater = updater;
    this.name = name;
    this.gradients = gradients;
  }

  @Override
  public void learn(Matrix input, Matrix delta) {
    if (!gradients.containsKey("W" + name)) {
      record(input, delta);
    }
    updater.learn(input, delta);
  }

  private void record(Matrix input, Matrix delta) {
    float scale = -1f / delta.rows();
    Matrix weights = workspace.matrix(input.cols(), delta.cols());
    Matrix bias = workspace.matrix(1, delta.cols());
    Blas.multiplyTransposedLeft(scale, input, delta, 0, weights);
    Blas.multiplyTransposedVector(scale, delta, workspace.ones(delta.rows()), 0, bias);
    gradients.put("W" + name, OracleCase.transposed(weights));
    gradients.put("b" + name, bias.toArray());
  }
}
