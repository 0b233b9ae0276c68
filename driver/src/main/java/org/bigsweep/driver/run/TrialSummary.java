package org.bigsweep.driver.run;

import java.io.Serializable;
import org.bigsweep.driver.plan.Measurement;
import org.bigsweep.engine.trial.TrialResult;
import org.bigsweep.results.Trial;
import org.bigsweep.results.TrialState;

/**
 * The little that the driver hears of a finished trial.
 *
 * @param rule as reported
 * @param validationAccuracy after the last epoch, 0…1; NaN if there is none
 */
public record TrialSummary(
    String trialId, String rule, String state, boolean collapsed, double validationAccuracy)
    implements Serializable {

  static TrialSummary of(TrialResult result) {
    Trial row = result.trial();
    Double accuracy = row.getValidationAccuracy();
    return new TrialSummary(
        row.getTrialId(),
        row.getRule(),
        row.getState(),
        row.getCollapsed(),
        accuracy == null ? Double.NaN : accuracy);
  }

  /** What this says of the epoch that the trial was to reach. */
  Measurement measurement(int epoch) {
    boolean lost =
        state.equals(TrialState.DIVERGED.name()) || state.equals(TrialState.FAILED.name());
    return lost
        ? Measurement.ofLost(trialId, epoch)
        : new Measurement(trialId, epoch, false, collapsed, validationAccuracy);
  }
}
