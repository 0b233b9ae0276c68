package org.bigsweep.engine.trial;

import java.util.Map;
import java.util.TreeMap;

/**
 * The state from which training resumes, without what the seed determines. It consists of named
 * matrices (parameters of f and of the rule, moments of the optimisers) and named counters (steps
 * of the optimisers, counts of the health monitor).
 */
record TrainingState(Map<String, Npz.Array> matrices, Map<String, Long> counters) {
  TrainingState {
    matrices = new TreeMap<>(matrices);
    counters = new TreeMap<>(counters);
  }

  /**
   * Fails unless {@code other} has the same names and shapes.
   *
   * @throws CheckpointException if it has not
   */
  void checkLike(TrainingState other) throws CheckpointException {
    if (!matrices.keySet().equals(other.matrices.keySet())
        || !counters.keySet().equals(other.counters.keySet())) {
      throw new CheckpointException("it names other parameters");
    }
    for (Map.Entry<String, Npz.Array> entry : matrices.entrySet()) {
      Npz.Array own = entry.getValue();
      Npz.Array its = other.matrices.get(entry.getKey());
      if (own.rows() != its.rows() || own.cols() != its.cols()) {
        throw new CheckpointException(entry.getKey() + " has another shape");
      }
    }
  }
}
