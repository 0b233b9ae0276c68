package org.bigsweep.engine.trial;

import java.util.Optional;
import org.bigsweep.engine.data.Dataset;

/** Trains one trial at a time on the calling thread; one dataset, any number of trials. */
public final class TrialRunner {
  /**
   * @param sparkVersion recorded in every row's provenance; empty outside Spark
   */
  public TrialRunner(Dataset dataset, Optional<String> sparkVersion) {
    throw new UnsupportedOperationException();
  }

  /**
   * Trains {@code spec} to its end. Divergence and exceptions are results, not throws.
   *
   * @throws TrialInterruptedException if {@code observer} asked to stop
   */
  public TrialResult run(TrialSpec spec, KeepWeights keep, TrialObserver observer) {
    throw new UnsupportedOperationException();
  }
}
