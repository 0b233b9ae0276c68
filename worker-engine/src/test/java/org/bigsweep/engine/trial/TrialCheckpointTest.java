package org.bigsweep.engine.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.bigsweep.engine.trial.SyntheticTrials.DATASET;
import static org.bigsweep.engine.trial.SyntheticTrials.figures;
import static org.bigsweep.engine.trial.SyntheticTrials.run;
import static org.bigsweep.engine.trial.SyntheticTrials.spec;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.bigsweep.engine.catalog.KeepWeights;
import org.bigsweep.engine.catalog.ParameterCatalog;
import org.bigsweep.engine.catalog.TrialParameters;
import org.bigsweep.engine.catalog.TrialSpec;
import org.bigsweep.engine.kernel.Blas;
import org.bigsweep.results.Epoch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A trial that is stopped and continued is the trial that never was, to the bit. */
class TrialCheckpointTest {
  private static final TrialSpec SPEC = spec("BIG(balanced)", "epochs", "4");
  private static final String ID = SPEC.id(DATASET.sha256());

  private final CheckpointsInMemory checkpoints = new CheckpointsInMemory();

  private static TrialRequest whole(TrialSpec spec, KeepWeights keep) {
    return TrialRequest.toTheEnd(spec, keep);
  }

  /** Every rule and preset under every optimiser, and what else has a memory of its own. */
  static Stream<TrialSpec> trials() {
    List<TrialSpec> trials = new ArrayList<>();
    for (String rule : ParameterCatalog.standard().ruleNames()) {
      for (String optimizer : List.of("sgd", "momentum", "rmsprop", "adam")) {
        trials.add(
            spec(
                rule,
                "epochs",
                "3",
                "optimizer",
                optimizer,
                "feedbackOptimizer",
                optimizer,
                "inhibitionOptimizer",
                optimizer,
                "learningRate",
                "0.001",
                "trainingImages",
                "100",
                "pretrainEpochs",
                "2"));
      }
    }
    trials.add(spec("BIG", "feedbackLoss", "denoise", "innerSteps", "3"));
    trials.add(spec("BIG", "inhibitionTarget", "received", "feedbackLoss", "preserve"));
    trials.add(spec("BIG", "feedbackLoss", "difference", "initializer", "orthogonal"));
    trials.add(spec("DTP", "activation", "relu", "initializer", "he-normal"));
    trials.add(spec("DTP", "depth", "2", "validationImages", "0"));
    trials.add(
        spec("DTP", "learningRateSchedule", "cosine", "auxiliarySchedule", "same", "epochs", "3"));
    trials.add(spec("BIG", "weightDecay", "0.1", "gradientClip", "0.1", "targetClip", "0.1"));
    trials.add(spec("BIG", "interneurons", "9", "topTarget", "penultimate"));
    trials.add(spec("TP", "displacementMeanDecay", "0.9", "targetClip", "0.1"));
    trials.add(
        spec(
            "BIG",
            "displacementMeanDecay",
            "0.9",
            "sigma2Annealing",
            "0.1",
            "feedbackLoss",
            "denoise",
            "epochs",
            "3"));
    trials.add(spec("BP", "pixels", "standardized", "optimizer", "sgd", "weightDecay", "0.1"));
    return trials.stream();
  }

  @ParameterizedTest
  @MethodSource("trials")
  void run_pausedAfterAnyEpoch_continuesToTheSameBits(TrialSpec spec) {
    List<Object> uninterrupted = figures(run(spec, KeepWeights.BEST));
    int horizon = spec.get(TrialParameters.EPOCHS).intValue();
    for (int epoch = 0; epoch < horizon; epoch++) {
      TrialRequest request = whole(spec, KeepWeights.BEST);
      checkpoints.states.clear();

      TrialOutcome paused = run(request.until(epoch), checkpoints);
      TrialResult continued = run(request, checkpoints).finished();

      assertThat(paused).isInstanceOf(TrialOutcome.Paused.class);
      assertThat(figures(continued)).as("paused after epoch %d", epoch).isEqualTo(uninterrupted);
    }
  }

