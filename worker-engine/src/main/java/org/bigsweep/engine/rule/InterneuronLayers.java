package org.bigsweep.engine.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.function.IntUnaryOperator;
import org.bigsweep.engine.kernel.Activation;
import org.bigsweep.engine.kernel.Matrix;
import org.bigsweep.engine.net.Affine;

/**
 * Maps of two layers, one for each hidden layer l = 1..N−1, over interneurons k:
 *
 * <pre>i_l(x) = ψ(k V_l + c_l),   k = φ(x U_l + a_l)</pre>
 *
 * <p>with U_l [n_l, m_l] and V_l [m_l, n_l]. How they learn is not known here.
 */
final class InterneuronLayers {
  private final String prefix;
  private final List<Affine> first = new ArrayList<>();
  private final List<Affine> second = new ArrayList<>();
  private final List<Matrix> interneurons = new ArrayList<>();

  /**
   * @param prefix name of the maps without the layer; U_l is named {@code <prefix>u<l>}, V_l {@code
   *     <prefix>v<l>}
   * @param counts m_l by layer
   * @param inner φ by layer
   * @param outer ψ
   */
  InterneuronLayers(
      RuleContext context,
      String prefix,
      IntUnaryOperator counts,
      IntFunction<Activation> inner,
      Activation outer) {
    this.prefix = prefix;
    for (int l = 1; l < context.net().depth(); l++) {
      int units = context.net().size(l);
      int count = counts.applyAsInt(l);
      first.add(context.map(firstName(l), units, count, inner.apply(l)));
      second.add(context.map(secondName(l), count, units, outer));
      interneurons.add(context.bufferOf(count, interneurons));
    }
  }

  String firstName(int l) {
    return prefix + "u" + l;
  }

  String secondName(int l) {
    return prefix + "v" + l;
  }

  /** U_l and a_l. */
  Affine first(int l) {
    return first.get(l - 1);
  }

  /** V_l and c_l. */
  Affine second(int l) {
    return second.get(l - 1);
  }

  /** Room for k of layer l, [batch, m_l]; valid until the next use of any layer. */
  Matrix interneurons(int l) {
    return interneurons.get(l - 1);
  }

  /** k of layer l for {@code x}, in {@link #interneurons}. */
  Matrix activate(int l, Matrix x) {
    Matrix k = interneurons(l);
    first(l).apply(x, k);
    return k;
  }

  /** out := i_l(x). */
  void apply(int l, Matrix x, Matrix out) {
    second(l).apply(activate(l, x), out);
  }

  void collectParameters(Map<String, Matrix> parameters) {
    for (int l = 1; l <= first.size(); l++) {
      first(l).collect(firstName(l), parameters);
      second(l).collect(secondName(l), parameters);
    }
  }
}
