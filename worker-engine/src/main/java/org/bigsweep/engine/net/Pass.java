package org.bigsweep.engine.net;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.bigsweep.engine.kernel.Matrix;
import org.bigsweep.engine.kernel.SoftmaxCrossEntropy;
import org.bigsweep.engine.kernel.Workspace;

/**
 * One minibatch in a network: activations hˡ, top error, and room for a rule's estimates eˡ ≈
 * −∂L/∂hˡ (L per sample), targets tˡ, and deltas eˡ ⊙ φ′. Buffers are made once and reused for
 * every minibatch.
 */
public final class Pass {
  private final Workspace workspace;
  private final Mlp net;
  private final int batch;
  private final double topTargetStep;
  private final double topUpdateStep;
  private final List<Matrix> activations;
  private final List<Matrix> estimates;
  private final List<Matrix> targets;
  private final List<Matrix> deltas;
  private final boolean[] deltaKnown;
  private final Matrix topError;
  private final Matrix topUpdate;
  private final SoftmaxCrossEntropy softmax;
  private final SoftmaxCrossEntropy otherSoftmax;
  private byte[] labels;
  private int[] indices;
  private int from;
  private long epoch;
  private long step;

  /**
   * @param batch samples per minibatch
   * @param topTargetStep η in tᴺ = hᴺ + η (onehot(y) − softmax(hᴺ))
   * @param topUpdateStep the step that the top layer's own update takes instead of η; differs from
   *     η only in the no-label control
   */
  public Pass(Workspace workspace, Mlp net, int batch, double topTargetStep, double topUpdateStep) {
    this.workspace = workspace;
    this.net = net;
    this.batch = batch;
    this.topTargetStep = topTargetStep;
    this.topUpdateStep = topUpdateStep;
    IntFunction<Matrix> perUnit = l -> workspace.matrix(batch, net.size(l));
    this.activations = layers(0, perUnit);
    this.estimates = layers(1, perUnit);
    this.targets = layers(1, perUnit);
    this.deltas = layers(1, l -> l == net.depth() ? estimate(l) : perUnit.apply(l));
    this.deltaKnown = new boolean[net.depth() + 1];
    this.topError = perUnit.apply(net.depth());
    this.topUpdate =
        topUpdateStep == topTargetStep ? estimate(net.depth()) : perUnit.apply(net.depth());
    this.softmax = new SoftmaxCrossEntropy(batch, net.size(net.depth()));
    this.otherSoftmax = new SoftmaxCrossEntropy(batch, net.size(net.depth()));
  }

  /** Floats of the buffers of a pass, about. */
  public static double floats(Shape shape) {
    return shape.batch() * (shape.size(0) + 4 * shape.units());
  }

  private List<Matrix> layers(int first, IntFunction<Matrix> matrix) {
    List<Matrix> list = new ArrayList<>();
    for (int l = first; l <= net.depth(); l++) {
      list.add(matrix.apply(l));
    }
    return list;
  }

  /**
   * Runs samples {@code indices[from … from + batch − 1]} forward: h¹ … hᴺ, loss, the top layer's
   * estimate eᴺ and target tᴺ.
   *
   * @param epoch position of the minibatch, to which the noise belongs
   * @param step minibatch of the epoch, 0-based
   */
  public void forward(
      float[] pixels, byte[] labels, int[] indices, int from, long epoch, long step) {
    this.labels = labels;
    this.indices = indices;
    this.from = from;
    this.epoch = epoch;
    this.step = step;
    workspace.kernels().gather(h(0), pixels, indices, from);
    int top = net.depth();
    for (int l = 1; l <= top; l++) {
      net.layer(l).apply(h(l - 1), h(l));
      deltaKnown[l] = false;
    }
    softmax.evaluate(h(top), labels, indices, from, topError);
    workspace.kernels().addScaled(target(top), h(top), (float) topTargetStep, topError);
    workspace.kernels().scale(estimate(top), (float) topTargetStep, topError);
    if (topUpdate != estimate(top)) {
      workspace.kernels().scale(topUpdate, (float) topUpdateStep, topError);
    }
  }

