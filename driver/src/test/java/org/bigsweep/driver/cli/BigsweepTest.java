package org.bigsweep.driver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class BigsweepTest {
  private static final String SWEEP =
      """
      version: 1
      name: small
      dataset: synthetic
      fixed: {trainingImages: 1000, validationImages: 500, epochs: 2, depth: 3, width: 16}
      grid:
        rule: [BP, DTP]
        learningRate: [0.003, 0.01]
      seeds: 0..1
      keepWeights: last
      """;

  @TempDir private Path folder;
  private Path sweep;
  private Path results;

  @BeforeEach
  void writeSweep() throws IOException {
    sweep = Files.writeString(folder.resolve("small.yaml"), SWEEP);
    results = folder.resolve("results");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "demo",
        "init",
        "data",
        "data fetch",
        "plan",
        "run",
        "status",
        "show",
        "verify",
        "top",
        "sql",
        "compact",
        "doctor",
        "merge",
        "extract",
        "oracle",
        "bench"
      })
  void helpAndVersion_everyCommand_print(String command) {
    Console help = Console.of((command + " --help").strip().split(" "));
    assertThat(help.code()).isZero();
    assertThat(help.out()).startsWith("Usage: bigsweep").contains(command);
    assertThat(help.err()).isEmpty();

    Console version = Console.of((command + " --version").strip().split(" "));
    assertThat(version.code()).isZero();
    assertThat(version.out())
        .matches("bigsweep \\d+\\.\\d+\\.\\d+ \\(commit \\S+, Java \\S+\\)\\R");
  }

  @ParameterizedTest
  @ValueSource(strings = {"run SWEEP --out RESULTS", "plan SWEEP", "bench", "oracle x", "verify x"})
  void unknownLibraryOfProducts_anyCommandThatTrains_saysWhatIsAllowed(String command) {
    System.setProperty("bigsweep.products", "mkl");
    try {
      Console console =
          Console.of(
              command
                  .replace("SWEEP", sweep.toString())
                  .replace("RESULTS", results.toString())
                  .split(" "));

      assertThat(console.code()).isEqualTo(ExitCode.BAD_INPUT);
      assertThat(console.err())
          .isEqualTo("bigsweep: Invalid -Dbigsweep.products: mkl (must be openblas or onednn)\n");
      assertThat(results).doesNotExist();
    } finally {
      System.clearProperty("bigsweep.products");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "bogus | Unmatched argument",
        "run | Missing required parameter: 'SWEEP'",
        "run none.yaml | Cannot read sweep none.yaml",
        "run SWEEP --set sigma2=-1 | Invalid sigma2: -1 (must be a number > 0)",
        "run SWEEP --set learningRate=0 | Invalid learningRate: 0",
        "run SWEEP --set depth=1 | Invalid depth: 1",
        "run SWEEP --set dpth=3 | dpth",
        "run SWEEP --set name=../x | Invalid name: ../x",
        "run SWEEP --set dataset=mnits | Invalid dataset: mnits",
        "run SWEEP --set trainingImages=5000 | Invalid split: 5000 training",
        "run SWEEP --out /proc/nowhere | Cannot write results to /proc/nowhere",
        "run SWEEP --max-failures many | Invalid --max-failures: many (must be a number such as 10",
        "run SWEEP --max-failures 101% | Invalid --max-failures: 101%",
        "run SWEEP --retry done | Invalid value for option '--retry'",
        "compact RESULTS | Cannot read results: no folder",
        "compact RESULTS --keep-for soon | Invalid --keep-for: soon (must be a time such as 90s",
        "doctor RESULTS | Cannot read results: no folder",
        "merge RESULTS RESULTS | Cannot read results: no folder",
        "extract RESULTS --sweep x --out y | Cannot read results: no folder",
        "plan SWEEP --cores 0 | Invalid --cores: 0",
        "plan SWEEP --sample -1 | Invalid --sample: -1",
        "plan SWEEP --probe -1 | Invalid --probe: -1",
        "plan SWEEP --diff none.yaml | Cannot read sweep none.yaml",
        "data fetch minst | Invalid dataset: minst",
        "status RESULTS | Cannot read results: no folder",
        "top RESULTS | Cannot read results: no folder",
        "show RESULTS 1234 | Cannot read results: no folder",
        "sql RESULTS select | Cannot read results: no folder",
        "verify RESULTS | Cannot read results: no folder",
        "verify RESULTS --sample 0% | Invalid --sample: 0%",
        "verify RESULTS --cores 0 | Invalid --cores: 0",
        "oracle RESULTS | Cannot read oracle cases: no folder",
        "bench --rules Bp | Invalid rule: Bp",
        "bench --seconds 0 | Invalid --seconds: 0.0 (must be positive)",
        "data | Missing subcommand",
      })
  void badInput_anyCommand_oneSentenceAndNothingWritten(String command, String sentence) {
    Console console =
        Console.of(
            command
                .replace("SWEEP", sweep.toString())
                .replace("RESULTS", results.toString())
                .replace("run " + sweep, "run " + sweep + " --out " + results)
                .replace("--out " + results + " --out", "--out")
                .split(" "));

    assertThat(console.code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(console.out()).isEmpty();
    assertThat(console.err()).startsWith("bigsweep: ").contains(sentence).doesNotContain("\tat ");
    assertThat(results).doesNotExist();
  }

  @Test
  void init_thenPlan_readsTheTemplate() throws IOException {
    Path file = folder.resolve("mine.yaml");
    assertThat(Console.of("init", file.toString()).code()).isZero();

    String written = Files.readString(file);
    assertThat(written).contains("version: 1").contains("#");
    Console again = Console.of("init", file.toString());
    assertThat(again.code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(again.err()).contains("Cannot write " + file + ": it exists");
    assertThat(file).hasContent(written);
    Console plan =
        Console.of(
            "plan",
            file.toString(),
            "--set",
            "dataset=synthetic",
            "--set",
            "trainingImages=500",
            "--set",
            "validationImages=100",
            "--out",
            results.toString());
    assertThat(plan.err()).isEmpty();
    assertThat(plan.out()).contains("0 done");
    assertThat(results).doesNotExist();
  }

  @Test
  void run_twiceThenRead_tellsTheSameStory() throws IOException {
    Console first = run();
    assertThat(first.err()).startsWith("8/8 trials").hasLineCount(1);
    assertThat(first.code()).isZero();
    assertThat(first.out())
        .contains("8 trials to do", "log: ", "Spark UI: http://", "results: " + results);
    assertThat(results.resolve("_sweeps/small.yaml")).hasContent(SWEEP);
    List<Path> files = files();

    Console second = run();
    assertThat(second.code()).isZero();
    assertThat(second.out()).contains("nothing to do, all 8 trials");
    assertThat(files()).isEqualTo(files);

    JsonNode plan = json("plan", sweep.toString(), "--out", results.toString(), "--format", "json");
    assertThat(plan.get("trials").asInt()).isEqualTo(8);
    assertThat(plan.get("to_do").asInt()).isZero();
    JsonNode status = json("status", results.toString(), "--format", "json");
    assertThat(status.get("rules")).hasSize(2);
    status.get("rules").forEach(rule -> assertThat(rule.get("done").asInt()).isEqualTo(4));
    assertThat(status.at("/sweeps/0/planned").asInt()).isEqualTo(8);
    assertThat(status.get("rungs")).isEmpty();

    JsonNode top = json("top", results.toString(), "--format", "json");
    assertThat(top).hasSize(4);
    assertThat(top.findValues("validation_accuracy").stream().map(JsonNode::asDouble).toList())
        .isSortedAccordingTo((a, b) -> Double.compare(b, a));
    top.forEach(t -> assertThat(t.get("settings").asText()).startsWith("learningRate=0.0"));

    JsonNode rows =
        json(
            "sql",
            results.toString(),
            "select trial_id, test_accuracy from trials order by 1",
            "--format",
            "json");
    assertThat(rows).hasSize(8);
    JsonNode one = rows.get(0);
    String id = one.get("trial_id").asText();
    double accuracy = one.get("test_accuracy").asDouble();
    JsonNode shown =
        json("show", results.toString(), id.substring(0, 12), "--evaluate", "--format", "json");
    assertThat(shown.get("trial_id").asText()).isEqualTo(id);
    assertThat(shown.get("epoch_rows")).hasSize(3);
    assertThat(shown.get("test_accuracy").asDouble()).isEqualTo(accuracy);
    assertThat(shown.get("evaluated").get("test_accuracy").asDouble()).isEqualTo(accuracy);
    assertThat(Console.of("show", results.toString(), id).out()).contains("state", "DONE");
    assertThat(shown.get("layer_rows")).hasSize(3);
    assertThat(shown.get("attempts")).hasSize(1);
    assertThat(shown.get("sweeps")).extracting(JsonNode::asText).containsExactly("small.yaml");
    verify(id, shown.get("rerun").asText());
    Console unknown = Console.of("show", results.toString(), "zz");
    assertThat(unknown.code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(unknown.err()).startsWith("bigsweep: Invalid trial: zz");
  }

  /** The folder alone is enough to train trials again, and a trial's line trains it alone. */
  private void verify(String id, String rerun) throws IOException {
    JsonNode verified =
        json("verify", results.toString(), "--sample", "30%", "--seed", "3", "--format", "json");
    assertThat(verified.get("agree").asBoolean()).isTrue();
    assertThat(verified.get("trials")).hasSize(3);
    Console text = Console.of("verify", results.toString(), "--trial", id.substring(0, 12));
    assertThat(text.code()).isZero();
    assertThat(text.out()).contains("retraining 1 of 8 trials", id + "  same bits", "all 1 agree");

    List<String> words = new ArrayList<>(List.of(rerun.split(" ")));
    words.remove(0);
    words.set(words.size() - 1, folder.resolve("rerun").toString());
    Console alone = Console.of(words.toArray(String[]::new));
    assertThat(alone.code()).isZero();
    assertThat(
            json(
                    "sql",
                    folder.resolve("rerun").toString(),
                    "select trial_id from trials",
                    "--format",
                    "json")
                .findValuesAsText("trial_id"))
        .containsExactly(id);
  }

  private Console run() {
    return Console.of("run", sweep.toString(), "--out", results.toString(), "--master", "local[2]");
  }

  private static JsonNode json(String... arguments) throws IOException {
    Console console = Console.of(arguments);
    assertThat(console.err()).isEmpty();
    assertThat(console.code()).isZero();
    return new ObjectMapper().readTree(console.out());
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> all = Files.walk(results)) {
      return all.sorted().toList();
    }
  }
}
