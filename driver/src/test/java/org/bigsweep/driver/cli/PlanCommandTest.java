package org.bigsweep.driver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PlanCommandTest {
  private static final String SWEEP =
      """
      version: 1
      name: small
      dataset: synthetic
      fixed: {trainingImages: 1000, validationImages: 500, epochs: 2, depth: 3, width: 16}
      grid:
        rule: [BP, DTP, BIG(eq. 4)]
        learningRate: [0.003, 0.01]
      seeds: 0..9
      """;

  @TempDir private Path folder;
  private Path sweep;

  @BeforeEach
  void writeSweep() throws IOException {
    sweep = Files.writeString(folder.resolve("small.yaml"), SWEEP);
  }

  private JsonNode json(String... more) throws IOException {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "plan",
                sweep.toString(),
                "--out",
                folder.resolve("r").toString(),
                "--format",
                "json"));
    arguments.addAll(List.of(more));
    Console console = Console.of(arguments.toArray(String[]::new));
    assertThat(console.err()).isEmpty();
    assertThat(console.code()).isZero();
    return new ObjectMapper().readTree(console.out());
  }

  @Test
  void plan_ofAnEmptyFolder_predictsFromAProbe() throws IOException {
    JsonNode plan = json("--probe", "0.5", "--cores", "2");

    assertThat(plan.get("predicted_from").asText()).isEqualTo("probe");
    assertThat(plan.get("observations").asInt()).isEqualTo(3);
    double seconds = plan.get("core_seconds").asDouble();
    assertThat(plan.get("core_seconds_low").asDouble()).isLessThan(seconds).isPositive();
    assertThat(plan.get("core_seconds_high").asDouble()).isGreaterThan(seconds);
    assertThat(plan.get("wall_seconds").asDouble()).isGreaterThanOrEqualTo(seconds / 2);
    assertThat(plan.get("files").asLong()).isEqualTo(4 * plan.get("groups").asLong());
    assertThat(plan.get("bytes").asLong()).isPositive();
    assertThat(plan.get("off_heap_bytes_per_trial").asLong()).isPositive();
    assertThat(plan.get("heap_bytes_of_images").asLong()).isPositive();
    double sum = 0;
    for (JsonNode rule : plan.get("rules")) {
      assertThat(rule.get("trials").asInt()).isEqualTo(20);
      sum += rule.get("core_seconds").asDouble();
    }
    assertThat(sum).isBetween(0.999 * seconds, 1.001 * seconds);
  }

  @Test
  void plan_withoutAProbe_saysSo() throws IOException {
    assertThat(json("--probe", "0").get("predicted_from").asText()).isEqualTo("typical");
  }

  /** {@link org.bigsweep.driver.plan.ProbeTime} has the rule. */
  @Test
  void plan_ofAShortSweep_takesNoTimeForAProbe() throws IOException {
    assertThat(json().get("predicted_from").asText()).isEqualTo("typical");
    assertThat(json("--set", "epochs=100000").get("predicted_from").asText()).isEqualTo("probe");
  }

  @Test
  void sample_listsTrialsThatTheSweepHas() throws IOException {
    JsonNode sample = json("--probe", "0", "--sample", "20").get("sample");

    assertThat(sample).hasSize(20);
    assertThat(sample.findValuesAsText("trial_id")).doesNotHaveDuplicates();
    sample.forEach(trial -> assertThat(trial.get("done").asBoolean()).isFalse());
    Console text =
        Console.of("plan", sweep.toString(), "--probe", "0", "--sample", "3", "--out", "none");
    assertThat(text.out()).contains("trial ", "learningRate=0.01 seed=");
  }

  @Test
  void diff_ofAChangedSweep_countsAndListsWhatItAddsAndDrops() throws IOException {
    JsonNode diff =
        json("--probe", "0", "--sample", "4", "--set", "seeds=5..12", "--diff", sweep.toString())
            .get("diff");

    assertThat(diff.get("added").asInt()).isEqualTo(18);
    assertThat(diff.get("dropped").asInt()).isEqualTo(30);
    assertThat(diff.get("kept").asInt()).isEqualTo(30);
    assertThat(diff.get("rules")).hasSize(3);
    assertThat(diff.get("added_sample")).hasSize(4);
    diff.get("added_sample")
        .forEach(t -> assertThat(t.at("/parameters/seed").asInt()).isBetween(10, 12));
    diff.get("dropped_sample")
        .forEach(t -> assertThat(t.at("/parameters/seed").asInt()).isBetween(0, 4));
  }

  @Test
  void diff_ofEnormousSweeps_isByFormula() throws IOException {
    Path huge = folder.resolve("huge.yaml");
    Files.writeString(huge, SWEEP.replace("0..9", "0..999999999"));

    JsonNode diff = json("--probe", "0", "--diff", huge.toString()).get("diff");

    assertThat(diff.get("added").asLong()).isZero();
    assertThat(diff.get("dropped").asLong()).isEqualTo(6_000_000_000L - 60);
    assertThat(diff.get("kept").asLong()).isEqualTo(60);
  }
}
