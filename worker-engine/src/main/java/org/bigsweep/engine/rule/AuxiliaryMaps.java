package org.bigsweep.engine.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;
import org.bigsweep.engine.kernel.Activation;
import org.bigsweep.engine.kernel.Matrix;
import org.bigsweep.engine.net.Affine;
import org.bigsweep.engine.optim.OptimizerName;
import org.bigsweep.engine.optim.Updater;
import org.bigsweep.engine.param.Parameter;

/** Local maps of one layer each: affine, then an activation. */
final class AuxiliaryMaps implements LocalMaps {
  private final String prefix;
  private final List<Affine> maps = new ArrayList<>();
  private final List<Updater> updaters = new ArrayList<>();
  private final List<Matrix> errors = new ArrayList<>();

  /**
   * @param prefix name of the maps without the layer, such as {@code g}
   * @param inputs units that the map of a layer reads
   */
  AuxiliaryMaps(
      RuleContext context,
      String prefix,
      IntUnaryOperator inputs,
      Activation activation,
      Parameter<OptimizerName> optimizer,
      Parameter<Double> learningRate) {
    this.prefix = prefix;
    for (int l = 1; l < context.net().depth(); l++) {
      String name = prefix + l;
      Affine map = context.map(name, inputs.applyAsInt(l), context.net().size(l), activation);
      maps.add(map);
      updaters.add(context.updater(name, map, optimizer, learningRate));
      errors.add(context.buffer(l, errors));
    }
  }

  /** The map of layer {@code l}. */
  Affine map(int l) {
    return maps.get(l - 1);
  }

  /** The updater of the map of layer {@code l}. */
  Updater updater(int l) {
    return updaters.get(l - 1);
  }

  @Override
  public void apply(int l, Matrix x, Matrix out) {
    maps.get(l - 1).apply(x, out);
  }

  @Override
  public void learn(int l, Matrix x, Matrix wanted) {
    Matrix error = errors.get(l - 1);
    maps.get(l - 1).error(x, wanted, error);
    updaters.get(l - 1).learn(x, error);
  }

  @Override
  public void collectParameters(Map<String, Matrix> parameters) {
    for (int l = 1; l <= maps.size(); l++) {
      maps.get(l - 1).collect(prefix + l, parameters);
    }
  }
}
