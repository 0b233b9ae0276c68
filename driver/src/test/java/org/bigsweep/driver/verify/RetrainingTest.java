package org.bigsweep.driver.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bigsweep.engine.catalog.KeepWeights;
import org.bigsweep.engine.catalog.ParameterCatalog;
import org.bigsweep.engine.data.Dataset;
import org.bigsweep.engine.data.DatasetCatalog;
import org.bigsweep.engine.data.FetchListener;
import org.bigsweep.engine.trial.Checkpoints;
import org.bigsweep.engine.trial.TrialObserver;
import org.bigsweep.engine.trial.TrialRequest;
import org.bigsweep.engine.trial.TrialResult;
import org.bigsweep.engine.trial.TrialRunner;
import org.bigsweep.results.Epoch;
import org.bigsweep.results.Trial;
import org.junit.jupiter.api.Test;

class RetrainingTest {
  private static final Dataset DATA =
      DatasetCatalog.standard().load("synthetic", FetchListener.NONE);
  private static final int EPOCHS = Tolerance.EPOCHS + 1;
  private static final TrialResult TRAINED =
      new TrialRunner(DATA, Optional.empty())
          .run(
              TrialRequest.toTheEnd(
                  ParameterCatalog.standard()
                      .resolve(
                          Map.of(
                              "rule", "BP",
                              "dataset", "synthetic",
                              "trainingImages", "256",
                              "validationImages", "100",
                              "epochs", Integer.toString(EPOCHS),
                              "depth", "3",
                              "width", "8")),
                  KeepWeights.NONE),
              Checkpoints.NONE,
              TrialObserver.NONE)
          .finished();

  @Test
  void check_sameKernels_comparesEveryEpoch() {
    assertThat(differences(TRAINED.trial(), EPOCHS)).containsExactly("epochs.test_accuracy");
  }

  @Test
  void check_otherKernels_comparesTheFirstEpochsAlone() {
    Trial elsewhere = Trial.newBuilder(TRAINED.trial()).setBlasKernel("OTHER").build();

    assertThat(differences(elsewhere, Tolerance.EPOCHS)).containsExactly("epochs.test_accuracy");
    assertThat(differences(elsewhere, EPOCHS)).isEmpty();
  }

  /** What is found where one epoch's test accuracy was another one. */
  private static List<String> differences(Trial trial, int epoch) {
    List<Epoch> epochs = new ArrayList<>(TRAINED.epochs());
    epochs.set(epoch, Epoch.newBuilder(epochs.get(epoch)).setTestAccuracy(2.0).build());
    List<Finding> found = new ArrayList<>();
    new Retraining(name -> DATA)
        .check(List.of(new StoredTrial(trial, epochs, TRAINED.layers())), 1, found::add);
    return found.get(0).differences().stream().map(Difference::table).toList();
  }
}
