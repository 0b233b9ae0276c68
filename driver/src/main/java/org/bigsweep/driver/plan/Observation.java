package org.bigsweep.driver.plan;

import org.bigsweep.engine.catalog.TrialSpec;

/**
 * An observed training time of a trial on one core.
 *
 * @param epochs number of epochs that the time covers
 */
public record Observation(TrialSpec spec, DatasetShape data, long epochs, double seconds) {
  /** Observed over nominal seconds. */
  double factor() {
    return seconds / NominalCost.seconds(spec, data, epochs);
  }
}
