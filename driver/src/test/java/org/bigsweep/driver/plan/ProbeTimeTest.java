package org.bigsweep.driver.plan;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProbeTimeTest {
  /** The shipped demo is planned at once; five minutes pay for the longest probe. */
  @ParameterizedTest
  @CsvSource({"0, 0", "12, 0", "99, 0", "100, 2", "150, 3", "250, 5", "300, 5", "1e9, 5"})
  void seconds_predictedRun_areASmallShareOfItWithinBounds(double run, double seconds) {
    assertThat(ProbeTime.seconds(run)).isEqualTo(seconds);
  }
}
