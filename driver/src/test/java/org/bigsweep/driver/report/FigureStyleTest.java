package org.bigsweep.driver.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.bigsweep.driver.report.FigureStyle.AccuracyAxis;
import org.bigsweep.driver.report.FigureStyle.Shading;
import org.bigsweep.driver.stats.Interval;
import org.bigsweep.driver.store.AnswerTable.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class FigureStyleTest {
  private static final List<String> COLUMNS = List.of("n", "x", "x_sd", "x_min", "x_max");

  /** The quantile of t with 4 degrees of freedom is 2.776. */
  @ParameterizedTest
  @CsvSource({
    "SD, 0.8, 1.0",
    "VARIANCE, 0.89, 0.91",
    "INTERVAL, 0.77584, 1.02416",
    "RANGE, 0.75, 0.97"
  })
  void around_fiveSeeds_isTheNamedBand(Shading shading, double low, double high) {
    Interval band = shading.around(row(5L, 0.9, 0.1, 0.75, 0.97), "x").orElseThrow();

    assertThat(band.low()).isEqualTo(low, within(1e-5));
    assertThat(band.high()).isEqualTo(high, within(1e-5));
  }

  @ParameterizedTest
  @EnumSource
  void around_oneSeed_isNothing(Shading shading) {
    assertThat(shading.around(row(1L, 0.9, null, 0.9, 0.9), "x")).isEmpty();
  }

  @Test
  void shaded_everyShading_isSaidInItsOwnWords() {
    assertThat(Shading.values())
        .extracting(shading -> new FigureStyle(shading, AccuracyAxis.LINEAR).shaded())
        .doesNotHaveDuplicates();
  }

  private static Row row(Object... values) {
    return new Row(COLUMNS, Arrays.asList(values));
  }
}
