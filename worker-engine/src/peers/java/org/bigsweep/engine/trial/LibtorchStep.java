package org.bigsweep.engine.trial;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntFunction;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * A training step by hand on libtorch: no autograd, in place, SGD. Loss and accuracy, which the
 * engine computes in every step, are left out.
 */
final class LibtorchStep implements Runnable {
  /** What is trained. */
  enum Rule {
    BP,
    DTP,
    BIG
  }

  /** Fills a tensor with standard normal noise. */
  interface Noise {
    void fill(int layer, Tensor out);
  }

  private final Rule rule;
  private final int top;
  private final LibtorchImages images;
  private final Noise noise;
  private final LibtorchMap[] f;
  private final LibtorchMap[] g;
  private final LibtorchMap[] i;
  private final Tensor[] h;
  private final Tensor[] hT;
  private final Tensor[] e;
  private final Tensor[] t;
  private final Tensor[] d;
  private final Tensor[] dT;
  private final Tensor[] excitation;
  private final Tensor[] inhibition;
  private final Tensor[] noisy;
  private final Tensor[] noisyT;
  private int step;

  /**
   * @param parameters initial values by the engine's names
   */
  LibtorchStep(
      Rule rule,
      int[] sizes,
      Map<String, float[]> parameters,
      LibtorchImages images,
      LibtorchMap.Batch batch,
      Noise noise) {
    this.rule = rule;
    this.top = sizes.length - 1;
    this.images = images;
    this.noise = noise;
    this.f = new LibtorchMap[top + 1];
    this.g = new LibtorchMap[top];
    this.i = new LibtorchMap[top];
    for (int l = 1; l <= top; l++) {
      f[l] = new LibtorchMap(parameters, "f" + l, sizes[l - 1], sizes[l], batch);
      if (l < top && rule != Rule.BP) {
        g[l] = new LibtorchMap(parameters, "g" + l, sizes[l + 1], sizes[l], batch);
      }
      if (l < top && rule == Rule.BIG) {
        i[l] = new LibtorchMap(parameters, "i" + l, sizes[l], sizes[l], batch);
      }
    }
    IntFunction<Tensor> unit = l -> torch.zeros(batch.size(), sizes[l]);
    this.h = layers(unit);
    this.hT = layers(l -> h[l].t());
    this.e = layers(unit);
    this.t = layers(unit);
    this.d = layers(unit);
    this.dT = layers(l -> d[l].t());
    this.excitation = layers(unit);
    this.inhibition = layers(unit);
    this.noisy = layers(unit);
    this.noisyT = layers(l -> noisy[l].t());
  }

  private Tensor[] layers(IntFunction<Tensor> tensor) {
    Tensor[] layers = new Tensor[top + 1];
    for (int l = 0; l <= top; l++) {
      layers[l] = tensor.apply(l);
    }
    return layers;
  }

  @Override
  public void run() {
    images.batch(step, h[0], d[top]);
    step++;
    for (int l = 1; l < top; l++) {
      f[l].apply(h[l - 1], h[l]);
    }
    f[top].linear(h[top - 1], h[top]);
    torch.softmax_out(e[top], h[top], 1);
    torch.sub_out(d[top], d[top], e[top]);
    if (rule == Rule.BP) {
      backpropagate();
    } else {
      learnAuxiliaries();
      displace();
    }
    for (int l = 1; l <= top; l++) {
      f[l].learn(hT[l - 1], d[l], dT[l]);
    }
  }

  private void backpropagate() {
    for (int l = top - 1; l >= 1; l--) {
      torch.mm_out(e[l], d[l + 1], f[l + 1].transposed);
      torch.tanh_backward_out(d[l], e[l], h[l]);
    }
  }

  private void learnAuxiliaries() {
    for (int l = 1; l < top; l++) {
      if (rule == Rule.BIG) {
        noise.fill(l, noisy[l]);
        noisy[l].add_(h[l]);
        i[l].learnToGive(noisy[l], noisyT[l], h[l]);
      }
      g[l].learnToGive(h[l + 1], hT[l + 1], h[l]);
    }
  }

  /** e = (E − h) + (h − I) with α = σ² = 1. */
  private void displace() {
    torch.add_out(t[top], h[top], d[top]);
    for (int l = top - 1; l >= 1; l--) {
      g[l].apply(t[l + 1], excitation[l]);
      if (rule == Rule.BIG) {
        i[l].apply(h[l], inhibition[l]);
      } else {
        g[l].apply(h[l + 1], inhibition[l]);
      }
      torch.sub_out(e[l], excitation[l], h[l]);
      torch.sub_out(t[l], h[l], inhibition[l]);
      e[l].add_(t[l]);
      torch.add_out(t[l], h[l], e[l]);
      torch.tanh_backward_out(d[l], e[l], h[l]);
    }
  }

  /** Copies of all parameters by the engine's names. */
  Map<String, float[]> parameters() {
    Map<String, float[]> all = new LinkedHashMap<>();
    for (int l = 1; l <= top; l++) {
      f[l].collect("f" + l, all);
      if (l < top && rule != Rule.BP) {
        g[l].collect("g" + l, all);
      }
      if (l < top && rule == Rule.BIG) {
        i[l].collect("i" + l, all);
      }
    }
    return all;
  }
}
