package org.bigsweep.engine.net;

import java.util.Map;
import org.bigsweep.engine.kernel.Activation;
import org.bigsweep.engine.kernel.Blas;
import org.bigsweep.engine.kernel.Matrix;
import org.bigsweep.engine.kernel.Workspace;

/** One affine map with its activation: y = φ(x W + b). Rows of x and y are samples. */
public final class Affine {
  private final Workspace workspace;
  private final Matrix weights;
  private final Matrix bias;
  private final Activation activation;

  /**
   * A map with all weights 0.
   *
   * @param inputs columns of x
   * @param outputs columns of y
   */
  public Affine(Workspace workspace, int inputs, int outputs, Activation activation) {
    this.workspace = workspace;
    this.weights = workspace.matrix(inputs, outputs);
    this.bias = workspace.matrix(1, outputs);
    this.activation = activation;
  }

  private Affine(Affine whole, int inputs) {
    this.workspace = whole.workspace;
    this.weights = whole.weights.head(inputs);
    this.bias = whole.bias;
    this.activation = whole.activation;
  }

  /** This map on its first {@code inputs} inputs, as if the others were 0; the same parameters. */
  Affine onFirst(int inputs) {
    return new Affine(this, inputs);
  }

  /** W, [inputs, outputs]. */
  public Matrix weights() {
    return weights;
  }

  /** b, [1, outputs]. */
  public Matrix bias() {
    return bias;
  }

  public Activation activation() {
    return activation;
  }

  /** y := φ(x W + b). */
  public void apply(Matrix x, Matrix y) {
    preActivate(x, y);
    workspace.kernels().activate(y, activation);
  }

  /** d := (r − φ(x W + b)) ⊙ φ′, the local error of this map where it should give r. */
  public void error(Matrix x, Matrix r, Matrix d) {
    preActivate(x, d);
    workspace.kernels().error(d, activation, r);
  }

  /**
   * z := x W + b, the potential: the product adds to b in every row, which costs no more than
   * adding to 0.
   */
  public void preActivate(Matrix x, Matrix z) {
    workspace.kernels().spread(z, bias);
    Blas.multiply(1, x, weights, 1, z);
  }

  /** Puts W and b under the names {@code W<name>} and {@code b<name>}. */
  public void collect(String name, Map<String, Matrix> parameters) {
    parameters.put("W" + name, weights);
    parameters.put("b" + name, bias);
  }
}
