package org.bigsweep.driver.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Collections;
import java.util.Map;
import org.bigsweep.engine.catalog.ParameterCatalog;
import org.bigsweep.engine.catalog.TrialSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class WaitingTimeTest {
  private static final double LONG = 1000;

  @ParameterizedTest
  @CsvSource({"0, 1", "8, 1", "16, 2", "64, 8", "1000, 8"})
  void seconds_ofAnyLife_areAnEighthOfItBetweenOneAndEight(double trained, double seconds) {
    assertThat(WaitingTime.seconds(trained)).isEqualTo(seconds, within(1e-9));
  }

  @ParameterizedTest
  @CsvSource({
    "60000, 8",
    "60, 7",
    "20, 7",
    "12, 6",
    "6, 6",
    "1, 1",
  })
  void parts_ofAMinute_areOneInEightSecondsOrOneATrial(int trials, long parts) {
    assertThat(WaitingTime.parts(group(trials, 60), LONG)).isEqualTo(parts);
  }

  @Test
  void parts_atTheBeginning_areMoreButFew() {
    assertThat(WaitingTime.parts(group(60_000, 60), 0)).isEqualTo(26);
  }

  @Test
  void parts_ofTrialsThatTakeNoTime_areOne() {
    assertThat(WaitingTime.parts(group(10_000, 0), 0)).isEqualTo(1);
  }

  private static TrialGroup group(int trials, double seconds) {
    TrialSpec trial = ParameterCatalog.standard().resolve(Map.of("rule", "BP"));
    return new TrialGroup(Collections.nCopies(trials, trial), seconds);
  }

  /** A trial waits if the next one ends within its time, which has grown until then. */
  @Test
  void parts_ofTrialsOfTwoSeconds_arePairsOnceTwoSecondsAreAnEighth() {
    assertThat(WaitingTime.parts(group(8, 16), 15)).isEqualTo(4);
  }
}