  @ParameterizedTest
  @EnumSource(KeepWeights.class)
  void run_pausedAfterEveryEpoch_continuesToTheSameBits(KeepWeights keep) {
    List<Object> uninterrupted = figures(run(SPEC, keep));
    for (int epoch = 0; epoch < 4; epoch++) {
      run(whole(SPEC, keep).until(epoch), checkpoints);
    }
    assertThat(figures(run(whole(SPEC, keep), checkpoints).finished())).isEqualTo(uninterrupted);
  }

  /** The monitor's counts of earlier epochs are part of the state. */
  @Test
  void run_pausedBetweenChecksOfCollapse_flagsTheSameEpoch() {
    TrialSpec spec = spec("BP", "learningRate", "10", "epochs", "4");
    TrialResult uninterrupted = run(spec);
    assertThat(uninterrupted.trial().getCollapsedEpoch()).isBetween(1, 3);
    for (int epoch = 1; epoch < 4; epoch++) {
      checkpoints.states.clear();
      run(whole(spec, KeepWeights.NONE).until(epoch), checkpoints);
      assertThat(figures(run(whole(spec, KeepWeights.NONE), checkpoints).finished()))
          .isEqualTo(figures(uninterrupted));
    }
  }

  @Test
  void run_divergesAfterAPause_endsAtTheSamePlace() {
    TrialSpec spec =
        spec(
            "DTP",
            "activation",
            "relu",
            "optimizer",
            "momentum",
            "learningRate",
            "0.3",
            "trainingImages",
            "200",
            "epochs",
            "6");
    TrialResult uninterrupted = run(spec);
    assertThat(uninterrupted.trial().getState()).isEqualTo("DIVERGED");
    assertThat(uninterrupted.trial().getStoppedEpoch()).isGreaterThan(1);

    run(whole(spec, KeepWeights.NONE).until(1), checkpoints);

    assertThat(figures(run(whole(spec, KeepWeights.NONE), checkpoints).finished()))
        .isEqualTo(figures(uninterrupted));
  }

  @Test
  void run_untilAnEpoch_tellsItsRowsAndSavesOnce() {
    TrialOutcome outcome = run(whole(SPEC, KeepWeights.NONE).until(2), checkpoints);

    assertThat(outcome).isInstanceOf(TrialOutcome.Paused.class);
    TrialOutcome.Paused paused = (TrialOutcome.Paused) outcome;
    assertThat(paused.trialId()).isEqualTo(ID);
    assertThat(paused.epoch()).isEqualTo(2);
    assertThat(paused.epochs()).extracting(Epoch::getEpoch).containsExactly(0, 1, 2);
    assertThat(checkpoints.saves).isEqualTo(1);
    assertThatThrownBy(outcome::finished).isInstanceOf(IllegalStateException.class);
  }

  /** A decision at an early rung does not depend on how far a trial had got before. */
  @Test
  void run_savedStateFurtherOn_tellsTheAskedEpochsWithoutTraining() {
    run(whole(SPEC, KeepWeights.NONE).until(3), checkpoints);

    TrialOutcome.Paused paused =
        (TrialOutcome.Paused) run(whole(SPEC, KeepWeights.NONE).until(1), checkpoints);

    assertThat(paused.epoch()).isEqualTo(1);
    assertThat(paused.epochs()).extracting(Epoch::getEpoch).containsExactly(0, 1);
    assertThat(checkpoints.saves).isEqualTo(1);
  }

  @Test
  void run_untilItsHorizonOrBeyond_isFinished() {
    for (int until : new int[] {4, 5}) {
      assertThat(run(whole(SPEC, KeepWeights.NONE).until(until), checkpoints).finished().epochs())
          .hasSize(5);
    }
    assertThat(checkpoints.saves).isZero();
  }

