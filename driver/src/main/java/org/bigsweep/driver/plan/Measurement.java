package org.bigsweep.driver.plan;

import java.io.Serializable;
import org.bigsweep.results.TrialState;

/**
 * The state and accuracy of a trial at an epoch, or at its end if it ended before.
 *
 * @param epoch the epoch asked for
 * @param state {@code PAUSED} if it stands at the epoch and can be trained on
 * @param collapsed whether it counted as collapsed at the end of the epoch
 * @param accuracy validation accuracy after the epoch, 0…1; NaN if the trial is lost or there are
 *     no validation images
 */
public record Measurement(
    String trialId, int epoch, TrialState state, boolean collapsed, double accuracy)
    implements Serializable {
  /** Makes a measurement; a lost trial has no accuracy. */
  public Measurement {
    collapsed &= !state.lost();
    accuracy = state.lost() ? Double.NaN : accuracy;
  }

  public boolean lost() {
    return state.lost();
  }

  /** The same for a later epoch of a trial that has ended. */
  public Measurement at(int later) {
    return new Measurement(trialId, later, state, collapsed, accuracy);
  }
}
