package org.bigsweep.driver.run;

import java.util.Optional;

/** A listener that is told how a run goes. */
public interface RunListener {
  /** Called once if Spark is up but for a while no machine has come to train. */
  default void waiting(String master) {}

  /**
   * Called when Spark is up and trials start.
   *
   * @param userInterface address of Spark's own pages
   */
  default void started(int slots, Optional<String> userInterface) {}

  /** Called when a group of trials was published, from one thread at a time. */
  default void progressed(RunProgress progress) {}
}
