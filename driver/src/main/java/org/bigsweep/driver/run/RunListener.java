package org.bigsweep.driver.run;

import java.util.Optional;

/** A listener that is told how a run goes. */
public interface RunListener {
  /** Spark is up, but for a while no machine has come to train; told once. */
  default void waiting(String master) {}

  /**
   * Spark is up; trials start.
   *
   * @param userInterface address of Spark's own pages
   */
  default void started(int slots, Optional<String> userInterface) {}

  /** A group of trials was published; called from one thread at a time. */
  default void progressed(RunProgress progress) {}
}
