package org.bigsweep.engine.net;

import java.util.List;

/**
 * The shape of one training step: units per layer and samples per minibatch.
 *
 * @param sizes units per layer, input first; at least three entries
 * @param batch samples per minibatch
 */
public record Shape(List<Integer> sizes, int batch) {
  public Shape {
    sizes = List.copyOf(sizes);
  }

  /** N, the number of weight matrices. */
  public int depth() {
    return sizes.size() - 1;
  }

  /** Units of layer {@code l}, 0..N. */
  public int size(int l) {
    return sizes.get(l);
  }

  /** Units of the hidden layers 1..N−1 together. */
  public double hiddenUnits() {
    return units() - size(depth());
  }

  /** Units of the layers 1..N together. */
  public double units() {
    return sizes.stream().skip(1).mapToDouble(n -> n).sum();
  }

  /** Weights of W_l, without biases. */
  public double weights(int l) {
    return (double) size(l - 1) * size(l);
  }

  /** Weights of W_l for all l from {@code lowest} to N, without biases. */
  public double weightsFrom(int lowest) {
    double weights = 0;
    for (int l = lowest; l <= depth(); l++) {
      weights += weights(l);
    }
    return weights;
  }

  /** Weights of the largest W_l. */
  public double largestWeights() {
    double largest = 0;
    for (int l = 1; l <= depth(); l++) {
      largest = Math.max(largest, weights(l));
    }
    return largest;
  }
}
