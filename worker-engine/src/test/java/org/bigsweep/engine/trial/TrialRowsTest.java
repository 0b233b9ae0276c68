package org.bigsweep.engine.trial;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.bigsweep.results.Epoch;
import org.junit.jupiter.api.Test;

class TrialRowsTest {
  private static Epoch epoch(int number, Optional<Double> validationAccuracy) {
    return TrialRows.epoch(
        "id",
        number,
        Optional.empty(),
        validationAccuracy.map(accuracy -> new Evaluation(1, accuracy)),
        new Evaluation(1, 0.5),
        false,
        1);
  }

  @Test
  void best_equalAccuracies_isTheEarliestAfterEpochZero() {
    List<Epoch> epochs =
        List.of(
            epoch(0, Optional.of(0.99)),
            epoch(1, Optional.of(0.7)),
            epoch(2, Optional.of(0.8)),
            epoch(3, Optional.of(0.8)),
            epoch(4, Optional.of(0.1)));

    assertThat(TrialRows.best(epochs).getEpoch()).isEqualTo(2);
  }

  @Test
  void column_camelCase_isSnakeCase() {
    assertThat(TrialRows.column("adamBeta1")).isEqualTo("adam_beta1");
    assertThat(TrialRows.column("sigma2")).isEqualTo("sigma2");
    assertThat(TrialRows.column("inhibitionNoiseVariance")).isEqualTo("inhibition_noise_variance");
  }
}
