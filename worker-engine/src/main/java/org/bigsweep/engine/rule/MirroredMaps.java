package org.bigsweep.engine.rule;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bigsweep.engine.kernel.Activation;
import org.bigsweep.engine.kernel.Kernels;
import org.bigsweep.engine.kernel.Matrix;
import org.bigsweep.engine.net.Affine;
import org.bigsweep.engine.net.Mlp;
import org.bigsweep.engine.net.Shape;
import org.bigsweep.engine.optim.Updater;
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
  private final String prefix;
  private final List<Affine> first = new ArrayList<>();
  private final List<Affine> second = new ArrayList<>();
  private final List<PotentialLearner> firstLearners = new ArrayList<>();
  private final List<PotentialLearner> secondLearners = new ArrayList<>();
  private final List<Matrix> interneurons = new ArrayList<>();
  private final List<Matrix> errorsAbove = new ArrayList<>();
  private final List<Matrix> errors = new ArrayList<>();
  private final Map<String, Updater> updaters = new LinkedHashMap<>();

  /**
   * @param prefix name of the maps without the layer; U_l is named {@code <prefix>u<l>}, V_l {@code
   *     <prefix>v<l>}
   * @param outer ψ
   */
  MirroredMaps(RuleContext context, String prefix, Activation outer) {
    this.kernels = context.workspace().kernels();
    this.net = context.net();
    this.prefix = prefix;
    boolean fast = PotentialLearner.isFast(context.options());
    PotentialLearner.Shared shared = fast ? new PotentialLearner.Shared(context) : null;
    for (int l = 1; l < net.depth(); l++) {
      int units = net.size(l);
      int above = net.size(l + 1);
      Activation inner = net.layer(l + 1).activation();
      Affine u = context.map(prefix + "u" + l, units, above, inner);
      Affine v = context.map(prefix + "v" + l, above, units, outer);
      first.add(u);
      second.add(v);
      if (fast) {
        firstLearners.add(PotentialLearner.fast(context, shared, u));
        secondLearners.add(PotentialLearner.fast(context, shared, v));
      } else {
        firstLearners.add(byGradient(context, prefix + "u" + l, u));
        secondLearners.add(byGradient(context, prefix + "v" + l, v));
      }
      interneurons.add(context.buffer(l + 1, interneurons));
      errorsAbove.add(context.buffer(l + 1, errorsAbove));
      errors.add(context.buffer(l, errors));
    }
  }

  private PotentialLearner byGradient(RuleContext context, String name, Affine map) {
    Updater updater =
        context.updater(
            name,
            map,
            RuleParameters.INHIBITION_OPTIMIZER,
            RuleParameters.INHIBITION_LEARNING_RATE);
    updaters.put(name, updater);
    return PotentialLearner.gradient(updater);
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
    Matrix k = interneurons.get(l - 1);
    first.get(l - 1).apply(x, k);
    second.get(l - 1).apply(k, out);
  }

  /**
   * One step of U_l towards giving for {@code x} the potential that f_{l+1} gives for {@code h}.
   */
  void mirror(int l, Matrix x, Matrix h) {
    Matrix wanted = interneurons.get(l - 1);
    net.layer(l + 1).preActivate(h, wanted);
    step(first.get(l - 1), firstLearners.get(l - 1), x, wanted, errorsAbove.get(l - 1));
  }

  /** One step of V_l towards the potential {@code wanted}, on the interneurons as they are now. */
  @Override
  public void learn(int l, Matrix x, Matrix wanted) {
    Matrix k = interneurons.get(l - 1);
    first.get(l - 1).apply(x, k);
    step(second.get(l - 1), secondLearners.get(l - 1), k, wanted, errors.get(l - 1));
  }

  private void step(Affine map, PotentialLearner learner, Matrix x, Matrix wanted, Matrix error) {
    map.preActivate(x, error);
    kernels.addScaled(error, wanted, -1, error);
    learner.learn(x, error);
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
