package org.bigsweep.driver.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Optional;
import org.bigsweep.driver.report.FigureStyle.Shading;
import org.bigsweep.driver.stats.Interval;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class FigureStyleTest {
  /** The quantile of t with 4 degrees of freedom is 2.776. */
  @ParameterizedTest
  @CsvSource({"SD, 0.1", "VARIANCE, 0.01", "INTERVAL, 0.12416"})
  void around_fiveSeeds_isTheNamedBand(Shading shading, double half) {
    Interval band = shading.around(0.9, Optional.of(0.1), 5).orElseThrow();

    assertThat(band.low()).isEqualTo(0.9 - half, within(1e-5));
    assertThat(band.high()).isEqualTo(0.9 + half, within(1e-5));
  }

  @ParameterizedTest
  @EnumSource
  void around_oneSeed_isNothing(Shading shading) {
    assertThat(shading.around(0.9, Optional.empty(), 1)).isEmpty();
    assertThat(shading.around(0.9, Optional.of(0.0), 1)).isEmpty();
  }

  @Test
  void text_everyShading_isItsOwn() {
    assertThat(Shading.values()).extracting(Shading::text).doesNotHaveDuplicates();
  }
}
