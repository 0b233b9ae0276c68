package org.bigsweep.engine.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InitializerTest {
  /** Of a map with 300 inputs and 100 outputs, and the other way round. */
  @ParameterizedTest
  @CsvSource({
    "GLOROT_UNIFORM, true, 0.005, 0.005",
    "GLOROT_NORMAL, false, 0.005, 0.005",
    "HE_UNIFORM, true, 0.00666666666666667, 0.02",
    "HE_NORMAL, false, 0.00666666666666667, 0.02",
    "ORTHOGONAL, false, 0.00333333333333333, 0.00333333333333333"
  })
  void variance_everyInitializer_isItsDefinitions(
      Initializer initializer, boolean uniform, double wideToNarrow, double narrowToWide) {
    assertThat(initializer.uniform()).isEqualTo(uniform);
    assertThat(initializer.variance(300, 100)).isCloseTo(wideToNarrow, within(1e-15));
    assertThat(initializer.variance(100, 300)).isCloseTo(narrowToWide, within(1e-15));
  }

  @Test
  void finish_independentWeights_changesNothing() {
    for (Initializer initializer : Initializer.values()) {
      float[] weights = {1, 2, 3, 5};
      initializer.finish(weights, 2, 2);
      assertThat(weights[1] == 2 && weights[3] == 5)
          .as("%s leaves weights as they are", initializer)
          .isEqualTo(initializer != Initializer.ORTHOGONAL);
    }
  }
}
