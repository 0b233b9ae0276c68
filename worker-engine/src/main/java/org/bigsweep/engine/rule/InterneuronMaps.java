package org.bigsweep.engine.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bigsweep.engine.kernel.Blas;
import org.bigsweep.engine.kernel.Kernels;
import org.bigsweep.engine.kernel.Matrix;
import org.bigsweep.engine.net.Affine;
import org.bigsweep.engine.optim.Updater;

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
  private final boolean fast;
  private final InterneuronLayers layers;
  private final List<Updater> firstUpdaters = new ArrayList<>();
  private final List<PotentialLearner> secondLearners = new ArrayList<>();
  private final List<Matrix> innerDeltas = new ArrayList<>();
  private final List<Matrix> deltas = new ArrayList<>();

  /** Names, numbers and activations are those of {@code layers}. */
  InterneuronMaps(RuleContext context, InterneuronLayers layers) {
    this.kernels = context.workspace().kernels();
    this.fast = PotentialLearner.isFast(context.options());
    this.layers = layers;
    PotentialLearner.Factory learners = new PotentialLearner.Factory(context);
    for (int l = 1; l < context.net().depth(); l++) {
      Affine u = layers.first(l);
      firstUpdaters.add(learners.updater(layers.firstName(l), u));
      secondLearners.add(learners.learner(layers.secondName(l), layers.second(l)));
      innerDeltas.add(context.bufferOf(u.bias().cols(), innerDeltas));
      deltas.add(context.buffer(l));
    }
  }

  @Override
  public void apply(int l, Matrix x, Matrix out) {
    layers.apply(l, x, out);
  }

  @Override
  public void learn(int l, Matrix x, Matrix wanted) {
    Affine u = layers.first(l);
    Affine v = layers.second(l);
    Matrix delta = deltas.get(l - 1);
    Matrix innerDelta = innerDeltas.get(l - 1);
    Matrix z = layers.activate(l, x);
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
    layers.collectParameters(parameters);
  }
}
