package org.bigsweep.driver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.bigsweep.engine.catalog.ParameterCatalog;
import org.bigsweep.results.ResultsFolder;
import org.bigsweep.results.ResultsReader;
import org.bigsweep.results.Table;
import org.bigsweep.results.Trial;
import org.bigsweep.results.TrialState;
import org.bigsweep.results.testing.Requires;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The results that {@code sweeps/RESULTS.md} rests on. */
final class ShippedResultsIT {
  private static final Path SWEEPS = Path.of("../sweeps").toAbsolutePath().normalize();
  private static final long MOST_BYTES = 7_500_000;

  static Stream<Path> folders() throws IOException {
    return Files.list(SWEEPS.resolve("results")).sorted();
  }

  /** A trial to train again, from its rows alone. */
  private record Chosen(Path folder, Trial trial) {
    @Override
    public String toString() {
      return folder.getFileName() + ": " + trial.getRule() + ", trial " + trial.getTrialId();
    }
  }

  /** The longest start first, as many at once as there are cores. */
  @TestFactory
  Stream<DynamicTest> verify_cheapestTrialOfEveryRuleAndFolder_agrees() throws IOException {
    Map<String, Console> fetched = new HashMap<>();
    ExecutorService pool = Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
    List<DynamicTest> tests = new ArrayList<>();
    for (Chosen chosen : cheapest()) {
      String name = chosen.trial().getDataset();
      Console data = fetched.computeIfAbsent(name, n -> Console.of("data", "fetch", n));
      Future<Console> verified = pool.submit(() -> verify(chosen));
      tests.add(
          DynamicTest.dynamicTest(
              chosen.toString(),
              () -> {
                assertFetched(name, data);
                Console console = verified.get();
                assertThat(console.code()).as(console.out() + console.err()).isZero();
              }));
    }
    pool.shutdown();
    return tests.stream();
  }

  /**
   * MNIST comes from where users have it from, or the test fails; so does Fashion-MNIST, but not
   * everywhere.
   */
  private static void assertFetched(String dataset, Console fetched) {
    if (fetched.code() != 0 && dataset.equals("fashion-mnist")) {
      Requires.file(Path.of("/usr/share/datasets/fashion-mnist"), "dataset-fashion-mnist");
    }
    assertThat(fetched.code()).as(fetched.err()).isZero();
  }

  private static Console verify(Chosen chosen) {
    String folder = chosen.folder().toString();
    return Console.of("verify", folder, "--cores", "1", "--trial", chosen.trial().getTrialId());
  }

  @Test
  void cheapest_ofAllFolders_haveEveryRuleAndPreset() throws IOException {
    List<String> labels = ParameterCatalog.standard().displayNames();

    assertThat(cheapest())
        .extracting(chosen -> chosen.trial().getRule())
        .containsAll(labels)
        .allMatch(labels::contains);
  }

  /**
   * For every rule and preset the cheapest trial of all folders; then for every folder that has
   * none of these its own cheapest. The longest first.
   */
  private static List<Chosen> cheapest() throws IOException {
    Map<String, Chosen> ofRule = new TreeMap<>();
    Map<Path, Chosen> ofFolder = new TreeMap<>();
    for (Path folder : folders().toList()) {
      try (Stream<Trial> rows = new ResultsReader(results(folder)).read(Table.TRIALS)) {
        rows.filter(trial -> trial.getState().equals(TrialState.DONE.name()))
            .forEach(
                trial -> {
                  Chosen chosen = new Chosen(folder, trial);
                  ofRule.merge(trial.getRule(), chosen, ShippedResultsIT::cheaper);
                  ofFolder.merge(folder, chosen, ShippedResultsIT::cheaper);
                });
      }
    }
    ofRule.values().forEach(chosen -> ofFolder.remove(chosen.folder()));
    return Stream.concat(ofRule.values().stream(), ofFolder.values().stream())
        .sorted(Comparator.comparing((Chosen chosen) -> chosen.trial().getSeconds()).reversed())
        .toList();
  }

  private static Chosen cheaper(Chosen first, Chosen second) {
    return second.trial().getSeconds() < first.trial().getSeconds() ? second : first;
  }

  /** A sweep file that has changed since asks for other trials than there are. */
  @ParameterizedTest
  @MethodSource("folders")
  void sweepFile_ofTheSameName_spansTheTrials(Path folder) {
    Path sweep = SWEEPS.resolve(folder.getFileName() + ".yaml");
    String dataset;
    try (Stream<Trial> rows = new ResultsReader(results(folder)).read(Table.TRIALS)) {
      dataset = rows.findFirst().orElseThrow().getDataset();
    }
    assertFetched(dataset, Console.of("data", "fetch", dataset));

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
