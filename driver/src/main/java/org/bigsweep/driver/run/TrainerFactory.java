package org.bigsweep.driver.run;

import java.io.Serializable;
import java.util.Optional;
import org.bigsweep.engine.data.Dataset;
import org.bigsweep.engine.trial.TrialRunner;

/**
 * A factory that makes the trainer of a dataset, once per process and dataset. It is serialised and
 * sent to executors.
 */
@FunctionalInterface
public interface TrainerFactory extends Serializable {
  /** The engine's own trainer. */
  TrainerFactory ENGINE =
      (dataset, sparkVersion) -> new TrialRunner(dataset, Optional.of(sparkVersion))::run;

  TrialTrainer create(Dataset dataset, String sparkVersion);
}
