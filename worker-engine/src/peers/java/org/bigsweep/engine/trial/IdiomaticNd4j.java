package org.bigsweep.engine.trial;

import java.util.Map;
import org.bigsweep.engine.data.LabelledImages;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/** Backpropagation with SGD as its equations read in ND4J, an array for every result. */
final class IdiomaticNd4j implements Runnable {
  private static final int CLASSES = 10;

  private final INDArray[] weights;
  private final INDArray[] biases;
  private final INDArray images;
  private final INDArray oneHot;
  private final int[] order;
  private final LibtorchMap.Batch batch;
  private int step;

  IdiomaticNd4j(
      int[] sizes,
      Map<String, float[]> parameters,
      LabelledImages source,
      int[] order,
      LibtorchMap.Batch batch) {
    int top = sizes.length - 1;
    this.weights = new INDArray[top];
    this.biases = new INDArray[top];
    this.order = order;
    this.batch = batch;
    for (int l = 1; l <= top; l++) {
      weights[l - 1] =
          Nd4j.createFromArray(parameters.get("Wf" + l)).reshape(sizes[l - 1], sizes[l]);
      biases[l - 1] = Nd4j.createFromArray(parameters.get("bf" + l)).reshape(1, sizes[l]);
    }
    float[] values = new float[source.pixels().length];
    for (int k = 0; k < values.length; k++) {
      values[k] = (source.pixels()[k] & 0xff) / 255f;
    }
    this.images = Nd4j.createFromArray(values).reshape(source.count(), source.pixelsPerImage());
    this.oneHot = Nd4j.zeros(DataType.FLOAT, source.count(), CLASSES);
    for (int k = 0; k < source.count(); k++) {
      oneHot.putScalar(k, source.labels()[k], 1);
    }
  }

  @Override
  public void run() {
    int[] rows = new int[batch.size()];
    int steps = order.length / batch.size();
    System.arraycopy(order, step++ % steps * rows.length, rows, 0, rows.length);
    INDArray[] h = new INDArray[weights.length + 1];
    h[0] = images.getRows(rows);
    for (int l = 0; l < weights.length; l++) {
      INDArray a = h[l].mmul(weights[l]).addRowVector(biases[l]);
      h[l + 1] = l < weights.length - 1 ? Transforms.tanh(a) : a;
    }
    INDArray delta = oneHot.getRows(rows).sub(Transforms.softmax(h[weights.length]));
    double rate = batch.learningRate() / batch.size();
    for (int l = weights.length - 1; l >= 0; l--) {
      INDArray below =
          l > 0 ? delta.mmul(weights[l].transpose()).mul(Transforms.pow(h[l], 2).rsub(1)) : delta;
      weights[l].addi(h[l].transpose().mmul(delta).mul(rate));
      biases[l].addi(delta.sum(true, 0).mul(rate));
      delta = below;
    }
  }

  /** Weights of layer {@code l}, from 1. */
  float[] weights(int l) {
    return weights[l - 1].ravel().toFloatVector();
  }
}
