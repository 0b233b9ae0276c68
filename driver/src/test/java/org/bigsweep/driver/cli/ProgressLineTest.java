package org.bigsweep.driver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.bigsweep.driver.run.RunProgress;
import org.bigsweep.driver.run.TrialSummary;
import org.bigsweep.results.TrialState;
import org.junit.jupiter.api.Test;

final class ProgressLineTest {
  private static final RunProgress HALF =
      new RunProgress(
          300,
          1200,
          2,
          1,
          0,
          0.25,
          Duration.ofMinutes(10),
          Optional.empty(),
          Optional.of(new TrialSummary("id", "DTP", TrialState.DONE, false, 0.9234, "")));

  @Test
  void text_underWay_saysAll() {
    assertThat(ProgressLine.text(HALF))
        .isEqualTo(
            "300/1,200 trials · 30.0/min · 30 min 00 s left · 2 diverged, 1 failed"
                + " · best DTP 92.3 %");
  }

  @Test
  void text_beforeTheFirstGroup_saysWhatWasPredicted() {
    assertThat(ProgressLine.text(begun(Optional.of(Duration.ofMinutes(5)))))
        .isEqualTo("0/4 trials · 0.0/s · 4 min 50 s left · 0 diverged, 0 failed");
    assertThat(ProgressLine.text(begun(Optional.of(Duration.ofSeconds(9)))))
        .contains(" · time left unknown · ");
    assertThat(ProgressLine.text(begun(Optional.empty()))).contains(" · time left unknown · ");
  }

  private static RunProgress begun(Optional<Duration> predicted) {
    return new RunProgress(0, 4, 0, 0, 0, 0, Duration.ofSeconds(10), predicted, Optional.empty());
  }

  @Test
  void text_halving_countsThePruned() {
    RunProgress halving =
        new RunProgress(
            3, 4, 0, 0, 1200, 0.5, Duration.ofSeconds(3), Optional.empty(), Optional.empty());

    assertThat(ProgressLine.text(halving))
        .isEqualTo(
            "3/4 trials · 1.0/s · 3 s left · 0 diverged, 0 failed · 1,200 configurations pruned");
  }

  @Test
  void withBar_narrowTerminal_isCut() {
    assertThat(ProgressLine.withBar(HALF, 200)).startsWith("[=====               ] 300/1,200");
    assertThat(ProgressLine.withBar(HALF, 40)).hasSize(40);
  }

  @Test
  void time_anyLength_hasTwoUnits() {
    assertThat(Quantity.time(Duration.ofSeconds(59))).isEqualTo("59 s");
    assertThat(Quantity.time(Duration.ofSeconds(61))).isEqualTo("1 min 01 s");
    assertThat(Quantity.time(Duration.ofMinutes(125))).isEqualTo("2 h 05 min");
  }

  @Test
  void display_noTerminal_printsTheLastLine() {
    StringWriter err = new StringWriter();
    ProgressDisplay.open(
            System.err, OptionalInt.empty(), new PrintWriter(err), Duration.ofHours(1), () -> HALF)
        .close();

    assertThat(err.toString().lines()).containsExactly(ProgressLine.text(HALF));
  }

  @Test
  void display_terminal_rewritesOneLine() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    ProgressDisplay.open(
            out,
            OptionalInt.of(120),
            new PrintWriter(new StringWriter()),
            Duration.ofHours(1),
            () -> HALF)
        .close();

    assertThat(bytes.toString(StandardCharsets.UTF_8))
        .startsWith("\r")
        .contains(ProgressLine.withBar(HALF, 119));
  }
}
