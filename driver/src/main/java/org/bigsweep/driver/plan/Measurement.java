package org.bigsweep.driver.plan;

import java.io.Serializable;
import java.util.OptionalDouble;

/**
 * What a trial showed when it had been trained up to an epoch, or had ended before.
 *
 * @param epoch the epoch asked for
 * @param lost whether the trial diverged or failed by then
 * @param collapsed whether it counted as collapsed at the end of the epoch
 * @param accuracy validation accuracy after the epoch, 0…1; NaN if it is lost or nothing is
 *     validated
 */
public record Measurement(
    String trialId, int epoch, boolean lost, boolean collapsed, double accuracy)
    implements Serializable {

  /** That a trial diverged or failed before the end of an epoch. */
  public static Measurement ofLost(String trialId, int epoch) {
    return new Measurement(trialId, epoch, true, false, Double.NaN);
  }

  /** The accuracy, if there is one. */
  public OptionalDouble validationAccuracy() {
    return Double.isNaN(accuracy) ? OptionalDouble.empty() : OptionalDouble.of(accuracy);
  }
}
