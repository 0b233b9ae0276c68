package org.bigsweep.driver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.bigsweep.results.Table;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the commands that read tell of a sweep with successive halving. */
final class HalvingCommandsTest {
  private static final String SWEEP =
      """
      version: 1
      name: halved
      dataset: synthetic
      fixed: {trainingImages: 500, validationImages: 500, depth: 3, width: 16, epochs: 4}
      grid: {rule: [BIG(eq. 4)], learningRate: [1e-5, 0.003, 0.01, 1e6]}
      seeds: 0
      schedule: {halving: {eta: 2, minEpochs: 1}}
      """;

  @TempDir private Path folder;

  @Test
  void statusAndShow_afterHalving_tellOfRungsAndPrunedTrials() throws IOException {
    Path sweep = Files.writeString(folder.resolve("halved.yaml"), SWEEP);
    String results = folder.resolve("results").toString();
    assertThat(Console.of("run", sweep.toString(), "--out", results).code()).isZero();

    JsonNode status = json("status", results, "--format", "json");
    assertThat(status.at("/rungs/0/promoted").asInt()).isEqualTo(2);
    assertThat(status.at("/rungs/0/pruned").asInt()).isEqualTo(2);
    assertThat(status.at("/sweeps/0/sweep").asText()).isEqualTo("halved");

    String id =
        json(
                "sql",
                results,
                "select trial_id from decisions where outcome = 'PRUNED' and not lost",
                "--format",
                "json")
            .get(0)
            .get("trial_id")
            .asText();
    JsonNode shown = json("show", results, id.substring(0, 12), "--format", "json");
    assertThat(shown.get("trial_id").asText()).isEqualTo(id);
    assertThat(shown.get("state").asText()).isEqualTo("PAUSED");
    assertThat(shown.get("reason").asText()).matches("pruned by halved at epoch [12]");
    assertThat(shown.get("epoch_rows").size()).isBetween(2, 3);
    assertThat(shown.get("decisions").size()).isBetween(1, 2);
    assertThat(shown.get("attempts").size()).isPositive();
    assertThat(shown.get("sweeps")).extracting(JsonNode::asText).containsExactly("halved.yaml");
    assertThat(shown.get("rerun").asText()).contains("'rule=BIG(eq. 4)'");
    Console text = Console.of("show", results, id);
    assertThat(text.out()).contains("trial " + id + ": BIG(eq. 4), PAUSED", "decisions");
    Console evaluated = Console.of("show", results, id, "--evaluate");
    assertThat(evaluated.err()).contains("it kept no parameters");
  }

  @Test
  void extractAndCompact_afterHalving_leaveOneFileOfTheSameDecisions() throws IOException {
    Path sweep = Files.writeString(folder.resolve("halved.yaml"), SWEEP);
    String results = folder.resolve("results").toString();
    String extracted = folder.resolve("extracted").toString();
    assertThat(Console.of("run", sweep.toString(), "--out", results).code()).isZero();

    Console done = Console.of("extract", results, "--sweep", "halved", "--out", extracted);

    assertThat(done.err()).isEmpty();
    String decisions = "select * from decisions order by rung, rank";
    assertThat(json("sql", extracted, decisions, "--format", "json"))
        .isNotEmpty()
        .isEqualTo(json("sql", results, decisions, "--format", "json"));
    Console again = Console.of("run", sweep.toString(), "--out", extracted);
    assertThat(again.code()).isZero();
    JsonNode decided = json("sql", results, decisions, "--format", "json");
    assertThat(json("sql", extracted, decisions, "--format", "json")).isEqualTo(decided);
    assertThat(Console.of("compact", results).code()).isZero();
    assertThat(json("sql", results, decisions, "--format", "json")).isEqualTo(decided);
    assertThat(Console.of("compact", results, "--keep-for", "0s").code()).isZero();
    assertThat(json("sql", results, decisions, "--format", "json")).isEqualTo(decided);
    for (String name : List.of(results, extracted)) {
      try (Stream<Path> files = Files.list(Path.of(name, Table.DECISIONS.name()))) {
        assertThat(files).hasSize(1);
      }
    }
  }

  private static JsonNode json(String... arguments) throws IOException {
    Console console = Console.of(arguments);
    assertThat(console.err()).isEmpty();
    assertThat(console.code()).isZero();
    return new ObjectMapper().readTree(console.out());
  }
}
