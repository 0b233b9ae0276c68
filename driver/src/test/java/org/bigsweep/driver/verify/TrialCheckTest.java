package org.bigsweep.driver.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.bigsweep.engine.catalog.KeepWeights;
import org.bigsweep.engine.catalog.ParameterCatalog;
import org.bigsweep.engine.data.Dataset;
import org.bigsweep.engine.data.DatasetCatalog;
import org.bigsweep.engine.data.FetchListener;
import org.bigsweep.engine.trial.Checkpoints;
import org.bigsweep.engine.trial.TrialObserver;
import org.bigsweep.engine.trial.TrialOutcome;
import org.bigsweep.engine.trial.TrialRequest;
import org.bigsweep.engine.trial.TrialRunner;
import org.bigsweep.results.Epoch;
import org.bigsweep.results.Layer;
import org.bigsweep.results.Trial;
import org.junit.jupiter.api.Test;

class TrialCheckTest {
  private static final Dataset DATA =
      DatasetCatalog.standard().load("synthetic", FetchListener.NONE);
  private static final TrialOutcome AGAIN = train(Integer.MAX_VALUE);
  private static final StoredTrial TRAINED =
      new StoredTrial(
          AGAIN.finished().trial(), AGAIN.finished().epochs(), AGAIN.finished().layers());

  private static TrialOutcome train(int untilEpoch) {
    return new TrialRunner(DATA, Optional.empty())
        .run(
            TrialRequest.toTheEnd(
                    ParameterCatalog.standard()
                        .resolve(
                            Map.of(
                                "rule", "DTP",
                                "dataset", "synthetic",
                                "trainingImages", "256",
                                "validationImages", "100",
                                "epochs", "2",
                                "depth", "3",
                                "width", "8")),
                    KeepWeights.NONE)
                .until(untilEpoch),
            Checkpoints.NONE,
            TrialObserver.NONE);
  }

  private static StoredTrial with(Trial trial) {
    return new StoredTrial(trial, TRAINED.epochs(), TRAINED.layers());
  }

  private static Finding check(StoredTrial stored) {
    return check(stored, AGAIN);
  }

  private static Finding check(StoredTrial stored, TrialOutcome again) {
    String kernel = TRAINED.trial().getBlasKernel();
    Tolerance tolerance = Tolerance.between(stored.trial().getBlasKernel(), kernel);
    return TrialCheck.of(stored, again, tolerance, kernel, 1);
  }

  @Test
  void of_sameRowsFromElsewhere_agreesInEveryMeasuredFigure() {
    Trial elsewhere = Trial.newBuilder(TRAINED.trial()).setHost("x").setSeconds(99).build();

    Finding finding = check(with(elsewhere));

    assertThat(finding.agrees()).isTrue();
    assertThat(finding.tolerance()).isEqualTo(Tolerance.SAME_BITS);
    assertThat(finding.figures()).isGreaterThan(200);
  }

  @Test
  void of_oneLastBit_differs() {
    double loss = TRAINED.trial().getTestLoss();
    Finding finding =
        check(with(Trial.newBuilder(TRAINED.trial()).setTestLoss(Math.nextUp(loss)).build()));

    assertThat(finding.agrees()).isFalse();
    assertThat(finding.differences())
        .singleElement()
        .hasToString("trials.test_loss: %s stored, %s again".formatted(Math.nextUp(loss), loss));
  }

  @Test
  void of_rowThatIsMissing_differs() {
    Epoch first = TRAINED.epochs().get(0);
    List<Epoch> rest = List.of(first, TRAINED.epochs().get(2));
    Finding finding = check(new StoredTrial(TRAINED.trial(), rest, TRAINED.layers()));

    assertThat(finding.differences())
        .singleElement()
        .hasToString("epochs of epoch 1: nothing stored, a row again");
  }

