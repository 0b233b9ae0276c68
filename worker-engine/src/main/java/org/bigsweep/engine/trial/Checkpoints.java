package org.bigsweep.engine.trial;

import java.util.Optional;

/**
 * A store for the checkpoints of trials in training, by trial id. The engine neither knows where
 * that is nor removes anything: a state is of use until the trial's result is safe.
 *
 * <p>What an implementation throws, {@link TrialRunner#run} throws: a store that fails is not the
 * trial's failure. Several threads may use one store at once, each for trials of its own.
 */
public interface Checkpoints {
  /** Keeps nothing: every trial starts afresh. */
  Checkpoints NONE =
      new Checkpoints() {
        @Override
        public Optional<byte[]> load(String trialId) {
          return Optional.empty();
        }

        @Override
        public void save(String trialId, byte[] state) {}

        @Override
        public void remove(String trialId) {}
      };

  /** The state that was saved last, or empty if there is none. */
  Optional<byte[]> load(String trialId);

  /** Keeps {@code state} in place of any earlier one, whole or not at all. */
  void save(String trialId, byte[] state);

  /** Forgets the trial's state; nothing if there is none. */
  void remove(String trialId);
}
