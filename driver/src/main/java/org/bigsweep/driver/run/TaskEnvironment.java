package org.bigsweep.driver.run;

import java.util.function.BooleanSupplier;

/**
 * The surroundings in which a task trains its group.
 *
 * @param losses how often the same task was lost with its machine before
 * @param stopRequested whether it is to stop at the next minibatch
 */
record TaskEnvironment(String applicationId, int losses, BooleanSupplier stopRequested) {
  /** The same environment with another signal to stop. */
  TaskEnvironment stoppedBy(BooleanSupplier stop) {
    return new TaskEnvironment(applicationId, losses, stop);
  }
}
