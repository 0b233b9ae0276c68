package org.bigsweep.engine.trial;

import java.util.Map;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** An affine map on libtorch tensors, in place, with every view made once. */
final class LibtorchMap {
  final Tensor weights;
  final Tensor transposed;
  final Tensor bias;
  private final Tensor y;
  private final Tensor error;
  private final Tensor errorTransposed;
  private final Tensor ones;
  private final Scalar rate;
  private final Scalar one = new Scalar(1.0f);

  LibtorchMap(Map<String, float[]> parameters, String name, int inputs, int outputs, Batch batch) {
    this.weights = Tensor.create(parameters.get("W" + name), inputs, outputs);
    this.transposed = weights.t();
    this.bias = Tensor.create(parameters.get("b" + name), outputs);
    this.y = torch.zeros(batch.size(), outputs);
    this.error = torch.zeros(batch.size(), outputs);
    this.errorTransposed = error.t();
    this.ones = Tensor.create(ones(batch.size()), batch.size());
    this.rate = new Scalar((float) (batch.learningRate() / batch.size()));
  }

  /** What all maps share. */
  record Batch(int size, double learningRate) {}

  private static float[] ones(int count) {
    float[] values = new float[count];
    java.util.Arrays.fill(values, 1);
    return values;
  }

  /** out := x W + b. */
  void linear(Tensor x, Tensor out) {
    torch.addmm_out(out, bias, x, weights);
  }

  /** out := tanh(x W + b). */
  void apply(Tensor x, Tensor out) {
    linear(x, out);
    out.tanh_();
  }

  /** W := W + (lr/B) xᵀ d, and b alike. */
  void learn(Tensor xTransposed, Tensor d, Tensor dTransposed) {
    weights.addmm_(xTransposed, d, one, rate);
    bias.addmv_(dTransposed, ones, one, rate);
  }

  /** One step on ½ mean‖tanh(x W + b) − r‖². */
  void learnToGive(Tensor x, Tensor xTransposed, Tensor r) {
    apply(x, y);
    torch.sub_out(error, r, y);
    torch.tanh_backward_out(error, error, y);
    learn(xTransposed, error, errorTransposed);
  }

  void collect(String name, Map<String, float[]> parameters) {
    parameters.put("W" + name, values(weights));
    parameters.put("b" + name, values(bias));
  }

  private static float[] values(Tensor tensor) {
    float[] values = new float[(int) tensor.numel()];
    tensor.data_ptr_float().capacity(values.length).get(values);
    return values;
  }
}
