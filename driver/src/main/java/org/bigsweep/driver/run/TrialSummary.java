package org.bigsweep.driver.run;

import java.io.Serializable;
import java.util.Optional;
import org.bigsweep.driver.plan.Measurement;
import org.bigsweep.engine.catalog.ParameterCatalog;
import org.bigsweep.engine.catalog.TrialSpec;
import org.bigsweep.engine.trial.TrialOutcome;
import org.bigsweep.engine.trial.TrialResult;
import org.bigsweep.results.Epoch;
import org.bigsweep.results.Trial;
import org.bigsweep.results.TrialState;

/**
 * A short summary, sent to the driver, of a trial that ended or paused.
 *
 * @param rule as reported
 * @param validationAccuracy after the last epoch, 0…1; NaN if there is none
 * @param reason why it diverged or failed, else empty
 */
public record TrialSummary(
    String trialId,
    String rule,
    TrialState state,
    boolean collapsed,
    double validationAccuracy,
    String reason)
    implements Serializable {

  static TrialSummary of(TrialResult result) {
    return of(result.trial());
  }

  static TrialSummary of(Trial row) {
    return new TrialSummary(
        row.getTrialId(),
        row.getRule(),
        TrialState.of(row),
        row.getCollapsed(),
        orNaN(row.getValidationAccuracy()),
        Optional.ofNullable(row.getReason()).orElse(""));
  }

  static TrialSummary of(TrialOutcome.Paused paused, TrialSpec spec) {
    Epoch last = paused.epochs().get(paused.epochs().size() - 1);
    return new TrialSummary(
        paused.trialId(),
        ParameterCatalog.standard().label(spec),
        TrialState.PAUSED,
        last.getCollapsed(),
        orNaN(last.getValidationAccuracy()),
        "");
  }

  private static double orNaN(Double value) {
    return value == null ? Double.NaN : value;
  }

  /** The measurement of this trial at the epoch that it was to reach. */
  Measurement measurement(int epoch) {
    return new Measurement(trialId, epoch, state, collapsed, validationAccuracy);
  }
}
