package org.bigsweep.driver.run;

import java.util.function.BooleanSupplier;

/**
 * Where a group of trials is being trained.
 *
 * @param losses how often the same task was lost with its machine before
 * @param stopRequested whether it is to stop at the next minibatch
 */
record TaskEnvironment(String applicationId, int losses, BooleanSupplier stopRequested) {
  /** The same place, where something else tells when to stop. */
  TaskEnvironment stoppedBy(BooleanSupplier stop) {
    return new TaskEnvironment(applicationId, losses, stop);
  }
}
