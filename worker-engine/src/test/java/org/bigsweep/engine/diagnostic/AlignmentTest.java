package org.bigsweep.engine.diagnostic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class AlignmentTest {
  @Test
  void weightedCosine_twoSamples_countsEachByItsSecondNorm() {
    Alignment alignment = new Alignment();
    alignment.add(new float[] {1, 0, 1, 0}, new float[] {3, 0, 0, 1}, 2, 2);

    assertThat(alignment.cosine()).isEqualTo(0.5, within(1e-12));
    assertThat(alignment.weightedCosine()).isEqualTo(0.75, within(1e-12));
  }

  @Test
  void weightedCosine_nothingToAlignWith_isZero() {
    Alignment alignment = new Alignment();
    alignment.add(new float[] {1, 0}, new float[] {0, 0}, 1, 2);

    assertThat(alignment.weightedCosine()).isZero();
  }
}
