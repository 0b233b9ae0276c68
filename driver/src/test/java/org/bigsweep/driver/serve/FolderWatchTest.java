package org.bigsweep.driver.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FolderWatchTest {
  @ParameterizedTest
  @CsvSource({
    "100, 1000",
    "400, 1200",
    "2000, 6000",
    "9999, 29997",
    "10001, 30000",
    "60000, 30000"
  })
  void rest_afterALook_isThreeTimesAsLongWithinBounds(long look, long rest) {
    assertThat(
            FolderWatch.rest(
                Duration.ofMillis(look), Duration.ofSeconds(1), FolderWatch.LONGEST_REST))
        .isEqualTo(Duration.ofMillis(rest));
  }

  @ParameterizedTest
  @CsvSource({"0", "5000"})
  void rest_longerPause_isThePause(long look) {
    assertThat(
            FolderWatch.rest(
                Duration.ofMillis(look), Duration.ofSeconds(40), FolderWatch.LONGEST_REST))
        .isEqualTo(Duration.ofSeconds(40));
  }
}
