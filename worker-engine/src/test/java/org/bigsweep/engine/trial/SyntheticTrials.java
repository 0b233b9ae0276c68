package org.bigsweep.engine.trial;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.bigsweep.engine.data.Dataset;
import org.bigsweep.engine.data.DatasetCatalog;
import org.bigsweep.engine.data.FetchListener;

/** Small trials on the synthetic dataset. */
final class SyntheticTrials {
  static final Dataset DATASET = DatasetCatalog.standard().load("synthetic", FetchListener.NONE);

  private SyntheticTrials() {}

  /** A trial of 500 images, two hidden layers of 12 units and two epochs, but for {@code more}. */
  static TrialSpec spec(String rule, String... more) {
    Map<String, String> given =
        new HashMap<>(
            Map.of(
                "dataset", "synthetic",
                "trainingImages", "500",
                "validationImages", "200",
                "depth", "3",
                "width", "12",
                "batchSize", "50",
                "epochs", "2",
                "learningRate", "0.003"));
    given.put("rule", rule);
    for (int k = 0; k < more.length; k += 2) {
      given.put(more[k], more[k + 1]);
    }
    return ParameterCatalog.standard().resolve(given);
  }

  static TrialResult run(TrialSpec spec, KeepWeights keep) {
    return new TrialRunner(DATASET, Optional.empty()).run(spec, keep, TrialObserver.NONE);
  }

  static TrialResult run(TrialSpec spec) {
    return run(spec, KeepWeights.NONE);
  }
}
