package org.bigsweep.engine.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bigsweep.engine.kernel.Kernels;
import org.bigsweep.engine.kernel.Matrix;
import org.bigsweep.engine.net.Affine;
import org.bigsweep.engine.net.Mlp;
import org.bigsweep.engine.net.Shape;
import org.bigsweep.engine.param.Options;

/**
 * Local maps over interneurons that mirror the layer above. Layer l has as many interneurons as
 * layer l+1 has units, with that layer's activation (none below the logits),
 *
 * <pre>i_l(x) = ψ(k V_l + c_l),   k = φ_{l+1}(x U_l + a_l)</pre>
 *
 * <p>U_l [n_l, n_{l+1}] learns the potential hˡ W_{l+1} + b_{l+1} of the layer above: each
 * interneuron is taught by the cell that it mirrors, as in the dendritic microcircuit of Sacramento
 * et al. 2018. V_l [n_{l+1}, n_l] learns the potential of what i should give, on the k of the new
 * U_l. Both learn by a {@link PotentialLearner}.
 *
 * <p>With U_l = W_{l+1} and V_l = G_l, i_l = g_l ∘ f_{l+1} exactly, so that E − i_l(hˡ) is what DTP
 * estimates: one affine layer cannot represent g∘f, and this circuit can. What remains is that i
 * must follow f and g, which move.
 */
final class MirroredMaps implements LocalMaps {
  private final Kernels kernels;
  private final Mlp net;
  private final InterneuronLayers layers;
  private final List<PotentialLearner> firstLearners = new ArrayList<>();
  private final List<PotentialLearner> secondLearners = new ArrayList<>();
  private final List<Matrix> errorsAbove = new ArrayList<>();
  private final List<Matrix> errors = new ArrayList<>();

  /** Names, numbers and activations are those of {@code layers}. */
  MirroredMaps(RuleContext context, InterneuronLayers layers) {
    this.kernels = context.workspace().kernels();
    this.net = context.net();
    this.layers = layers;
    PotentialLearner.Factory learners = new PotentialLearner.Factory(context);
    for (int l = 1; l < net.depth(); l++) {
      firstLearners.add(learners.learner(layers.firstName(l), layers.first(l)));
      secondLearners.add(learners.learner(layers.secondName(l), layers.second(l)));
      errorsAbove.add(context.buffer(l + 1, errorsAbove));
      errors.add(context.buffer(l, errors));
    }
  }

  /** Multiply-accumulates per sample of one step of {@link #mirror} and one of {@link #learn}. */
  static double learnMacs(Shape shape, Options options, int l) {
    double units = shape.size(l);
    double above = shape.size(l + 1);
    double forward = 4 * units * above;
    return forward
        + PotentialLearner.macs(options, shape.batch(), units, above)
        + PotentialLearner.macs(options, shape.batch(), above, units);
  }

  @Override
  public void apply(int l, Matrix x, Matrix out) {
    layers.apply(l, x, out);
  }

  /**
   * One step of U_l towards giving for {@code x} the potential that f_{l+1} gives for {@code h}.
   */
  void mirror(int l, Matrix x, Matrix h) {
    Matrix wanted = layers.interneurons(l);
    net.layer(l + 1).preActivate(h, wanted);
    step(layers.first(l), firstLearners.get(l - 1), x, wanted, errorsAbove.get(l - 1));
  }

  /** One step of V_l towards the potential {@code wanted}, on the interneurons as they are now. */
  @Override
  public void learn(int l, Matrix x, Matrix wanted) {
    Matrix k = layers.activate(l, x);
    step(layers.second(l), secondLearners.get(l - 1), k, wanted, errors.get(l - 1));
  }

  private void step(Affine map, PotentialLearner learner, Matrix x, Matrix wanted, Matrix error) {
    map.preActivate(x, error);
    kernels.addScaled(error, wanted, -1, error);
    learner.learn(x, error);
  }

  @Override
  public void collectParameters(Map<String, Matrix> parameters) {
    layers.collectParameters(parameters);
  }
}
