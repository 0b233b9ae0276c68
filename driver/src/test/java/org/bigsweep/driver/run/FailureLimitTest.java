package org.bigsweep.driver.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class FailureLimitTest {
  @ParameterizedTest
  @CsvSource({
    "0, 1, 100, true",
    "0, 0, 100, false",
    "10, 10, 100, false",
    "10, 11, 11, true",
    "5%, 1, 19, false",
    "5%, 1, 20, false",
    "5%, 2, 20, true",
    "0%, 1, 20, true",
    "100%, 20, 20, false",
    "2.5%, 3, 100, true",
  })
  void exceededBy_failures_isTrueBeyondTheLimit(
      String limit, long failed, long done, boolean exceeded) {
    RunProgress progress =
        new RunProgress(
            done,
            1000,
            0,
            failed,
            0,
            .1,
            Duration.ofSeconds(1),
            Optional.empty(),
            Optional.empty());

    assertThat(FailureLimit.parse(limit).orElseThrow().exceededBy(progress)).isEqualTo(exceeded);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-1", "many", "101%", "5 %", "%", "1e3"})
  void parse_neitherNumberNorShare_isEmpty(String text) {
    assertThat(FailureLimit.parse(text)).isEmpty();
  }

  @Test
  void none_isNeverExceeded() {
    RunProgress progress =
        new RunProgress(
            1000, 1000, 0, 1000, 0, 1, Duration.ofSeconds(1), Optional.empty(), Optional.empty());

    assertThat(FailureLimit.NONE.exceededBy(progress)).isFalse();
  }
}
