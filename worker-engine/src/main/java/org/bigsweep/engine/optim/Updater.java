package org.bigsweep.engine.optim;

import java.util.Map;
import org.bigsweep.engine.kernel.Matrix;

/** An optimiser bound to one map, with the state it keeps for it. */
public interface Updater {

  /**
   * One step along G_W = −inputᵀ delta / B and G_b = −(sum of delta's rows) / B.
   *
   * @param input the map's input x [B, inputs]
   * @param delta (wanted − given output) ⊙ φ′ [B, outputs]
   */
  void learn(Matrix input, Matrix delta);

  /** From now on the learning rate is {@code factor} times the one it was bound with. */
  default void scaleLearningRate(double factor) {}

  /** Puts the state under names that begin with {@code prefix}; nothing if there is none. */
  default void collect(String prefix, Map<String, Matrix> state) {}

  /** Steps taken, where they are part of the state; else 0. */
  default long steps() {
    return 0;
  }

  /** Goes on as after {@code steps} steps. */
  default void continueAfter(long steps) {}
}
