package org.bigsweep.engine.trial;

import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.GradMode;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** Backpropagation as autograd does it, with SGD. */
final class LibtorchAutograd implements Runnable {
  private final LibtorchImages images;
  private final Tensor[] weights;
  private final Tensor[] biases;
  private final Scalar rate;
  private int step;

  LibtorchAutograd(
      int[] sizes,
      Map<String, float[]> parameters,
      LibtorchImages images,
      LibtorchMap.Batch batch) {
    int top = sizes.length - 1;
    this.images = images;
    this.weights = new Tensor[top];
    this.biases = new Tensor[top];
    this.rate = new Scalar((float) -batch.learningRate());
    for (int l = 1; l <= top; l++) {
      weights[l - 1] = Tensor.create(parameters.get("Wf" + l), sizes[l - 1], sizes[l]);
      biases[l - 1] = Tensor.create(parameters.get("bf" + l), sizes[l]);
      weights[l - 1].requires_grad_(true);
      biases[l - 1].requires_grad_(true);
    }
  }

  @Override
  public void run() {
    try (PointerScope scope = new PointerScope()) {
      GradMode.set_enabled(true);
      Tensor h = images.images(step);
      for (int l = 0; l < weights.length; l++) {
        h = torch.addmm(biases[l], h, weights[l]);
        h = l < weights.length - 1 ? h.tanh() : h;
      }
      torch.cross_entropy_loss(h, images.labels(step)).backward();
      GradMode.set_enabled(false);
      for (int l = 0; l < weights.length; l++) {
        move(weights[l]);
        move(biases[l]);
      }
      step++;
    }
  }

  private void move(Tensor parameter) {
    Tensor gradient = parameter.mutable_grad();
    parameter.add_(gradient, rate);
    gradient.reset();
  }

  /** Weights of layer {@code l}, from 1. */
  float[] weights(int l) {
    float[] values = new float[(int) weights[l - 1].numel()];
    weights[l - 1].data_ptr_float().capacity(values.length).get(values);
    return values;
  }
}
