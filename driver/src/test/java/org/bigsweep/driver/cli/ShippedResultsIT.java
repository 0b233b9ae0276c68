package org.bigsweep.driver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.bigsweep.results.ResultsFolder;
import org.bigsweep.results.ResultsReader;
import org.bigsweep.results.Table;
import org.bigsweep.results.Trial;
import org.bigsweep.results.TrialState;
import org.bigsweep.results.testing.Requires;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The results that {@code sweeps/RESULTS.md} rests on. */
final class ShippedResultsIT {
  private static final Path SWEEPS = Path.of("../sweeps").toAbsolutePath().normalize();
  private static final long MOST_BYTES = 5_000_000;

  static Stream<Path> folders() throws IOException {
    return Files.list(SWEEPS.resolve("results")).sorted();
  }

  /** The cheapest trial of each comes out again, from its rows alone. */
  @ParameterizedTest
  @MethodSource("folders")
  void verify_cheapestTrial_agrees(Path folder) {
    Trial trial = cheapest(folder);
    fetch(trial.getDataset());

    Console verified =
        Console.of("verify", folder.toString(), "--cores", "1", "--trial", trial.getTrialId());

    assertThat(verified.code()).as(verified.out() + verified.err()).isZero();
  }

  /**
   * MNIST comes from where users have it from, or the test fails; so does Fashion-MNIST, but not
   * everywhere.
   */
  private static void fetch(String dataset) {
    Console fetched = Console.of("data", "fetch", dataset);
    if (fetched.code() != 0 && dataset.equals("fashion-mnist")) {
      Requires.file(Path.of("/usr/share/datasets/fashion-mnist"), "dataset-fashion-mnist");
    }
    assertThat(fetched.code()).as(fetched.err()).isZero();
  }

  private static Trial cheapest(Path folder) {
    try (Stream<Trial> rows = new ResultsReader(results(folder)).read(Table.TRIALS)) {
      return rows.filter(t -> t.getState().equals(TrialState.DONE.name()))
          .min(Comparator.comparing(Trial::getSeconds))
          .orElseThrow();
    }
  }

  /** A sweep file that has changed since asks for other trials than there are. */
  @ParameterizedTest
  @MethodSource("folders")
  void sweepFile_ofTheSameName_spansTheTrials(Path folder) {
    Path sweep = SWEEPS.resolve(folder.getFileName() + ".yaml");
    fetch(cheapest(folder).getDataset());

    Console planned =
        Console.of("plan", sweep.toString(), "--out", folder.toString(), "--probe", "0");

    long trials;
    try (Stream<Trial> rows = new ResultsReader(results(folder)).read(Table.TRIALS)) {
      trials = rows.count();
    }
    assertThat(planned.out()).contains("%,d done".formatted(trials));
    assertThat(planned.code()).isZero();
  }

  @ParameterizedTest
  @MethodSource("folders")
  void doctor_finds_noFaults(Path folder) {
    assertThat(Console.of("doctor", folder.toString()).out()).isEqualTo(folder + ": no faults\n");
  }

  @Test
  void folders_together_areSmall() throws IOException {
    long bytes = 0;
    try (Stream<Path> files = Files.walk(SWEEPS.resolve("results"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        bytes += Files.size(file);
      }
    }
    assertThat(bytes).isPositive().isLessThanOrEqualTo(MOST_BYTES);
  }

  private static ResultsFolder results(Path folder) {
    return ResultsFolder.at(folder.toString(), new Configuration());
  }
}
