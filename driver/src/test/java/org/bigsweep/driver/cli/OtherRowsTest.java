package org.bigsweep.driver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.bigsweep.driver.plan.TrialIds;
import org.bigsweep.results.GroupRows;
import org.bigsweep.results.ResultsFolder;
import org.bigsweep.results.ResultsReader;
import org.bigsweep.results.ResultsWriter;
import org.bigsweep.results.Table;
import org.bigsweep.results.Trial;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Folders whose rows have the sweep's parameters, but were made of other data or numerics. */
final class OtherRowsTest {
  private static final String SWEEP =
      """
      version: 1
      name: small
      dataset: synthetic
      fixed: {trainingImages: 256, validationImages: 100, epochs: 1, depth: 3, width: 8}
      grid: {rule: [BP, DTP]}
      seeds: 0
      """;

  @TempDir private Path folder;
  private Path sweep;

  @BeforeEach
  void writeSweep() throws IOException {
    sweep = Files.writeString(folder.resolve("small.yaml"), SWEEP);
  }

  @Test
  void run_rowsOfOtherDataAndOtherNumerics_trainsThemAgain() {
    assertThat(command("run", "made").code()).isZero();
    List<Trial> made = trials("made");
    assertThat(made).hasSize(2);
    List<Trial> others = new ArrayList<>();
    for (Trial row : made) {
      // the formula is the engine's, so that a row is foreign by what is changed below alone
      assertThat(TrialIds.of(row.getNumericsVersion(), row.getDatasetSha256(), row.getParameters()))
          .isEqualTo(row.getTrialId());
      others.add(
          row.getBaseRule().equals("BP")
              ? copy(row, row.getNumericsVersion(), "0".repeat(64))
              : copy(row, row.getNumericsVersion() + 1, row.getDatasetSha256()));
    }
    new ResultsWriter(folder("others"))
        .publish(new GroupRows(others, List.of(), List.of(), List.of(), Map.of()));

    assertThat(command("plan", "others", "--probe", "0").out())
        .contains("2 trials, 0 done, 2 to do");
    Console run = command("run", "others");

    assertThat(run.out()).contains("2 trials to do, 0 of 2 done");
    assertThat(run.code()).isZero();
    List<Trial> both = new ArrayList<>(others);
    both.addAll(made);
    assertThat(trials("others"))
        .extracting(Trial::getTrialId)
        .containsExactlyInAnyOrderElementsOf(both.stream().map(Trial::getTrialId).toList());
    assertThat(command("run", "others").out()).contains("nothing to do, all 2 trials");
  }

  private static Trial copy(Trial row, int numerics, String sha256) {
    return Trial.newBuilder(row)
        .setTrialId(TrialIds.of(numerics, sha256, row.getParameters()))
        .setNumericsVersion(numerics)
        .setDatasetSha256(sha256)
        .build();
  }

  private Console command(String name, String results, String... more) {
    List<String> arguments = new ArrayList<>(List.of(name, sweep.toString()));
    arguments.addAll(List.of("--out", folder.resolve(results).toString()));
    arguments.addAll(List.of(more));
    if (name.equals("run")) {
      arguments.addAll(List.of("--master", "local[2]"));
    }
    return Console.of(arguments.toArray(String[]::new));
  }

  private List<Trial> trials(String results) {
    try (Stream<Trial> rows = new ResultsReader(folder(results)).read(Table.TRIALS)) {
      return rows.toList();
    }
  }

  private ResultsFolder folder(String results) {
    return ResultsFolder.at(folder.resolve(results).toString(), new Configuration());
  }
}
