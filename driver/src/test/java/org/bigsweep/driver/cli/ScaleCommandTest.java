package org.bigsweep.driver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ScaleCommandTest {
  @TempDir private Path folder;

  @Test
  void scale_fewTrials_measuresEveryPart() throws IOException {
    Console console =
        Console.ofBenchmark(
            "scale",
            "--trials",
            "40",
            "--rates",
            "3",
            "--sleepers",
            "4",
            "--slots",
            "4",
            "--out",
            folder.resolve("scale").toString(),
            "--format",
            "json");

    assertThat(console.err()).isEmpty();
    assertThat(console.code()).isZero();
    JsonNode report = new ObjectMapper().readTree(console.out());
    JsonNode trials = report.get("trials").get(0);
    assertThat(trials.get("trials").asInt()).isEqualTo(40);
    assertThat(trials.get("per_second").asDouble()).isPositive();
    assertThat(trials.get("files").asInt()).isPositive();
    assertThat(trials.get("live_heap_mb").asText().split(" ")).hasSize(4);
    JsonNode plan = report.get("plan").get(0);
    assertThat(plan.get("trials").asInt()).isEqualTo(120);
    assertThat(plan.get("finished").asInt()).isEqualTo(40);
    JsonNode sleepers = report.get("sleepers").get(0);
    assertThat(sleepers.get("ideal").asDouble()).isEqualTo(1);
    assertThat(sleepers.get("seconds").asDouble()).isGreaterThan(1);
  }

  @Test
  void scale_noTrials_isRefused() {
    Console console =
        Console.ofBenchmark("scale", "--trials", "0", "--out", folder.resolve("x").toString());

    assertThat(console.code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(console.err()).isEqualTo("bigsweep: Invalid number: 0 (must be at least 1)\n");
    assertThat(folder.resolve("x")).doesNotExist();
  }
}
