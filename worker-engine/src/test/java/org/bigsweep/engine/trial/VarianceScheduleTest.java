package org.bigsweep.engine.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.bigsweep.engine.trial.SyntheticTrials.run;
import static org.bigsweep.engine.trial.SyntheticTrials.spec;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.bigsweep.engine.catalog.TrialSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VarianceScheduleTest {
  private static final String ANNEALING = "sigma2Annealing";

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

  /** Without any noise σ² is in the target alone: in the literal form, not in the difference. */
  @Test
  void run_annealingWithoutNoise_changesTheLiteralTargetAlone() {
    for (String form : new String[] {"literal", "excitationMinusInhibition"}) {
      String[] options = {"targetForm", form, "inhibitionNoiseVariance", "0"};
      String[] annealing = {"targetForm", form, "inhibitionNoiseVariance", "0", ANNEALING, "0.25"};
      TrialResult constant = run(spec("BIG", options));
      TrialResult annealed = run(spec("BIG", annealing));

      boolean same =
          annealed.epochs().get(2).getTestLoss() == constant.epochs().get(2).getTestLoss();
      assertThat(same).as(form).isEqualTo(form.equals("excitationMinusInhibition"));
    }
  }

  /** After ρ = 1/4 the second epoch is, bit for bit, one of a trial with a quarter of each. */
  @Test
  void train_annealedEpoch_isThatOfTheAnnealedVariances() {
    try (Training annealed = training("1", "0.5", "0.125", ANNEALING, "0.25");
        Training quarter = training("0.25", "0.125", "0.03125");
        Training target = training("1", "0.125", "0.03125");
        Training inhibition = training("0.25", "0.5", "0.03125");
        Training feedback = training("0.25", "0.125", "0.125")) {
      annealed.train(1);
      TrainingState begun = annealed.state();
      annealed.train(2);

      assertThat(bitsAfterEpoch2(quarter, begun)).isEqualTo(bits(annealed));
      // the comparison sees each of the three
      for (Training one : List.of(target, inhibition, feedback)) {
        assertThat(bitsAfterEpoch2(one, begun)).isNotEqualTo(bits(annealed));
      }
    }
  }

  private static Training training(
      String sigma2, String inhibitionNoise, String feedbackNoise, String... more) {
    List<String> options =
        new ArrayList<>(
            List.of(
                "sigma2", sigma2,
                "inhibitionNoiseVariance", inhibitionNoise,
                "feedbackLoss", "denoise",
                "feedbackNoiseVariance", feedbackNoise));
    options.addAll(List.of(more));
    TrialSpec spec = spec("BIG", options.toArray(String[]::new));
    return new Training(spec, SyntheticTrials.DATASET, "trial", TrialObserver.NONE);
  }

  private static Map<String, String> bitsAfterEpoch2(Training training, TrainingState begun) {
    try {
      training.restore(begun);
    } catch (CheckpointException e) {
      throw new AssertionError(e);
    }
    training.train(2);
    return bits(training);
  }

  private static Map<String, String> bits(Training training) {
    Map<String, String> bits = new TreeMap<>();
    training
        .parameters()
        .forEach((name, matrix) -> bits.put(name, Arrays.toString(matrix.toArray())));
    return bits;
  }
}
