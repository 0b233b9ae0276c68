package org.bigsweep.engine.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.bigsweep.engine.trial.SyntheticTrials.figures;
import static org.bigsweep.engine.trial.SyntheticTrials.run;
import static org.bigsweep.engine.trial.SyntheticTrials.spec;

import org.bigsweep.engine.catalog.TrialSpec;
import org.junit.jupiter.api.Test;

class LearningRateScheduleTest {
  private static double factor(int epoch, String... settings) {
    return LearningRateSchedule.of(spec("BP", settings)).factor(epoch);
  }

  @Test
  void factor_byDefault_isOneInEveryEpoch() {
    assertThat(factor(1)).isEqualTo(1);
    assertThat(factor(2)).isEqualTo(1);
  }

  @Test
  void factor_cosine_fallsFromTheRateToTheFloor() {
    String[] cosine = {"learningRateSchedule", "cosine", "epochs", "4"};
    String[] floored = {
      "learningRateSchedule", "cosine", "epochs", "4", "learningRateFloor", "0.2"
    };
    double[] halves = {1, (1 + Math.sqrt(0.5)) / 2, 0.5, (1 - Math.sqrt(0.5)) / 2, 0};
    for (int epoch = 1; epoch <= 5; epoch++) {
      assertThat(factor(epoch, cosine)).isCloseTo(halves[epoch - 1], within(1e-15));
      assertThat(factor(epoch, floored)).isCloseTo(0.2 + 0.8 * halves[epoch - 1], within(1e-15));
    }
  }

  @Test
  void factor_step_fallsEveryFewEpochs() {
    String[] step = {
      "learningRateSchedule", "step", "learningRateDecay", "0.5", "learningRateDecayEvery", "3"
    };
    assertThat(factor(1, step)).isEqualTo(1);
    assertThat(factor(3, step)).isEqualTo(1);
    assertThat(factor(4, step)).isEqualTo(0.5);
    assertThat(factor(7, step)).isEqualTo(0.25);
  }

  /** The first epoch is at the rate itself, so both trials are the same up to its end. */
  @Test
  void run_stepAfterTheFirstEpoch_isTheTrialOfTheSmallerRateFromThereOn() {
    for (String optimizer : new String[] {"sgd", "momentum", "rmsprop", "adam"}) {
      TrialResult constant = run(spec("DTP", "optimizer", optimizer));
      TrialResult stepped = run(stepped("DTP", optimizer, "constant"));

      assertThat(stepped.epochs().get(1).getTestLoss())
          .isEqualTo(constant.epochs().get(1).getTestLoss());
      assertThat(stepped.epochs().get(2).getTestLoss())
          .isNotEqualTo(constant.epochs().get(2).getTestLoss());
    }
  }

  /** γ = 1 is no decay, whoever follows it. */
  @Test
  void run_decayOfOne_isTheConstantTrial() {
    TrialResult constant = run(spec("BIG"));
    TrialResult scheduled =
        run(
            spec(
                "BIG",
                "learningRateSchedule",
                "step",
                "learningRateDecay",
                "1",
                "auxiliarySchedule",
                "same"));

    assertThat(scheduled.epochs().get(2).getTestLoss())
        .isEqualTo(constant.epochs().get(2).getTestLoss());
  }

  @Test
  void run_auxiliariesFollow_moveOtherwise() {
    assertThat(figures(run(stepped("BIG", "adam", "same"))))
        .isNotEqualTo(figures(run(stepped("BIG", "adam", "constant"))));
  }

  private static TrialSpec stepped(String rule, String optimizer, String auxiliaries) {
    return spec(
        rule,
        "optimizer",
        optimizer,
        "learningRateSchedule",
        "step",
        "learningRateDecayEvery",
        "1",
        "auxiliarySchedule",
        auxiliaries);
  }
}