  /** Saved after pre-training, after epochs 0 … 2 and not after the last. */
  @Test
  void run_savedAtEveryEnd_savesWhatIsNotTheEnd() {
    run(whole(SPEC, KeepWeights.NONE).checkpointing(Duration.ZERO), checkpoints);
    assertThat(checkpoints.saves).isEqualTo(4);
    byte[] afterThree = checkpoints.states.get(ID);

    TrialResult continued = run(whole(SPEC, KeepWeights.NONE), checkpoints).finished();

    assertThat(figures(continued)).isEqualTo(figures(run(SPEC)));
    assertThat(checkpoints.states.get(ID)).isSameAs(afterThree);
  }

  @Test
  void run_interrupted_continuesFromTheLastSavedEpoch() {
    List<Integer> trained = new ArrayList<>();
    TrialObserver stoppingInEpochThree =
        new TrialObserver() {
          @Override
          public void epochFinished(Epoch epoch) {
            trained.add(epoch.getEpoch());
          }

          @Override
          public boolean stopRequested() {
            return trained.contains(2) && !trained.contains(-1);
          }
        };
    TrialRequest request = whole(SPEC, KeepWeights.NONE).checkpointing(Duration.ZERO);
    TrialRunner runner = new TrialRunner(DATASET, Optional.empty());
    assertThatThrownBy(() -> runner.run(request, checkpoints, stoppingInEpochThree))
        .isInstanceOf(TrialInterruptedException.class);
    trained.add(-1);

    TrialResult continued = runner.run(request, checkpoints, stoppingInEpochThree).finished();

    assertThat(trained).containsExactly(0, 1, 2, -1, 3, 4);
    assertThat(figures(continued)).isEqualTo(figures(run(SPEC)));
  }

  /** The state between pre-training and the first row, which belongs to epoch 0. */
  @Test
  void run_interruptedAfterPreTraining_continuesToTheSameBits() {
    TrialObserver stoppingOnceSaved =
        new TrialObserver() {
          @Override
          public boolean stopRequested() {
            return checkpoints.saves == 1;
          }
        };
    TrialRunner runner = new TrialRunner(DATASET, Optional.empty());
    TrialRequest request = whole(SPEC, KeepWeights.NONE).checkpointing(Duration.ZERO);
    assertThatThrownBy(() -> runner.run(request, checkpoints, stoppingOnceSaved))
        .isInstanceOf(TrialInterruptedException.class);
    assertThat(checkpoints.saves).isEqualTo(1);

    TrialResult continued = run(whole(SPEC, KeepWeights.NONE), checkpoints).finished();

    assertThat(figures(continued)).isEqualTo(figures(run(SPEC)));
  }

  /** Bytes of a saved state changed, and what a reader of it says. */
  private record Damage(String reason, UnaryOperator<byte[]> change) {
    @Override
    public String toString() {
      return reason;
    }
  }

  static Stream<Damage> damages() {
    return Stream.of(
        new Damage("it is no state of this format", bytes -> new byte[0]),
        new Damage("it is no state of this format", bytes -> "not a state".getBytes()),
        new Damage("it is no state of this format", bytes -> changed(bytes, 15)),
        new Damage("it is damaged", bytes -> changed(bytes, bytes.length / 2)),
        new Damage("it is damaged", bytes -> changed(bytes, bytes.length - 1)),
        new Damage("it is damaged", bytes -> java.util.Arrays.copyOf(bytes, bytes.length / 2)));
  }

  private static byte[] changed(byte[] bytes, int at) {
    byte[] copy = bytes.clone();
    copy[at] ^= 1;
    return copy;
  }

  @ParameterizedTest
  @MethodSource("damages")
  void run_damagedState_startsAfresh(Damage damage) {
    run(whole(SPEC, KeepWeights.NONE).until(1), checkpoints);
    byte[] damaged = damage.change().apply(checkpoints.states.get(ID));
    checkpoints.states.put(ID, damaged);

    assertThatThrownBy(() -> Checkpoint.read(damaged, ID, "any"))
        .isInstanceOf(CheckpointException.class)
        .hasMessage(damage.reason());
    assertThat(figures(run(whole(SPEC, KeepWeights.NONE), checkpoints).finished()))
        .isEqualTo(figures(run(SPEC)));
  }

