package org.bigsweep.driver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.junit.jupiter.api.Test;

final class OverheadCommandTest {
  @Test
  void overhead_fewConfigurations_measuresWavesAndCores() throws IOException {
    Console console =
        Console.ofBenchmark(
            "overhead",
            "--measured",
            "20,40",
            "--configurations",
            "2500",
            "--cores",
            "4",
            "--format",
            "json");

    assertThat(console.code()).as(console.err()).isZero();
    JsonNode answer = new ObjectMapper().readTree(console.out());
    assertThat(answer.get("waves").findValuesAsText("measured")).containsExactly("20", "40");
    JsonNode hyperband = answer.at("/hyperband/0");
    assertThat(hyperband.get("configurations").asInt()).isBetween(2000, 2500);
    assertThat(hyperband.get("segments").asInt()).isGreaterThan(2500);
    assertThat(hyperband.get("utilisation").asDouble()).isBetween(0.5, 1.0);
  }
}
