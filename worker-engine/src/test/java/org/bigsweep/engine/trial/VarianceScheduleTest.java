package org.bigsweep.engine.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.bigsweep.engine.trial.SyntheticTrials.run;
import static org.bigsweep.engine.trial.SyntheticTrials.spec;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VarianceScheduleTest {
  @Test
  void factor_byDefault_isOneInEveryEpoch() {
    assertThat(VarianceSchedule.of(spec("BIG")).factor(2)).isEqualTo(1);
    assertThat(VarianceSchedule.of(spec("BP")).factor(2)).isEqualTo(1);
  }

  @Test
  void factor_annealing_isGeometricFromTheFirstToTheLastEpoch() {
    VarianceSchedule schedule =
        VarianceSchedule.of(spec("BIG", "sigma2Annealing", "0.01", "epochs", "5"));
    double root = Math.sqrt(0.1);
    double[] powers = {1, root, 0.1, 0.1 * root, 0.01};
    for (int epoch = 1; epoch <= 5; epoch++) {
      assertThat(schedule.factor(epoch)).isCloseTo(powers[epoch - 1], within(1e-15));
    }
  }

  @Test
  void factor_oneEpoch_isOne() {
    assertThat(VarianceSchedule.of(spec("BIG", "sigma2Annealing", "0.1", "epochs", "1")).factor(1))
        .isEqualTo(1);
  }

  /** The first epoch is at σ² itself, so both trials are the same up to its end. */
  @ParameterizedTest
  @ValueSource(strings = {"literal", "excitationMinusInhibition"})
  void run_annealing_changesEpochsAfterTheFirst(String form) {
    TrialResult constant = run(spec("BIG", "targetForm", form));
    TrialResult annealed = run(spec("BIG", "targetForm", form, "sigma2Annealing", "0.1"));

    assertThat(annealed.epochs().get(1).getTestLoss())
        .isEqualTo(constant.epochs().get(1).getTestLoss());
    assertThat(annealed.epochs().get(2).getTestLoss())
        .isNotEqualTo(constant.epochs().get(2).getTestLoss());
  }
}
