package org.bigsweep.driver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.bigsweep.results.Attempt;
import org.bigsweep.results.ResultsFolder;
import org.bigsweep.results.ResultsReader;
import org.bigsweep.results.Table;
import org.bigsweep.results.Trial;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sweeps that share one results folder, from the command line to the files. */
final class GrowingSweepTest {
  private static final String HEAD =
      """
      version: 1
      name: %s
      dataset: synthetic
      fixed: {trainingImages: 256, validationImages: 100, epochs: 1, depth: 3, width: 8}
      """;

  @TempDir private Path folder;

  private Console run(String name, String space, String... more) throws IOException {
    Path file = Files.writeString(folder.resolve(name + ".yaml"), HEAD.formatted(name) + space);
    List<String> arguments = new ArrayList<>(List.of("run", file.toString()));
    arguments.addAll(List.of(more));
    arguments.addAll(List.of("--out", folder.resolve("results").toString()));
    arguments.addAll(List.of("--master", "local[2]"));
    Console console = Console.of(arguments.toArray(String[]::new));
    assertThat(console.code()).as(console.err()).isZero();
    return console;
  }

  private ResultsReader reader() {
    return new ResultsReader(
        ResultsFolder.at(folder.resolve("results").toString(), new Configuration()));
  }

  private Set<String> trials() {
    Set<String> ids = new HashSet<>();
    try (Stream<Trial> rows = reader().read(Table.TRIALS)) {
      rows.forEach(row -> assertThat(ids.add(row.getTrialId())).isTrue());
    }
    return ids;
  }

  private long starts() {
    try (Stream<Attempt> rows = reader().read(Table.ATTEMPTS)) {
      return rows.count();
    }
  }

  @Test
  void run_grownShrunkAndOverlappingSweeps_trainsEveryTrialOnce() throws IOException {
    assertThat(run("first", "grid: {rule: [BP, BIG], sigma2: [0.5, 1]}\nseeds: 0..1").out())
        .contains("6 trials to do, 0 of 6 done");
    Set<String> before = trials();

    // one more seed, one more σ², which multiplies BIG alone
    Console grown = run("first", "grid: {rule: [BP, BIG], sigma2: [0.5, 1, 2]}\nseeds: 0..2");
    assertThat(grown.out()).contains("6 trials to do, 6 of 12 done");
    assertThat(trials()).hasSize(12).containsAll(before);

    // shrunk, from the command line
    assertThat(
            run(
                    "first",
                    "grid: {rule: [BP, BIG], sigma2: [0.5, 1, 2]}\nseeds: 0..2",
                    "--set",
                    "rule=BIG",
                    "--set",
                    "seeds=1")
                .out())
        .contains("nothing to do, all 3 trials");

    // another sweep of which nothing is missing; it is a sweep of the folder all the same
    assertThat(run("third", "grid: {rule: [BP], sigma2: [0.5]}\nseeds: 0..1").out())
        .contains("third: nothing to do, all 2 trials");
    assertThat(
            Console.of(
                    "extract",
                    results(),
                    "--sweep",
                    "third",
                    "--out",
                    folder.resolve("extracted").toString())
                .out())
        .contains("2 trials of third");

    // another sweep, which says part of the same in other words
    Console other =
        run(
            "second",
            "union:\n  - fixed: {rule: BIG(eq. 4), sigma2: 2}\n  - grid: {rule: [DTP, BP]}\n"
                + "seeds: [0, 2]");
    assertThat(other.out()).contains("2 trials to do, 4 of 6 done");
    assertThat(trials()).hasSize(14);
    assertThat(starts()).isEqualTo(14);
    assertThat(folder.resolve("results/_sweeps")).isDirectoryContaining("glob:**.yaml");

    String shared =
        before.stream()
            .filter(id -> Console.of("show", results(), id).out().contains("second.yaml"))
            .findFirst()
            .orElseThrow();
    assertThat(Console.of("show", results(), shared).out()).contains("wanted by: first");
  }

  /** No figure may need what such trials do not have. */
  @Test
  void report_ofConfigurationsWithoutValidationImages_isWritten() throws IOException {
    run(
        "blind",
        "grid: {rule: BP, learningRate: [1e-4, 3e-4, 1e-3, 3e-3], batchSize: [64, 128]}",
        "--set",
        "validationImages=0");

    Console report =
        Console.of("report", results(), "-o", folder.resolve("report.html").toString());

    assertThat(report.code()).as(report.err()).isZero();
  }

  private String results() {
    return folder.resolve("results").toString();
  }
}
