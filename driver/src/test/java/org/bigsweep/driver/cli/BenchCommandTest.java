package org.bigsweep.driver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class BenchCommandTest {
  @Test
  void bench_tinyTime_printsEveryRow() {
    Console console = Console.of("bench", "--seconds", "0.05", "--width", "32", "--threads", "2");

    assertThat(console.code()).isZero();
    assertThat(console.out().lines())
        .anyMatch(line -> line.matches("BP +sgd .*"))
        .anyMatch(line -> line.matches("DTP +sgd .*"))
        .anyMatch(line -> line.matches("BIG +sgd .*"))
        .anyMatch(line -> line.matches("BIG +adam .*"))
        .anyMatch(line -> line.startsWith("tanh"))
        .anyMatch(line -> line.startsWith("error"))
        .anyMatch(line -> line.startsWith("displace"))
        .anyMatch(line -> line.startsWith("delta"))
        .anyMatch(line -> line.startsWith("Adam"))
        .anyMatch(line -> line.startsWith("Gaussian"))
        .anyMatch(line -> line.startsWith("BIG adam N=6"))
        .contains("machine", "steps", "epochs", "kernels", "trials at once");
  }

  @Test
  void bench_json_isOneObjectOfTables() throws IOException {
    Console console =
        Console.of(
            "bench",
            "--seconds",
            "0.05",
            "--rules",
            "BP",
            "--depth",
            "2,3",
            "--width",
            "16",
            "--optimizer",
            "sgd",
            "--format",
            "json");

    assertThat(console.code()).isZero();
    JsonNode report = new ObjectMapper().readTree(console.out());
    assertThat(report.get("machine").get(0).get("sgemm_1024").asDouble()).isPositive();
    assertThat(report.get("steps")).hasSize(2);
    assertThat(report.get("steps").get(1).get("depth").asInt()).isEqualTo(3);
    assertThat(report.get("steps").get(0).get("overhead").asDouble()).isGreaterThan(1);
    assertThat(report.get("steps").get(0).get("memory_mb").asDouble()).isPositive();
    assertThat(report.get("epochs")).hasSize(2);
    assertThat(report.get("kernels").size()).isGreaterThanOrEqualTo(6);
  }
}