  @Test
  void of_pausedTrial_comparesTheEpochsUpToThere() {
    List<Epoch> epochs = new ArrayList<>(TRAINED.epochs());
    epochs.set(2, Epoch.newBuilder(epochs.get(2)).setTestAccuracy(2.0).build());
    StoredTrial late = new StoredTrial(TRAINED.trial(), epochs, TRAINED.layers());
    epochs.set(1, Epoch.newBuilder(epochs.get(1)).setTestAccuracy(2.0).build());
    StoredTrial early = new StoredTrial(TRAINED.trial(), epochs, TRAINED.layers());
    TrialOutcome paused = train(1);

    assertThat(check(late, paused).agrees()).isTrue();
    assertThat(check(late, paused).figures()).isPositive();
    assertThat(check(early, paused).differences())
        .extracting(Difference::table)
        .containsExactly("epochs.test_accuracy");
  }

  /** The layers as {@code changed} leaves them. */
  private static Finding checkLayers(UnaryOperator<Layer> changed) {
    return check(
        new StoredTrial(
            TRAINED.trial(), TRAINED.epochs(), TRAINED.layers().stream().map(changed).toList()));
  }

  @Test
  void of_layersOfAnOlderVersion_areComparedInTheColumnsThatTheyHave() {
    assertThat(checkLayers(row -> Layer.newBuilder(row).clearLossDecrease().build()).agrees())
        .isTrue();
    assertThat(
            checkLayers(
                    row ->
                        row.getEpoch() == 1
                            ? Layer.newBuilder(row).clearLossDecrease().build()
                            : row)
                .agrees())
        .isFalse();
    assertThat(checkLayers(row -> Layer.newBuilder(row).clearSaturation().build()).agrees())
        .isFalse();
  }

  @Test
  void of_otherKernels_holdsAccuraciesAndLossesToATolerance() {
    Trial.Builder elsewhere =
        Trial.newBuilder(TRAINED.trial())
            .setBlasKernel("OTHER")
            .setTestLoss(1.04 * TRAINED.trial().getTestLoss())
            .setTestAccuracy(TRAINED.trial().getTestAccuracy() + 0.009);

    assertThat(check(with(elsewhere.build())).agrees()).isTrue();
    assertThat(check(with(elsewhere.build())).tolerance()).isEqualTo(Tolerance.OTHER_KERNELS);
    elsewhere.setTestAccuracy(TRAINED.trial().getTestAccuracy() + 0.011);
    assertThat(check(with(elsewhere.build())).differences())
        .extracting(Difference::table)
        .containsExactly("trials.test_accuracy");
    elsewhere.setTestAccuracy(TRAINED.trial().getTestAccuracy()).setState("DIVERGED");
    assertThat(check(with(elsewhere.build())).differences())
        .extracting(Difference::table)
        .containsExactly("trials.state");
  }

  @Test
  void sampleSize_parse() {
    assertThat(SampleSize.parse("1%").orElseThrow().of(1000)).isEqualTo(10);
    assertThat(SampleSize.parse("1 %").orElseThrow().of(5)).isEqualTo(1);
    assertThat(SampleSize.parse("100%").orElseThrow().of(7)).isEqualTo(7);
    assertThat(SampleSize.parse("20").orElseThrow().of(7)).isEqualTo(7);
    for (String wrong : List.of("0", "-1", "0%", "101%", "x", "", "1.5")) {
      assertThat(SampleSize.parse(wrong)).as(wrong).isEmpty();
    }
  }

  @Test
  void choose_dependsOnSeedAndIdsAlone() {
    TrialSample some = new TrialSample(List.of("a", "b", "c", "d", "e", "f"), 0, 0);
    TrialSample turned = new TrialSample(List.of("f", "e", "d", "c", "b", "a"), 0, 0);
    SampleSize three = new SampleSize.Count(3);

    assertThat(some.choose(three, 1).ids()).isEqualTo(turned.choose(three, 1).ids()).hasSize(3);
    assertThat(some.choose(three, 1).ids()).isNotEqualTo(some.choose(three, 2).ids());
  }
}
