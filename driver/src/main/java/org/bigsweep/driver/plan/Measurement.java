package org.bigsweep.driver.plan;

import java.io.Serializable;
import org.bigsweep.results.TrialState;

/**
 * What a trial showed when it had been trained up to an epoch, or had ended before.
 *
 * @param epoch the epoch asked for
 * @param collapsed whether it counted as collapsed at the end of the epoch
 * @param accuracy validation accuracy after the epoch, 0…1; NaN if it is lost or nothing is
 *     validated
 */
public record Measurement(String trialId, int epoch, Fate fate, boolean collapsed, double accuracy)
    implements Serializable {

  /** Whether there is more to train. */
  public enum Fate {
    /** It stands at the epoch and can be trained on. */
    PAUSED,
    /** It ended, at its horizon or by its own early stop. */
    DONE,
    /** It diverged or failed. */
    LOST
  }

  /** What a trial shows that has ended in a state. */
  public static Measurement ofEnded(
      String trialId, int epoch, TrialState state, boolean collapsed, double accuracy) {
    return state == TrialState.DONE
        ? new Measurement(trialId, epoch, Fate.DONE, collapsed, accuracy)
        : ofLost(trialId, epoch);
  }

  /** That a trial diverged or failed before the end of an epoch. */
  public static Measurement ofLost(String trialId, int epoch) {
    return new Measurement(trialId, epoch, Fate.LOST, false, Double.NaN);
  }

  public boolean lost() {
    return fate == Fate.LOST;
  }

  /** The same for a later epoch of a trial that has ended. */
  public Measurement at(int later) {
    return new Measurement(trialId, later, fate, collapsed, accuracy);
  }
}