  /** A checksum guards against damage, not against somebody who makes a state up. */
  @ParameterizedTest
  @ValueSource(ints = {Integer.MAX_VALUE, Integer.MIN_VALUE})
  void read_lengthBeyondItsBytes_isRefused(int length) throws Exception {
    run(whole(SPEC, KeepWeights.NONE).until(1), checkpoints);
    ByteBuffer state = ByteBuffer.wrap(checkpoints.states.get(ID).clone());
    int at = 16; // behind the magic bytes come two words, 24 bytes of numbers, the count of rows
    at += Short.BYTES + state.getShort(at);
    at += Short.BYTES + state.getShort(at);
    state.putInt(at + 24 + Integer.BYTES, length);
    byte[] body = Arrays.copyOf(state.array(), state.array().length - 32);
    state.put(body.length, MessageDigest.getInstance("SHA-256").digest(body));

    assertThatThrownBy(() -> Checkpoint.read(state.array(), ID, Blas.kernel()))
        .isInstanceOf(CheckpointException.class)
        .hasMessageStartingWith("it cannot be read: it states " + length + " bytes");
  }

  @Test
  void read_ofAnotherTrialOrKernelFamily_isRefused() {
    run(whole(SPEC, KeepWeights.NONE).until(1), checkpoints);
    byte[] state = checkpoints.states.get(ID);

    assertThatThrownBy(() -> Checkpoint.read(state, "another", "any"))
        .hasMessage("it belongs to trial " + ID);
    assertThatThrownBy(() -> Checkpoint.read(state, ID, "VAX"))
        .hasMessageMatching("it was made by BLAS kernels for \\w+, not VAX");
  }

  @Test
  void run_stateOfAnotherTrial_startsAfresh() {
    TrialSpec other = spec("BIG(balanced)", "epochs", "4", "seed", "1");
    run(whole(other, KeepWeights.NONE).until(1), checkpoints);
    checkpoints.states.put(ID, checkpoints.states.get(other.id(DATASET.sha256())));

    assertThat(figures(run(whole(SPEC, KeepWeights.NONE), checkpoints).finished()))
        .isEqualTo(figures(run(SPEC)));
  }

  /** The best epoch may lie before the pause, where nothing was kept. */
  @Test
  void run_stateWithoutTheWeightsThatAreToBeKept_startsAfresh() {
    run(whole(SPEC, KeepWeights.NONE).until(2), checkpoints);

    assertThat(figures(run(whole(SPEC, KeepWeights.BEST), checkpoints).finished()))
        .isEqualTo(figures(run(SPEC, KeepWeights.BEST)));
  }

  /** A store that fails is no property of the trial. */
  @Test
  void run_storeFails_throwsWhatTheStoreThrew() {
    Checkpoints full =
        new Checkpoints() {
          @Override
          public Optional<byte[]> load(String trialId) {
            return Optional.empty();
          }

          @Override
          public void save(String trialId, byte[] state) {
            throw new IllegalStateException("disk full");
          }

          @Override
          public void remove(String trialId) {}
        };

    assertThatThrownBy(() -> run(whole(SPEC, KeepWeights.NONE).until(1), full))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("disk full");
  }

  @Test
  void run_continued_countsAllItsTime() {
    run(whole(SPEC, KeepWeights.NONE).until(3), checkpoints);
    TrialResult continued = run(whole(SPEC, KeepWeights.NONE), checkpoints).finished();

    double epochs = continued.epochs().stream().mapToDouble(Epoch::getSeconds).sum();
    assertThat(continued.trial().getSeconds()).isGreaterThanOrEqualTo(epochs);
    assertThat(continued.trial().getStarted())
        .isBefore(java.time.Instant.now().minusMillis((long) (500 * epochs)));
  }
}
