package org.bigsweep.engine.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.bigsweep.engine.trial.SyntheticTrials.DATASET;
import static org.bigsweep.engine.trial.SyntheticTrials.figures;
import static org.bigsweep.engine.trial.SyntheticTrials.run;
import static org.bigsweep.engine.trial.SyntheticTrials.spec;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;
import org.bigsweep.engine.catalog.KeepWeights;
import org.bigsweep.engine.catalog.TrialSpec;
import org.bigsweep.results.Epoch;
import org.bigsweep.results.Layer;
import org.bigsweep.results.Table;
import org.bigsweep.results.Trial;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrialRunnerTest {
  private static TrialRequest all(TrialSpec spec) {
    return TrialRequest.toTheEnd(spec, KeepWeights.NONE);
  }

  private static Set<String> nullColumns(IndexedRecord row) {
    Set<String> columns = new HashSet<>();
    for (Schema.Field field : row.getSchema().getFields()) {
      if (row.get(field.pos()) == null) {
        columns.add(field.name());
      }
    }
    return columns;
  }

  @Test
  void run_bigToItsEnd_leavesOnlyWhatDoesNotExistNull() {
    TrialResult result = run(spec("BIG(balanced)"), KeepWeights.LAST);

    assertThat(result.trial().getState()).isEqualTo("DONE");
    assertThat(nullColumns(result.trial()))
        .containsExactlyInAnyOrder(
            "momentum",
            "rmsprop_decay",
            "feedback_noise_variance",
            "reason",
            "stopped_epoch",
            "stopped_step",
            "stop_reason",
            "pixels",
            "learning_rate_schedule",
            "learning_rate_floor",
            "learning_rate_decay",
            "learning_rate_decay_every",
            "auxiliary_schedule",
            "weight_decay",
            "gradient_clip",
            "target_clip",
            "displacement_mean_decay",
            "sigma2_annealing",
            "trained_layers",
            "interneurons",
            "top_target",
            "auxiliary_minibatches",
            "inhibition",
            "inhibition_learner",
            "normalized_delta_rate",
            "projection_ridge",
            "auxiliary_order",
            "inference",
            "inference_steps",
            "inference_rate",
            "feedback_scale",
            "reconstruction_noise_variance",
            "early_stop",
            "patience",
            "collapsed_epoch",
            "spark_version");
  }

  @Test
  void trainSmall_always_endsAsATrialThatLearns() {
    assertThat(TrialRunner.trainSmall())
        .isInstanceOfSatisfying(
            TrialOutcome.Finished.class,
            end -> assertThat(end.result().trial().getState()).isEqualTo("DONE"));
  }

  @Test
  void run_backpropagation_leavesParametersOfOtherRulesNull() {
    Trial trial = run(spec("BP", "optimizer", "momentum")).trial();

    assertThat(trial.getMomentum()).isEqualTo(0.9);
    assertThat(nullColumns(trial))
        .contains("sigma2", "alpha", "feedback_loss", "inner_steps", "adam_beta1", "weights")
        .doesNotContain("learning_rate", "width", "validation_accuracy", "best_epoch");
  }

  @Test
  void run_toItsEnd_fillsEveryParameterColumnWithItsValue() {
    TrialSpec spec =
        spec(
            "BIG",
            "sigma2",
            "0.25",
            "feedbackLoss",
            "preserve",
            "feedbackNoiseVariance",
            "0.5",
            "optimizer",
            "momentum",
            "feedbackOptimizer",
            "rmsprop",
            "innerSteps",
            "2",
            "seed",
            "9223372036854775807");
    Trial trial = run(spec).trial();

    assertThat(nullColumns(trial)).doesNotContain("momentum", "rmsprop_decay", "adam_beta1");
    assertThat(trial.getSigma2()).isEqualTo(0.25);
    assertThat(trial.getInhibitionNoiseVariance()).isEqualTo(0.25);
    assertThat(trial.getFeedbackNoiseVariance()).isEqualTo(0.5);
    assertThat(trial.getInnerSteps()).isEqualTo(2);
    assertThat(trial.getSeed()).isEqualTo(Long.MAX_VALUE);
    assertThat(trial.getDepth()).isEqualTo(3);
    assertThat(trial.getWidth()).isEqualTo(12);
    assertThat(trial.getSizes()).isEqualTo("64-12-12-10");
    assertThat(trial.getParameters()).isEqualTo(spec.values());
    assertThat(trial.getTrialId()).isEqualTo(spec.id(DATASET.sha256()));
    assertThat(trial.getBlasThreads()).isEqualTo(1);
  }

  @Test
  void run_layersOfDifferentWidths_haveNoWidth() {
    Trial trial = run(spec("BP", "width", "12-7")).trial();

    assertThat(trial.getWidth()).isNull();
    assertThat(trial.getSizes()).isEqualTo("64-12-7-10");
  }

  @Test
  void run_toItsEnd_hasARowPerEpochAndPerLayer() {
    TrialResult result = run(spec("DTP"));

    assertThat(result.epochs()).extracting(Epoch::getEpoch).containsExactly(0, 1, 2);
    assertThat(result.epochs().get(0).getTrainLoss()).isNull();
    assertThat(result.layers()).hasSize(9);
    assertThat(result.layers()).extracting(Layer::getLayer).startsWith(1, 2, 3, 1);
    Epoch last = result.epochs().get(2);
    assertThat(nullColumns(last)).isEmpty();
    assertThat(result.trial().getTestAccuracy()).isEqualTo(last.getTestAccuracy());
    assertThat(result.trial().getTrainLoss()).isEqualTo(last.getTrainLoss());
    assertThat(result.trial().getEpochsDone()).isEqualTo(2);
    assertThat(result.trial().getBestEpoch()).isBetween(1, 2);
  }

  private static Layer layer(TrialResult result, int epoch, int layer) {
    return result.layers().stream()
        .filter(row -> row.getEpoch() == epoch && row.getLayer() == layer)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void run_beforeTheFirstEpoch_hasNoFiguresOfMovementAndMinibatch() {
    TrialResult result = run(spec("DTP"));

    List<String> later = List.copyOf(Table.LAYERS.laterColumns());
    assertThat(nullColumns(layer(result, 0, 1)))
        .contains("loss_decrease", "minibatch_estimate_cosine", "minibatch_own_residual_norm")
        .doesNotContain("weighted_cosine", "own_residual_norm");
    assertThat(nullColumns(layer(result, 1, 1))).doesNotContainAnyElementsOf(later);
    assertThat(nullColumns(layer(result, 2, 2))).doesNotContainAnyElementsOf(later);
  }

  /** All images make one minibatch, which is the probe as well. */
  @Test
  void run_figuresOfTheMinibatch_areThoseBeforeItsStep() {
    TrialResult result =
        run(spec("FA", "trainingImages", "100", "batchSize", "100", "epochs", "1"));

    Layer before = layer(result, 0, 1);
    Layer after = layer(result, 1, 1);
    assertThat(after.getMinibatchEstimateCosine())
        .isEqualTo(before.getEstimateCosine(), within(1e-6))
        .isNotCloseTo(after.getEstimateCosine(), within(1e-6));
    assertThat(after.getMinibatchWeightedCosine())
        .isEqualTo(before.getWeightedCosine(), within(1e-6));
    assertThat(after.getMinibatchUpdateCosine()).isEqualTo(before.getUpdateCosine(), within(1e-5));
  }

  @Test
  void run_noValidationImages_hasNoValidationFigures() {
    Trial trial = run(spec("BP", "validationImages", "0")).trial();

    assertThat(nullColumns(trial))
        .contains(
            "validation_loss", "validation_accuracy", "best_epoch", "best_epoch_test_accuracy")
        .doesNotContain("test_accuracy", "train_accuracy");
  }

  /**
   * Ten classes: chance is .1. Higher learning rates would be faster and collapse BIG, as they do
   * on MNIST.
   */
  @ParameterizedTest
  @ValueSource(
      strings = {"BP", "FA", "DFA", "LastLayerOnly", "TP", "DTP", "BIG(eq. 4)", "BIG(balanced)"})
  void run_moreEpochs_learns(String rule) {
    Trial trial =
        run(spec(
                rule,
                "epochs",
                "40",
                "trainingImages",
                "1500",
                "width",
                "32",
                "learningRate",
                "0.0003",
                "pretrainEpochs",
                "20"))
            .trial();

    assertThat(trial.getState()).isEqualTo("DONE");
    assertThat(trial.getTestAccuracy()).isGreaterThan(0.25);
    assertThat(trial.getBestValidationAccuracy())
        .isGreaterThanOrEqualTo(trial.getValidationAccuracy());
  }

  @Test
  void run_explodingRelu_isDivergedAtItsPlaceWithAReason() {
    TrialResult result =
        run(spec("BP", "activation", "relu", "optimizer", "sgd", "learningRate", "1e6"));
    Trial trial = result.trial();

    assertThat(trial.getState()).isEqualTo("DIVERGED");
    assertThat(trial.getReason()).matches("loss (NaN|Infinity|\\S+) \\(bound \\S+\\)");
    assertThat(trial.getStoppedEpoch()).isEqualTo(1);
    assertThat(trial.getStoppedStep()).isBetween(1, 9);
    assertThat(trial.getEpochsDone()).isZero();
    assertThat(trial.getTestAccuracy()).isNull();
    assertThat(trial.getLearningRate()).isEqualTo(1e6);
    assertThat(result.epochs()).hasSize(1);
  }

  /** Bounded units cannot make the loss explode, targets can. */
  @Test
  void run_explodingTargets_isDivergedWithTheLayer() {
    Trial trial =
        run(spec("BIG", "sigma2", "1e-9", "inhibitionNoiseVariance", "1", "pretrainEpochs", "0"))
            .trial();

    assertThat(trial.getState()).isEqualTo("DIVERGED");
    assertThat(trial.getReason()).matches("target of layer \\d reached .* \\(bound 1.00e\\+05\\)");
    assertThat(trial.getStoppedEpoch()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"trainingImages, 5000", "batchSize, 501"})
  void run_settingTheDatasetCannotServe_isAFailedRow(String parameter, String value) {
    TrialResult result = run(spec("BP", parameter, value));

    assertThat(result.trial().getState()).isEqualTo("FAILED");
    assertThat(result.trial().getReason()).contains("InvalidParameterException: Invalid ");
    assertThat(result.trial().getStoppedEpoch()).isZero();
    assertThat(result.trial().getSizes()).isEqualTo("64-12-12-10");
    assertThat(result.epochs()).isEmpty();
    assertThat(result.weights()).isEmpty();
  }

  @Test
  void run_observerThrows_isAFailedRowAtItsPlace() {
    TrialObserver broken =
        new TrialObserver() {
          @Override
          public void epochFinished(Epoch epoch) {
            if (epoch.getEpoch() == 1) {
              throw new IllegalStateException("broken");
            }
          }
        };
    Trial trial =
        new TrialRunner(DATASET, Optional.of("4.1.3"))
            .run(all(spec("BP")), Checkpoints.NONE, broken)
            .finished()
            .trial();

    assertThat(trial.getState()).isEqualTo("FAILED");
    assertThat(trial.getReason()).startsWith("java.lang.IllegalStateException: broken at ");
    assertThat(trial.getStoppedEpoch()).isEqualTo(1);
    assertThat(trial.getEpochsDone()).isEqualTo(1);
    assertThat(trial.getSparkVersion()).isEqualTo("4.1.3");
  }

  /** Huge steps drive every tanh unit into saturation. */
  @Test
  void run_saturatedUnits_isFlaggedAndGoesOn() {
    TrialResult result = run(spec("BP", "learningRate", "10", "epochs", "4"));

    assertThat(result.trial().getState()).isEqualTo("DONE");
    assertThat(result.trial().getCollapsed()).isTrue();
    assertThat(result.trial().getCollapsedEpoch()).isBetween(1, 3);
    assertThat(result.trial().getEpochsDone()).isEqualTo(4);
    assertThat(result.epochs().get(4).getCollapsed()).isTrue();
    assertThat(result.epochs().get(0).getCollapsed()).isFalse();
  }

  @Test
  void run_healthyTrial_isNotFlagged() {
    assertThat(run(spec("BP", "epochs", "4")).trial().getCollapsed()).isFalse();
  }

  @Test
  void run_stopRequested_throwsAndHasNoResult() {
    AtomicInteger asked = new AtomicInteger();
    TrialObserver stopping =
        new TrialObserver() {
          @Override
          public boolean stopRequested() {
            return asked.incrementAndGet() > 12;
          }
        };
    TrialSpec spec = spec("BP");
    TrialRunner runner = new TrialRunner(DATASET, Optional.empty());

    assertThatThrownBy(() -> runner.run(all(spec), Checkpoints.NONE, stopping))
        .isInstanceOf(TrialInterruptedException.class)
        .hasMessage("Trial " + spec.id(DATASET.sha256()) + " was interrupted");
    assertThat(asked).hasValue(13);
  }

  static Stream<TrialSpec> pairs() {
    return Stream.of(
        spec("BIG(balanced)", "feedbackLoss", "denoise"),
        spec("BIG", "seed", "3"),
        spec("FA", "optimizer", "rmsprop"));
  }

  /** The bits of a trial do not depend on what else runs, on its thread, or on what ran before. */
  @ParameterizedTest
  @MethodSource("pairs")
  void run_twoThreadsAtOnce_givesTheSameBits(TrialSpec spec) throws Exception {
    TrialRunner runner = new TrialRunner(DATASET, Optional.empty());
    List<Object> alone = figures(run(spec));
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      List<Future<TrialResult>> running = new ArrayList<>();
      for (int k = 0; k < 4; k++) {
        TrialSpec one = k % 2 == 0 ? spec : spec("DTP", "seed", "5");
        running.add(
            threads.submit(
                () -> runner.run(all(one), Checkpoints.NONE, TrialObserver.NONE).finished()));
      }
      assertThat(figures(running.get(0).get())).isEqualTo(alone);
      assertThat(figures(running.get(2).get())).isEqualTo(alone);
      assertThat(figures(running.get(3).get())).isEqualTo(figures(running.get(1).get()));
    } finally {
      threads.shutdown();
    }
  }

  /** Rules of one seed see the same initial network: its first row is the same. */
  @Test
  void run_rulesOfOneSeed_startFromTheSameNetwork() {
    Epoch bp = run(spec("BP")).epochs().get(0);
    Epoch dtp = run(spec("DTP")).epochs().get(0);

    assertThat(dtp.getTestLoss()).isEqualTo(bp.getTestLoss());
    assertThat(run(spec("BP", "seed", "1")).epochs().get(0).getTestLoss())
        .isNotEqualTo(bp.getTestLoss());
  }
}
