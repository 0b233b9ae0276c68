package org.bigsweep.engine.trial;

import java.util.Map;
import java.util.Optional;
import org.bigsweep.engine.catalog.KeepWeights;
import org.bigsweep.engine.catalog.ParameterCatalog;
import org.bigsweep.engine.catalog.TrialSpec;
import org.bigsweep.engine.data.Dataset;
import org.bigsweep.engine.data.DatasetCatalog;
import org.bigsweep.engine.data.FetchListener;
import org.bigsweep.engine.kernel.Blas;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A runner that trains one trial at a time on the calling thread; one dataset, any number of
 * trials.
 */
public final class TrialRunner {
  private static final Logger LOG = LoggerFactory.getLogger(TrialRunner.class);

  /** The preset uses every kernel. */
  private static final Map<String, String> SMALL =
      Map.of(
          "rule", "BIG(balanced)",
          "trainingImages", "1024",
          "validationImages", "256",
          "epochs", "1");

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

  /**
   * Begins, once per process and on a thread of its own, what the first trial would wait for: a
   * small trial, whose result nobody sees, loads native libraries and has loops compiled.
   */
  public static void prepare() {
    Prepared.touch();
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

  /** Trains what {@link #prepare} does. */
  static TrialOutcome trainSmall() {
    Dataset dataset = DatasetCatalog.standard().load("synthetic", FetchListener.NONE);
    TrialSpec small = ParameterCatalog.standard().resolve(SMALL);
    return new TrialRunner(dataset, Optional.empty())
        .run(TrialRequest.toTheEnd(small, KeepWeights.NONE), Checkpoints.NONE, TrialObserver.NONE);
  }

  /** By class initialisation: once, whatever the number of runs. */
  private static final class Prepared {
    static {
      Thread thread = new Thread(Prepared::train, "engine start");
      thread.setDaemon(true);
      thread.start();
    }

    static void touch() {}

    private static void train() {
      try {
        trainSmall();
      } catch (RuntimeException | LinkageError e) {
        LOG.debug("The engine cannot start", e); // the first trial says so
      }
    }
  }
}
