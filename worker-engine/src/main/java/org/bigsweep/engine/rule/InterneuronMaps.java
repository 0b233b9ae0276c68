package org.bigsweep.engine.rule;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bigsweep.engine.kernel.Activation;
import org.bigsweep.engine.kernel.Blas;
import org.bigsweep.engine.kernel.Kernels;
import org.bigsweep.engine.kernel.Matrix;
import org.bigsweep.engine.net.Affine;
import org.bigsweep.engine.optim.OptimizerName;
import org.bigsweep.engine.optim.Updater;
import org.bigsweep.engine.param.Parameter;

/**
 * Local maps over a layer of m interneurons,
 *
 * <pre>i_l(x) = ψ(z V_l + c_l),   z = φ(x U_l + a_l)</pre>
 *
 * <p>with U_l [n_l, m], V_l [m, n_l], φ the hidden activation of f and ψ that of the map. One step
 * on ½ mean‖i_l(x) − r‖² moves all four parameters along its exact gradient: with d = (r − i_l(x))
 * ⊙ ψ′ at V_l and c_l, (d V_lᵀ) ⊙ φ′ at U_l and a_l, V_l as it stands before the step.
 *
 * <p>That is backpropagation inside a microcircuit of two layers. No error of it leaves the layer
 * of f that it belongs to; what it asks of biology is a local feedback from the inhibitory synapses
 * to the interneurons, not one along the network.
 */
final class InterneuronMaps implements LocalMaps {
  private final Kernels kernels;
  private final String prefix;
  private final Activation inner;
  private final Matrix interneurons;
  private final Matrix innerDelta;
  private final List<Affine> first = new ArrayList<>();
  private final List<Affine> second = new ArrayList<>();
  private final List<Updater> firstUpdaters = new ArrayList<>();
  private final List<Updater> secondUpdaters = new ArrayList<>();
  private final List<Matrix> deltas = new ArrayList<>();

  /**
   * @param prefix name of the maps without the layer; U_l is named {@code <prefix>u<l>}, V_l {@code
   *     <prefix>v<l>}
   * @param count m
   * @param outer ψ
   */
  InterneuronMaps(
      RuleContext context,
      String prefix,
      int count,
      Activation outer,
      Parameter<OptimizerName> optimizer,
      Parameter<Double> learningRate) {
    this.kernels = context.workspace().kernels();
    this.prefix = prefix;
    this.inner = context.net().layer(1).activation();
    this.interneurons = context.workspace().matrix(context.batch(), count);
    this.innerDelta = context.workspace().matrix(context.batch(), count);
    for (int l = 1; l < context.net().depth(); l++) {
      int units = context.net().size(l);
      Affine u = context.map(prefix + "u" + l, units, count, inner);
      Affine v = context.map(prefix + "v" + l, count, units, outer);
      first.add(u);
      second.add(v);
      firstUpdaters.add(context.updater(prefix + "u" + l, u, optimizer, learningRate));
      secondUpdaters.add(context.updater(prefix + "v" + l, v, optimizer, learningRate));
      deltas.add(context.buffer(l));
    }
  }

  @Override
  public void apply(int l, Matrix x, Matrix out) {
    first.get(l - 1).apply(x, interneurons);
    second.get(l - 1).apply(interneurons, out);
  }

  @Override
  public void learn(int l, Matrix x, Matrix wanted) {
    Affine v = second.get(l - 1);
    Matrix delta = deltas.get(l - 1);
    first.get(l - 1).apply(x, interneurons);
    v.error(interneurons, wanted, delta);
    Blas.multiplyTransposedRight(1, delta, v.weights(), 0, innerDelta);
    kernels.delta(innerDelta, innerDelta, interneurons, inner);
    secondUpdaters.get(l - 1).learn(interneurons, delta);
    firstUpdaters.get(l - 1).learn(x, innerDelta);
  }

  @Override
  public void collectParameters(Map<String, Matrix> parameters) {
    for (int l = 1; l <= first.size(); l++) {
      first.get(l - 1).collect(prefix + "u" + l, parameters);
      second.get(l - 1).collect(prefix + "v" + l, parameters);
    }
  }

  @Override
  public Map<String, Updater> updaters() {
    Map<String, Updater> named = new LinkedHashMap<>();
    for (int l = 1; l <= first.size(); l++) {
      named.put(prefix + "u" + l, firstUpdaters.get(l - 1));
      named.put(prefix + "v" + l, secondUpdaters.get(l - 1));
    }
    return named;
  }
}
