package org.bigsweep.engine.rule;

import java.util.Map;
import org.bigsweep.engine.kernel.Matrix;

/** One map into each hidden layer l = 1..N−1 that learns by its own local error. */
interface LocalMaps {
  /** out := the map of layer {@code l} applied to {@code x}. */
  void apply(int l, Matrix x, Matrix out);

  /** One step of the map of layer {@code l} towards giving {@code wanted} for {@code x}. */
  void learn(int l, Matrix x, Matrix wanted);

  /** Puts the maps' parameters under their names. */
  void collectParameters(Map<String, Matrix> parameters);
}
