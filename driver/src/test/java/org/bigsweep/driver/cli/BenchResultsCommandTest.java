package org.bigsweep.driver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BenchResultsCommandTest {
  @TempDir private Path folder;

  @Test
  void results_fewTrials_measuresEveryView() throws IOException {
    Console console =
        Console.ofBenchmark(
            "results",
            "--trials",
            "30",
            "--epochs",
            "2",
            "--rounds",
            "1",
            "--out",
            folder.resolve("made-up").toString(),
            "--format",
            "json");

    assertThat(console.code()).as(console.err()).isZero();
    JsonNode report = new ObjectMapper().readTree(console.out());
    assertThat(report.findValuesAsText("view"))
        .containsExactly("trials", "epochs", "layers", "attempts", "best", "curves", "paired");
    assertThat(report)
        .allSatisfy(
            row -> {
              assertThat(row.get("warm_seconds").asDouble()).isPositive();
              assertThat(row.get("rows").asLong()).isPositive();
            });
  }
}
