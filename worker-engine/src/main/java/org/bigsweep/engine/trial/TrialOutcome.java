package org.bigsweep.engine.trial;

import java.util.List;
import org.bigsweep.results.Epoch;

/** The outcome of a request to a runner: a finished or a paused trial. */
public sealed interface TrialOutcome {

  /** It ended: was trained to its horizon, stopped early, diverged or failed. */
  record Finished(TrialResult result) implements TrialOutcome {}

  /**
   * It stands after {@code epoch} and its state is saved.
   *
   * @param epochs rows of epochs 0 to {@code epoch}, whether or not the saved state is further on
   */
  record Paused(String trialId, int epoch, List<Epoch> epochs) implements TrialOutcome {
    public Paused {
      epochs = List.copyOf(epochs);
    }
  }

  /**
   * The result of a trial that was asked for to its end.
   *
   * @throws IllegalStateException if it paused
   */
  default TrialResult finished() {
    if (this instanceof Finished finished) {
      return finished.result();
    }
    throw new IllegalStateException("Trial paused: " + this);
  }
}
