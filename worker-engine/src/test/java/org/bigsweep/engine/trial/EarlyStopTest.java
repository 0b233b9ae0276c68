package org.bigsweep.engine.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bigsweep.engine.trial.SyntheticTrials.figures;
import static org.bigsweep.engine.trial.SyntheticTrials.run;
import static org.bigsweep.engine.trial.SyntheticTrials.spec;

import java.util.ArrayList;
import java.util.List;
import org.bigsweep.engine.catalog.KeepWeights;
import org.bigsweep.engine.catalog.TrialParameters.EarlyStopRule;
import org.bigsweep.engine.catalog.TrialSpec;
import org.bigsweep.results.Epoch;
import org.bigsweep.results.Trial;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EarlyStopTest {
  /** Rows of epoch 0 and of epochs with these accuracies, collapsed from an epoch on (0: never). */
  private static List<Epoch> rows(int collapsedFrom, double... accuracies) {
    List<Epoch> rows = new ArrayList<>();
    for (int epoch = 0; epoch <= accuracies.length; epoch++) {
      rows.add(
          Epoch.newBuilder()
              .setTrialId("a")
              .setEpoch(epoch)
              .setValidationAccuracy(epoch == 0 ? 0.99 : accuracies[epoch - 1])
              .setTestLoss(1)
              .setTestAccuracy(0)
              .setCollapsed(collapsedFrom > 0 && epoch >= collapsedFrom)
              .setSeconds(1)
              .build());
    }
    return rows;
  }

  /** The epoch after which a trial with these rows stops; 0 if it does not. */
  private static int stop(EarlyStop early, List<Epoch> rows) {
    for (int epoch = 1; epoch < rows.size(); epoch++) {
      if (early.holds(rows.subList(0, epoch + 1))) {
        return epoch;
      }
    }
    return 0;
  }

  @Test
  void holds_plateau_stopsAfterEpochsWithoutANewHighest() {
    EarlyStop two = new EarlyStop(EarlyStopRule.PLATEAU, 2);
    assertThat(stop(two, rows(0, .1, .2, .3, .4))).isZero();
    assertThat(stop(two, rows(0, .5, .4, .6, .6, .6, .7))).isEqualTo(5);
    assertThat(stop(two, rows(0, .5, .5, .5))).isEqualTo(3);
    assertThat(stop(new EarlyStop(EarlyStopRule.PLATEAU, 1), rows(0, .5, .4))).isEqualTo(2);
  }

  @Test
  void holds_collapse_stopsAfterEpochsWithoutRecovery() {
    EarlyStop two = new EarlyStop(EarlyStopRule.COLLAPSE, 2);
    assertThat(stop(two, rows(0, .5, .4, .3, .2))).isZero();
    assertThat(stop(two, rows(2, .5, .1, .1, .1))).isEqualTo(3);
    assertThat(stop(two, rows(2, .5, .1, .6, .1, .1))).isEqualTo(5);
    assertThat(stop(two, rows(2, .1, .2, .3, .4))).isZero();
    assertThat(stop(new EarlyStop(EarlyStopRule.COLLAPSE, 1), rows(2, .5, .1))).isEqualTo(2);
  }

  @Test
  void holds_byDefault_never() {
    EarlyStop none = EarlyStop.of(spec("BP"));
    assertThat(none.rule()).isEqualTo(EarlyStopRule.NONE);
    assertThat(stop(none, rows(1, .5, .1, .1, .1, .1))).isZero();
  }

  /** Huge steps drive every tanh unit into saturation, and nothing is learned. */
  @ParameterizedTest
  @CsvSource({"collapse", "plateau"})
  void run_hopeless_isDoneBeforeItsHorizonWithEpochAndReason(String rule) {
    TrialSpec spec =
        spec("BP", "learningRate", "10", "epochs", "30", "earlyStop", rule, "patience", "2");
    Trial trial = run(spec, KeepWeights.LAST).trial();

    assertThat(trial.getState()).isEqualTo("DONE");
    assertThat(trial.getStopReason()).isEqualTo(rule);
    assertThat(trial.getStoppedEpoch()).isEqualTo(trial.getEpochsDone()).isBetween(2, 29);
    assertThat(trial.getStoppedStep()).isNull();
    assertThat(trial.getReason()).isNull();
    assertThat(trial.getTestAccuracy()).isNotNull();
    assertThat(trial.getWeights()).isNotNull();
    assertThat(trial.getEarlyStop()).isEqualTo(rule);
    assertThat(trial.getPatience()).isEqualTo(2);
  }

  @Test
  void run_neverStopped_isTheSameTrialUpToItsName() {
    Trial plain = run(spec("BP")).trial();
    Trial patient = run(spec("BP", "earlyStop", "plateau", "patience", "2")).trial();

    assertThat(patient.getTestLoss()).isEqualTo(plain.getTestLoss());
    assertThat(patient.getStopReason()).isNull();
    assertThat(patient.getStoppedEpoch()).isNull();
    assertThat(patient.getTrialId()).isNotEqualTo(plain.getTrialId());
  }

  @Test
  void run_noValidationImages_looksAtTrainingAccuracy() {
    TrialSpec spec =
        spec(
            "BP",
            "learningRate",
            "10",
            "epochs",
            "30",
            "validationImages",
            "0",
            "earlyStop",
            "plateau",
            "patience",
            "1");
    assertThat(run(spec).trial().getStopReason()).isEqualTo("plateau");
  }

  @Test
  void run_pausedBeforeItStops_stopsAtTheSameEpoch() {
    TrialSpec spec =
        spec("BP", "learningRate", "10", "epochs", "30", "earlyStop", "plateau", "patience", "2");
    TrialResult uninterrupted = run(spec);
    int stopped = uninterrupted.trial().getStoppedEpoch();
    CheckpointsInMemory checkpoints = new CheckpointsInMemory();
    TrialRequest request = TrialRequest.toTheEnd(spec, KeepWeights.NONE);

    run(request.until(stopped - 1), checkpoints);
    TrialOutcome rung = run(request.until(stopped + 1), checkpoints);

    assertThat(figures(rung.finished())).isEqualTo(figures(uninterrupted));
  }
}
