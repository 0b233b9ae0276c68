package org.bigsweep.engine.trial;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Keeps the last state of every trial and counts what is asked of it. */
final class CheckpointsInMemory implements Checkpoints {
  final Map<String, byte[]> states = new HashMap<>();
  int saves;

  @Override
  public Optional<byte[]> load(String trialId) {
    return Optional.ofNullable(states.get(trialId));
  }

  @Override
  public void save(String trialId, byte[] state) {
    states.put(trialId, state);
    saves++;
  }

  @Override
  public void remove(String trialId) {
    states.remove(trialId);
  }
}