  public int batch() {
    return batch;
  }

  /** Epoch of the current minibatch: 1, 2, …; 0, −1, … are epochs of pre-training. */
  public long epoch() {
    return epoch;
  }

  /** Minibatch of the epoch, 0-based. */
  public long step() {
    return step;
  }

  /** hˡ, l = 0..N, [batch, n_l]. */
  public Matrix h(int l) {
    return activations.get(l);
  }

  /**
   * eˡ, the rule's estimate of −∂L/∂hˡ, l = 1..N, [batch, n_l]; hidden ones are the rule's to
   * write.
   */
  public Matrix estimate(int l) {
    return estimates.get(l - 1);
  }

  /** tˡ, l = 1..N, [batch, n_l]; hidden ones are the rule's to write if it has targets. */
  public Matrix target(int l) {
    return targets.get(l - 1);
  }

  /** onehot(y) − softmax(hᴺ) = −∂L/∂hᴺ, [batch, n_N]. */
  public Matrix topError() {
    return topError;
  }

  /**
   * error := onehot(y) − softmax(logits), for other logits of the same samples; the loss and the
   * predictions of the pass stay those of hᴺ.
   */
  public void outputError(Matrix logits, Matrix error) {
    otherSoftmax.evaluate(logits, labels, indices, from, error);
  }

  /**
   * Makes {@link #delta} of hidden layer {@code l} eˡ ⊙ φ′ where φ has given {@code activity}
   * instead of hˡ.
   */
  public void slopeAt(int l, Matrix activity) {
    workspace.kernels().delta(deltas.get(l - 1), estimate(l), activity, net.layer(l).activation());
    deltaKnown[l] = true;
  }

  /**
   * eˡ ⊙ φ′(aˡ), computed when first asked for after {@link #forward}; eˡ must be final by then.
   */
  public Matrix delta(int l) {
    Matrix delta = deltas.get(l - 1);
    if (!deltaKnown[l] && l < net.depth()) {
      workspace.kernels().delta(delta, estimate(l), h(l), net.layer(l).activation());
      deltaKnown[l] = true;
    }
    return delta;
  }

  /**
   * Displaces hidden layer {@code l}: eˡ := α (E − hˡ) + γ (hˡ − I) and tˡ := hˡ + eˡ.
   *
   * @param excitation E, [batch, n_l]
   * @param inhibition I, [batch, n_l]
   */
  public void displace(int l, double alpha, Matrix excitation, double gamma, Matrix inhibition) {
    workspace
        .kernels()
        .displace(
            estimate(l),
            target(l),
            deltas.get(l - 1),
            (float) alpha,
            excitation,
            h(l),
            (float) gamma,
            inhibition,
            net.layer(l).activation());
    deltaKnown[l] = true;
  }

  /** tˡ := hˡ + eˡ for hidden layer {@code l} after a change of eˡ. */
  public void retarget(int l) {
    workspace.kernels().addScaled(target(l), h(l), 1, estimate(l));
    deltaKnown[l] = false;
  }

  /**
   * Shortens the displacement of every sample of hidden layer {@code l} that is longer than {@code
   * bound}: eˡ := eˡ min(1, bound/‖eˡ‖), tˡ := hˡ + eˡ.
   */
  public void limit(int l, double bound) {
    if (workspace.kernels().limitRows(estimate(l), bound)) {
      retarget(l);
    }
  }

  /** What layer l moves along: {@link #delta}, but for the top layer in the no-label control. */
  public Matrix update(int l) {
    return l == net.depth() ? topUpdate : delta(l);
  }

  /** Sum of the batch's cross-entropies, nats. */
  public double loss() {
    return softmax.loss();
  }

  /** Samples of the batch that are classified rightly. */
  public int correct() {
    return softmax.correct();
  }

  /** Class predicted for row {@code r}. */
  public int predicted(int r) {
    return softmax.predicted(r);
  }
}
