package org.bigsweep.driver.plan;

import java.util.Optional;

/** The measurements that results already hold. */
@FunctionalInterface
public interface Measurements {
  /** Nothing is measured. */
  Measurements NOTHING = (trialId, epoch) -> Optional.empty();

  /**
   * The measurement of a trial at an epoch or, if it ended before, at its end; empty if unknown.
   */
  Optional<Measurement> at(String trialId, int epoch);
}
