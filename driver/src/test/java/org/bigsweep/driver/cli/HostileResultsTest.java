package org.bigsweep.driver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.hadoop.conf.Configuration;
import org.bigsweep.driver.store.SampleResults;
import org.bigsweep.results.ResultsFolder;
import org.bigsweep.results.ResultsReader;
import org.bigsweep.results.Table;
import org.bigsweep.results.Trial;
import org.bigsweep.results.TrialState;
import org.bigsweep.results.testing.ForeignFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A results folder that somebody else wrote, with the worst of intentions. */
final class HostileResultsTest {
  private static final String EVIL = "../../evil";

  @TempDir private Path directory;
  private Path results;

  @BeforeEach
  void publishOne() {
    results = directory.resolve("a/results");
    SampleResults sample = new SampleResults(results);
    sample.add("BP", "0.1", 1, TrialState.DONE, 0.9, 0.9);
    sample.publish();
  }

  private ResultsFolder folder() {
    return ResultsFolder.at(results.toString(), new Configuration());
  }

  /** Writes the one trial once more, with these columns changed, as another program would. */
  private void plant(Map<String, Object> columns) throws IOException {
    Trial honest;
    try (Stream<Trial> trials = new ResultsReader(folder()).read(Table.TRIALS)) {
      honest = trials.findFirst().orElseThrow();
    }
    GenericRecord row = new GenericData.Record(honest.getSchema());
    for (Schema.Field field : honest.getSchema().getFields()) {
      row.put(field.pos(), honest.get(field.pos()));
    }
    row.put("started", honest.getStarted().toEpochMilli());
    columns.forEach(row::put);
    ForeignFile.write(results.resolve("trials/0123456789abcdef0123.parquet"), row);
  }

  private void assertRefused(Console console) {
    assertThat(console.code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(console.err().lines())
        .singleElement()
        .asString()
        .contains(
            "0123456789abcdef0123.parquet", "trial id", EVIL, "must be 20 hexadecimal digits");
  }

  @Test
  void merge_idThatLeadsOutside_writesNothing() throws IOException {
    plant(Map.of("trial_id", EVIL, "weights", "weights/" + EVIL + ".npz"));
    Files.createDirectories(results.resolve("weights"));
    Files.writeString(directory.resolve("a/evil.npz"), "planted");
    Path both = directory.resolve("b/c/both");

    assertRefused(Console.of("merge", results.toString(), "--out", both.toString()));

    try (Stream<Path> files = Files.walk(directory)) {
      assertThat(files.filter(file -> file.endsWith("evil.npz"))).hasSize(1);
    }
  }

  @Test
  void show_idThatLeadsOutside_readsNothing() throws IOException {
    plant(Map.of("trial_id", EVIL, "weights", "weights/" + EVIL + ".npz"));

    assertRefused(Console.of("show", results.toString(), EVIL, "--evaluate"));
    assertRefused(Console.of("status", results.toString()));
  }

  @Test
  void show_controlCharacters_areVisible() throws IOException {
    plant(
        Map.of(
            "trial_id",
            "feedfeedfeedfeedfeed",
            "rule",
            "\u001b[2JBP",
            "state",
            "FAILED",
            "reason",
            "\u001b]0;title\u0007"));

    for (List<String> command :
        List.of(
            List.of("show", results.toString(), "feed"),
            List.of("status", results.toString()),
            List.of("top", results.toString()))) {
      Console console = Console.of(command.toArray(String[]::new));
      assertThat(console.code()).as(console.err()).isZero();
      assertThat(console.out() + console.err()).doesNotContain("\u001b", "\u0007");
    }
    assertThat(Console.of("show", results.toString(), "feed").out())
        .contains("\\u001b[2JBP", "\\u001b]0;title\\u0007");
  }
}
