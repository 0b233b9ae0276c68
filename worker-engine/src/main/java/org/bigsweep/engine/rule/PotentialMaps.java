package org.bigsweep.engine.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bigsweep.engine.kernel.Activation;
import org.bigsweep.engine.kernel.Kernels;
import org.bigsweep.engine.kernel.Matrix;
import org.bigsweep.engine.net.Affine;

/**
 * Local maps of one layer each, i_l(x) = ψ(x W + b), that learn the potential x W + b by a fast
 * {@link PotentialLearner}.
 */
final class PotentialMaps implements LocalMaps {
  private final Kernels kernels;
  private final String prefix;
  private final List<Affine> maps = new ArrayList<>();
  private final List<PotentialLearner> learners = new ArrayList<>();
  private final List<Matrix> errors = new ArrayList<>();

  /**
   * @param prefix name of the maps without the layer
   * @param activation ψ
   */
  PotentialMaps(RuleContext context, String prefix, Activation activation) {
    this.kernels = context.workspace().kernels();
    this.prefix = prefix;
    PotentialLearner.Factory factory = new PotentialLearner.Factory(context);
    for (int l = 1; l < context.net().depth(); l++) {
      int units = context.net().size(l);
      Affine map = context.map(prefix + l, units, units, activation);
      maps.add(map);
      learners.add(factory.learner(prefix + l, map));
      errors.add(context.buffer(l, errors));
    }
  }

  @Override
  public void apply(int l, Matrix x, Matrix out) {
    maps.get(l - 1).apply(x, out);
  }

  /** One step towards the potential {@code wanted}. */
  @Override
  public void learn(int l, Matrix x, Matrix wanted) {
    Matrix error = errors.get(l - 1);
    maps.get(l - 1).preActivate(x, error);
    kernels.addScaled(error, wanted, -1, error);
    learners.get(l - 1).learn(x, error);
  }

  @Override
  public void collectParameters(Map<String, Matrix> parameters) {
    for (int l = 1; l <= maps.size(); l++) {
      maps.get(l - 1).collect(prefix + l, parameters);
    }
  }
}
