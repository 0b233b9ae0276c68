package org.bigsweep.engine.rule;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bigsweep.engine.kernel.Activation;
import org.bigsweep.engine.kernel.Blas;
import org.bigsweep.engine.kernel.Kernels;
import org.bigsweep.engine.kernel.Matrix;
import org.bigsweep.engine.net.Affine;
import org.bigsweep.engine.optim.OptimizerName;
import org.bigsweep.engine.optim.Updater;
import org.bigsweep.engine.param.Parameter;

/**
 * Local maps over a layer of interneurons: m = {@code interneurons} of them or, with {@code
 * inhibition: interneurons}, as many as the layer above has units and with its activation, which is
 * the circuit of {@link MirroredMaps} without its teacher,
 *
 * <pre>i_l(x) = ψ(z V_l + c_l),   z = φ(x U_l + a_l)</pre>
 *
 * <p>with U_l [n_l, m], V_l [m, n_l], φ the activation of the interneurons and ψ that of the map.
 * One step on ½ mean‖i_l(x) − r‖² moves all four parameters along its exact gradient: with d = (r −
 * i_l(x)) ⊙ ψ′ at V_l and c_l, (d V_lᵀ) ⊙ φ′ at U_l and a_l, V_l as it stands before the step.
 *
 * <p>That is backpropagation inside a microcircuit of two layers. No error of it leaves the layer
 * of f that it belongs to; what it asks of biology is a local feedback from the inhibitory synapses
 * to the interneurons, not one along the network.
 *
 * <p>With a fast {@link PotentialLearner}, r is a potential and the loss is that of the potential z
 * V_l + c_l: d lacks ψ′, V_l and c_l move by the fast rule, U_l and a_l still along the gradient.
 */
final class InterneuronMaps implements LocalMaps {
  private final Kernels kernels;
  private final String prefix;
  private final boolean fast;
  private final List<Matrix> interneurons = new ArrayList<>();
  private final List<Matrix> innerDeltas = new ArrayList<>();
  private final List<Affine> first = new ArrayList<>();
  private final List<Affine> second = new ArrayList<>();
  private final List<Updater> firstUpdaters = new ArrayList<>();
  private final List<PotentialLearner> secondLearners = new ArrayList<>();
  private final Map<String, Updater> updaters = new LinkedHashMap<>();
  private final List<Matrix> deltas = new ArrayList<>();

  /** Numbers and activations of the interneurons, by layer. */
  interface Sizes {
    int count(int l);

    Activation activation(int l);
  }

  /**
   * @param prefix name of the maps without the layer; U_l is named {@code <prefix>u<l>}, V_l {@code
   *     <prefix>v<l>}
   * @param outer ψ
   */
  InterneuronMaps(
      RuleContext context,
      String prefix,
      Sizes sizes,
      Activation outer,
      Parameter<OptimizerName> optimizer,
      Parameter<Double> learningRate) {
    this.kernels = context.workspace().kernels();
    this.prefix = prefix;
    this.fast = PotentialLearner.isFast(context.options());
    Optional<PotentialLearner.Shared> shared =
        fast ? Optional.of(new PotentialLearner.Shared(context)) : Optional.empty();
    for (int l = 1; l < context.net().depth(); l++) {
      int units = context.net().size(l);
      int count = sizes.count(l);
      interneurons.add(buffer(context, count, interneurons));
      innerDeltas.add(buffer(context, count, innerDeltas));
      String uName = prefix + "u" + l;
      String vName = prefix + "v" + l;
      Affine u = context.map(uName, units, count, sizes.activation(l));
      Affine v = context.map(vName, count, units, outer);
      first.add(u);
      second.add(v);
      firstUpdaters.add(context.updater(uName, u, optimizer, learningRate));
      updaters.put(uName, firstUpdaters.get(l - 1));
      if (shared.isPresent()) {
        secondLearners.add(PotentialLearner.fast(context, shared.get(), v));
      } else {
        Updater updater = context.updater(vName, v, optimizer, learningRate);
        updaters.put(vName, updater);
        secondLearners.add(PotentialLearner.gradient(updater));
      }
      deltas.add(context.buffer(l));
    }
  }

  /** A matrix per sample and interneuron, which layers of one size share. */
  private static Matrix buffer(RuleContext context, int count, List<Matrix> earlier) {
    return earlier.stream()
        .filter(matrix -> matrix.cols() == count)
        .findFirst()
        .orElseGet(() -> context.workspace().matrix(context.batch(), count));
  }

  @Override
  public void apply(int l, Matrix x, Matrix out) {
    Matrix z = interneurons.get(l - 1);
    first.get(l - 1).apply(x, z);
    second.get(l - 1).apply(z, out);
  }

  @Override
  public void learn(int l, Matrix x, Matrix wanted) {
    Affine u = first.get(l - 1);
    Affine v = second.get(l - 1);
    Matrix z = interneurons.get(l - 1);
    Matrix delta = deltas.get(l - 1);
    Matrix innerDelta = innerDeltas.get(l - 1);
    u.apply(x, z);
    if (fast) {
      v.preActivate(z, delta);
      kernels.addScaled(delta, wanted, -1, delta);
    } else {
      v.error(z, wanted, delta);
    }
    Blas.multiplyTransposedRight(1, delta, v.weights(), 0, innerDelta);
    kernels.delta(innerDelta, innerDelta, z, u.activation());
    secondLearners.get(l - 1).learn(z, delta);
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
    return new LinkedHashMap<>(updaters);
  }
}
