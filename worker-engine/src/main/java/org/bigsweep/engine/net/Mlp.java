package org.bigsweep.engine.net;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bigsweep.engine.kernel.Activation;
import org.bigsweep.engine.kernel.Matrix;
import org.bigsweep.engine.kernel.Workspace;

/**
 * The multilayer perceptron f of N layers: h⁰ = x, hˡ = φ(hˡ⁻¹ W_l + b_l) for l &lt; N, and linear
 * logits hᴺ. Layers are counted from 1.
 */
public final class Mlp {
  private final List<Integer> sizes;
  private final List<Affine> layers;

  /**
   * A network with all weights 0.
   *
   * @param sizes units per layer, input first; at least three entries
   * @param phi hidden activation
   */
  public Mlp(Workspace workspace, List<Integer> sizes, Activation phi) {
    this.sizes = List.copyOf(sizes);
    List<Affine> maps = new ArrayList<>();
    for (int l = 1; l < sizes.size(); l++) {
      Activation activation = l < sizes.size() - 1 ? phi : Activation.LINEAR;
      maps.add(new Affine(workspace, sizes.get(l - 1), sizes.get(l), activation));
    }
    this.layers = List.copyOf(maps);
  }

  private Mlp(List<Integer> sizes, List<Affine> layers) {
    this.sizes = List.copyOf(sizes);
    this.layers = List.copyOf(layers);
  }

  /**
   * This network for inputs whose elements beyond the first {@code inputs} are 0; the same
   * parameters.
   */
  public Mlp onFirstInputs(int inputs) {
    List<Integer> fewer = new ArrayList<>(sizes);
    fewer.set(0, inputs);
    List<Affine> maps = new ArrayList<>(layers);
    maps.set(0, layer(1).onFirst(inputs));
    return new Mlp(fewer, maps);
  }

  /** N, the number of weight matrices. */
  public int depth() {
    return layers.size();
  }

  /** Units of layer {@code l}, 0..N. */
  public int size(int l) {
    return sizes.get(l);
  }

  /** Units per layer, input first. */
  public List<Integer> sizes() {
    return sizes;
  }

  /** f_l, for l = 1..N. */
  public Affine layer(int l) {
    return layers.get(l - 1);
  }

  /** Puts every W_l and b_l under the names {@code Wf<l>} and {@code bf<l>}. */
  public void collect(Map<String, Matrix> parameters) {
    for (int l = 1; l <= depth(); l++) {
      layer(l).collect("f" + l, parameters);
    }
  }
}
