package org.bigsweep.driver.run;

import java.io.Serializable;
import org.bigsweep.engine.trial.TrialResult;
import org.bigsweep.results.Trial;

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
}
