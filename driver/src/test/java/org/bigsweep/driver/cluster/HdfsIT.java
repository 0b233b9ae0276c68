package org.bigsweep.driver.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.bigsweep.driver.run.MeasuredRows;
import org.bigsweep.results.LeaseContract;
import org.bigsweep.results.PublicationContract;
import org.bigsweep.results.ResultsFolder;
import org.bigsweep.results.Table;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Results on a real HDFS: the program, and the contracts of every storage. */
final class HdfsIT {
  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final int TRIALS = 7;

  /** One trial, begun first, outlasts all others together: a kill comes before the end. */
  private static final String SWEEP =
      """
      version: 1
      name: on-hdfs
      dataset: synthetic
      fixed: {trainingImages: 1500, validationImages: 500, depth: 4, width: 128}
      union:
      - fixed: {epochs: 1200, rule: BP}
      - fixed: {epochs: 2}
        grid: {rule: [BP, DTP], batchSize: [50, 100, 125]}
      seeds: 0
      """;

  @TempDir private static Path folder;
  private static HdfsServer server;
  private static Path sweep;
  private static int folders;

  @BeforeAll
  static void start() throws IOException {
    server = HdfsServer.start(folder);
    sweep = Files.writeString(folder.resolve("sweep.yaml"), SWEEP);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static Program bigsweep(String name, String... arguments) {
    List<String> command = new ArrayList<>(List.of(Build.LAUNCHER.toString()));
    command.addAll(List.of(arguments));
    return Program.start(folder, name, Map.of(), command);
  }

  @Test
  void run_driverKilled_sameCommandFinishesWithTheBitsOfALocalFolder() throws IOException {
    String place = server.place("shared");
    ResultsFolder shared = ResultsFolder.at(place, server.configuration());
    String[] command = {"run", sweep.toString(), "--out", place, "--master", "local[2]"};
    try (Program first = bigsweep("first", command)) {
      first.await("a first group is published", () -> !files(place, "trials").isEmpty(), LIMIT);
      Program.halt(first.handle());
      // a group of which only a part is there would be a fault until it is trained again
      while (!isBetweenPublications(place)) {
        Program.goOn(first.handle());
        first.await("the group is published", () -> isBetweenPublications(place), LIMIT);
        Program.halt(first.handle());
      }
      first.kill();
    }
    assertThat(trials(shared)).hasSizeBetween(1, TRIALS - 1);

    try (Program second = bigsweep("second", command)) {
      Program.Ended ended = second.end(LIMIT);
      assertThat(ended.code()).as(ended.err()).isZero();
      assertThat(ended.out()).containsPattern("[1-6] of 7 done");
    }

    String local = folder.resolve("local").toString();
    command[3] = local;
    try (Program reference = bigsweep("reference", command)) {
      Program.Ended ended = reference.end(LIMIT);
      assertThat(ended.code()).as(ended.err()).isZero();
    }
    ResultsFolder undisturbed = ResultsFolder.at(local, new Configuration());
    for (Table<?> table : List.of(Table.TRIALS, Table.EPOCHS, Table.LAYERS)) {
      assertThat(MeasuredRows.of(shared, table))
          .as(table.name())
          .isNotEmpty()
          .isEqualTo(MeasuredRows.of(undisturbed, table));
    }
    assertThat(trials(shared)).hasSize(TRIALS);

    try (Program doctor = bigsweep("doctor", "doctor", place)) {
      Program.Ended ended = doctor.end(LIMIT);
      assertThat(ended.out()).contains("no faults");
      assertThat(ended.code()).isZero();
    }
  }

  private static boolean isBetweenPublications(String results) {
    Set<String> groups = files(results, "trials");
    return groups.equals(files(results, "epochs"))
        && groups.equals(files(results, "layers"))
        && files(results, "_tmp").isEmpty();
  }

  private static Set<String> files(String results, String folder) {
    var path = new org.apache.hadoop.fs.Path(results, folder);
    try {
      return Stream.of(path.getFileSystem(server.configuration()).listStatus(path))
          .map(file -> file.getPath().getName())
          .collect(Collectors.toSet());
    } catch (FileNotFoundException e) {
      return Set.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, String> trials(ResultsFolder results) {
    return MeasuredRows.of(results, Table.TRIALS);
  }

  /** The contract of publishing, racing writers included. */
  @Nested
  final class Publishing extends PublicationContract {
    @Override
    protected String emptyFolder() {
      return anotherPlace();
    }

    @Override
    protected Configuration configuration() {
      return server.configuration();
    }

    @Override
    protected boolean firstWriterWins() {
      return false;
    }
  }

  /** The contract of leases. */
  @Nested
  final class Leases extends LeaseContract {
    @Override
    protected String emptyFolder() {
      return anotherPlace();
    }

    @Override
    protected Configuration configuration() {
      return server.configuration();
    }
  }

  private static String anotherPlace() {
    return server.place("contract-" + folders++);
  }
}
