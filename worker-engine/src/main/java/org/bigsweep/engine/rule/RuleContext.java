package org.bigsweep.engine.rule;

import java.util.List;
import org.bigsweep.engine.kernel.Activation;
import org.bigsweep.engine.kernel.Matrix;
import org.bigsweep.engine.kernel.Workspace;
import org.bigsweep.engine.net.Affine;
import org.bigsweep.engine.net.Mlp;
import org.bigsweep.engine.optim.Optimizer;
import org.bigsweep.engine.optim.OptimizerName;
import org.bigsweep.engine.optim.Updater;
import org.bigsweep.engine.param.Options;
import org.bigsweep.engine.param.Parameter;

/**
 * Everything that a rule needs to build its learner.
 *
 * @param workspace memory and kernels of the trial
 * @param net f, with its initial weights
 * @param batch samples per minibatch
 * @param options the trial's active parameters
 * @param initialWeights draws the rule's own maps
 * @param noise Gaussian noise of the trial's seed
 * @param binder binds optimisers to maps
 */
public record RuleContext(
    Workspace workspace,
    Mlp net,
    int batch,
    Options options,
    InitialWeights initialWeights,
    Noise noise,
    Binder binder) {

  /** Initial weights by name; a name's values depend on the seed and the shape alone. */
  public interface InitialWeights {
    /** Draws the weights of a map that learns, by the trial's initialiser. */
    void draw(String name, Matrix weights);

    /** Draws a fixed random matrix, Glorot-uniform. */
    void drawFixed(String name, Matrix weights);
  }

  /** Which noise is meant: each has a stream of its own. */
  public enum NoiseOf {
    FEEDBACK,
    INHIBITION
  }

  /** Gaussian noise as a pure function of seed, place and time. */
  public interface Noise {
    /**
     * out := h + deviation · ε, ε ~ N(0, I).
     *
     * @param of whose noise
     * @param layer l of hˡ
     * @param innerStep inner step, 0-based
     * @param epoch epoch of the minibatch
     * @param step minibatch of the epoch
     */
    void add(
        NoiseOf of,
        int layer,
        int innerStep,
        long epoch,
        long step,
        float deviation,
        Matrix h,
        Matrix out);
  }

  /** Gives a map its updater. */
  public interface Binder {
    Updater bind(String name, Affine map, Optimizer optimizer);

    /** An updater as f's layers have: the same optimiser, learning rate, schedule and decay. */
    default Updater bindLikeForward(String name, Affine map) {
      throw new UnsupportedOperationException("Nothing is known here of how f learns");
    }
  }

  /** A map with drawn weights and zero biases. */
  public Affine map(String name, int inputs, int outputs, Activation activation) {
    Affine map = new Affine(workspace, inputs, outputs, activation);
    initialWeights.draw(name, map.weights());
    return map;
  }

  /** The updater of a map, by the optimiser and learning rate that the trial names. */
  public Updater updater(
      String name, Affine map, Parameter<OptimizerName> optimizer, Parameter<Double> learningRate) {
    return binder.bind(name, map, Optimizer.of(options, optimizer, learningRate));
  }

  /** A fixed random matrix. */
  public Matrix fixedMatrix(String name, int rows, int cols) {
    Matrix matrix = workspace.matrix(rows, cols);
    initialWeights.drawFixed(name, matrix);
    return matrix;
  }

  /**
   * A buffer per sample and unit of layer {@code l} on the memory of an earlier one where that has
   * the size: for what is used up before the next layer's turn, and so stays in the cache.
   */
  Matrix buffer(int l, List<Matrix> earlier) {
    return bufferOf(net.size(l), earlier);
  }

  /** The same with {@code units} per sample. */
  Matrix bufferOf(int units, List<Matrix> earlier) {
    return earlier.stream()
        .filter(matrix -> matrix.cols() == units)
        .findFirst()
        .orElseGet(() -> workspace.matrix(batch, units));
  }

  /** A buffer per sample and unit of layer {@code l}. */
  public Matrix buffer(int l) {
    return workspace.matrix(batch, net.size(l));
  }
}
