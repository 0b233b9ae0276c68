package org.bigsweep.engine.trial;

import org.bigsweep.engine.data.LabelledImages;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** Images and one-hot labels as tensors, with the index tensor of each minibatch made once. */
final class LibtorchImages {
  private static final int CLASSES = 10;

  private final Tensor images;
  private final Tensor oneHot;
  private final Tensor labels;
  private final Tensor[] rows;

  /**
   * @param order the shuffled images of an epoch
   */
  LibtorchImages(LabelledImages source, int[] order, int batch) {
    int count = source.count();
    float[] values = new float[source.pixels().length];
    for (int k = 0; k < values.length; k++) {
      values[k] = (source.pixels()[k] & 0xff) / 255f;
    }
    float[] hot = new float[count * CLASSES];
    long[] classes = new long[count];
    for (int k = 0; k < count; k++) {
      classes[k] = source.labels()[k];
      hot[k * CLASSES + source.labels()[k]] = 1;
    }
    this.images = Tensor.create(values, count, source.pixelsPerImage());
    this.oneHot = Tensor.create(hot, count, CLASSES);
    this.labels = Tensor.create(classes, count);
    this.rows = new Tensor[order.length / batch];
    for (int step = 0; step < rows.length; step++) {
      long[] indices = new long[batch];
      for (int r = 0; r < batch; r++) {
        indices[r] = order[step * batch + r];
      }
      rows[step] = Tensor.create(indices, batch);
    }
  }

  /** Copies a minibatch and its one-hot labels. */
  void batch(int step, Tensor x, Tensor y) {
    torch.index_select_out(x, images, 0, rows[step % rows.length]);
    torch.index_select_out(y, oneHot, 0, rows[step % rows.length]);
  }

  /** A new tensor with a minibatch. */
  Tensor images(int step) {
    return images.index_select(0, rows[step % rows.length]);
  }

  /** A new tensor with a minibatch's classes. */
  Tensor labels(int step) {
    return labels.index_select(0, rows[step % rows.length]);
  }
}
