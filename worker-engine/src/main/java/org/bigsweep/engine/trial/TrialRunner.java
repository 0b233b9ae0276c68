package org.bigsweep.engine.trial;

import java.util.Optional;
import org.bigsweep.engine.data.Dataset;
import org.bigsweep.engine.kernel.Blas;

/** Trains one trial at a time on the calling thread; one dataset, any number of trials. */
public final class TrialRunner {
  private final Dataset dataset;
  private final Provenance provenance;

  /**
   * @param sparkVersion recorded in every row's provenance; empty outside Spark
   */
  public TrialRunner(Dataset dataset, Optional<String> sparkVersion) {
    this.dataset = dataset;
    this.provenance = Provenance.here(dataset.sha256(), sparkVersion);
  }

  /**
   * Says whether the settings of this process allow training, without loading any native library.
   *
   * @throws org.bigsweep.util.UserException if one has a value that is not allowed
   */
  public static void checkSettings() {
    Blas.checkChoice();
  }

  /** The family of BLAS kernels that trials are computed with, as their rows name it. */
  public String blasKernel() {
    return provenance.blasKernel();
  }

  /**
   * Trains a trial on from its saved state, or from its beginning where {@code checkpoints} has
   * none that fits, to the asked epoch. The bits of its rows and parameters do not depend on where
   * and how often it was stopped. Divergence and exceptions are results, not throws; what {@code
   * checkpoints} throws is thrown.
   *
   * @param observer hears of the epochs that this call trains
   * @throws TrialInterruptedException if {@code observer} asked to stop
   */
  public TrialOutcome run(TrialRequest request, Checkpoints checkpoints, TrialObserver observer) {
    return new TrialRun(dataset, provenance, request, checkpoints, observer).run();
  }
}
