package org.bigsweep.engine.trial;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.bigsweep.engine.kernel.Matrix;
import org.bigsweep.engine.kernel.SoftmaxCrossEntropy;
import org.bigsweep.engine.kernel.Workspace;
import org.bigsweep.engine.net.Mlp;
import org.bigsweep.engine.net.Shape;

/** An evaluator of a network on whole sets of images, in blocks of its own. */
final class Evaluator {
  private static final int BLOCK = 500;

  private final Workspace workspace;
  private final Mlp net;
  private final List<Matrix> activations = new ArrayList<>();
  private final SoftmaxCrossEntropy softmax;

  Evaluator(Workspace workspace, Mlp net) {
    this.workspace = workspace;
    this.net = net;
    net.sizes().forEach(units -> activations.add(workspace.matrix(BLOCK, units)));
    this.softmax = new SoftmaxCrossEntropy(BLOCK, net.size(net.depth()));
  }

  /** Floats of the activations of a block. */
  static double floats(Shape shape) {
    return BLOCK * (shape.size(0) + shape.units());
  }

  /**
   * Evaluates a set of images, at least one.
   *
   * @param images one row of input columns each
   * @param labels their classes
   */
  Evaluation evaluate(float[] images, byte[] labels) {
    int[] indices = IntStream.range(0, labels.length).toArray();
    double loss = 0;
    long correct = 0;
    for (int from = 0; from < indices.length; from += BLOCK) {
      int rows = Math.min(BLOCK, indices.length - from);
      Matrix below = activations.get(0).head(rows);
      workspace.kernels().gather(below, images, indices, from);
      for (int l = 1; l <= net.depth(); l++) {
        Matrix above = activations.get(l).head(rows);
        net.layer(l).apply(below, above);
        below = above;
      }
      softmax.evaluate(below, labels, indices, from);
      loss += softmax.loss();
      correct += softmax.correct();
    }
    return new Evaluation(loss / indices.length, (double) correct / indices.length);
  }
}
