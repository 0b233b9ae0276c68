package org.bigsweep.driver.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.bigsweep.engine.catalog.Numerics;
import org.bigsweep.results.Attempt;
import org.bigsweep.results.Examination;
import org.bigsweep.results.ResultsFolder;
import org.bigsweep.results.ResultsReader;
import org.bigsweep.results.Table;
import org.bigsweep.results.testing.Operation;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A run, compaction, merge and doctor's visit, killed at every operation that changes what is
 * stored, and lived again: what is there then is, bit for bit, what an undisturbed life leaves.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
final class FaultMatrixIT {
  private static final int LEAST_POINTS = 30;

  /** A process takes seconds; every operation is stopped at in-process. */
  private static final int KINDS_PER_PROCESS = 3;

  private static final List<Table<?>> MEASURED = List.of(Table.TRIALS, Table.EPOCHS, Table.LAYERS);
  private static final List<String> FOLDERS = List.of("results", "united");

  @TempDir private Path directory;
  private Path undisturbed;
  private List<KilledLife.Step> steps;

  @BeforeEach
  void liveUndisturbed() {
    undisturbed = directory.resolve("undisturbed");
    steps = KilledLife.here(undisturbed, Long.MAX_VALUE);
    assertThat(MeasuredRows.of(folder(undisturbed, "results"), Table.TRIALS))
        .hasSize(ScriptedLife.trials().size());
  }

  @Test
  void live_stoppedAtEveryOperation_leavesTheSameWhenLivedAgain() throws IOException {
    for (int fatal = 1; fatal <= steps.size(); fatal++) {
      Path place = directory.resolve("stopped-" + fatal);
      KilledLife.here(place, fatal);
      expireLeases(place); // the process of their holder is this one, and lives
      liveAgain(place, "before operation " + fatal + ", " + steps.get(fatal - 1));
      delete(place);
    }
    System.out.printf("fault matrix: stopped at each of %d operations%n", steps.size());
  }

  @Test
  void live_processKilledAtEveryThirdKindOfOperation_leavesTheSameWhenLivedAgain()
      throws Exception {
    Map<String, Integer> points = points();
    assertThat(points).hasSizeGreaterThanOrEqualTo(LEAST_POINTS);
    ExecutorService threads =
        Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
    try {
      Map<String, Future<Integer>> codes = new LinkedHashMap<>();
      points.forEach(
          (name, fatal) ->
              codes.put(name, threads.submit(() -> kill(directory.resolve("k" + fatal), fatal))));
      for (Map.Entry<String, Future<Integer>> killed : codes.entrySet()) {
        assertThat(killed.getValue().get()).as(killed.getKey()).isEqualTo(137);
        Path place = directory.resolve("k" + points.get(killed.getKey()));
        liveAgain(place, killed.getKey());
        delete(place);
      }
    } finally {
      threads.shutdownNow();
    }
    points.keySet().forEach(name -> System.out.println("fault matrix: killed " + name));
    System.out.printf("fault matrix: killed a process at %d distinct points%n", points.size());
  }

  /** The first operation of every third kind, by chapter and place. */
  private Map<String, Integer> points() {
    Map<String, Integer> kinds = new LinkedHashMap<>();
    for (int i = 0; i < steps.size(); i++) {
      KilledLife.Step step = steps.get(i);
      kinds.putIfAbsent(
          "during %s: before %s of %s"
              .formatted(step.chapter(), verb(step.operation().kind()), place(i)),
          i + 1);
    }
    Map<String, Integer> points = new LinkedHashMap<>();
    int kind = 0;
    for (Map.Entry<String, Integer> point : kinds.entrySet()) {
      if (kind++ % KINDS_PER_PROCESS == 0) {
        points.put(point.getKey(), point.getValue());
      }
    }
    return points;
  }

  private static String verb(Operation.Kind kind) {
    return switch (kind) {
      case CREATE -> "the creation";
      case WRITE -> "the first half";
      case CLOSE -> "the second half";
      case RENAME -> "the renaming";
      case DELETE -> "the deletion";
      default -> "the directory";
    };
  }

  /** Where an operation's file belongs; of one written aside, where it is renamed to. */
  private String place(int index) {
    String path = relative(steps.get(index).operation());
    if (!path.contains("/_tmp/") || path.endsWith("-clock")) {
      return plain(path);
    }
    for (int i = index; i < steps.size(); i++) {
      Operation later = steps.get(i).operation();
      if (later.kind() == Operation.Kind.RENAME) {
        return plain(relative(later)) + " aside";
      }
    }
    return plain(path);
  }

  private String relative(Operation operation) {
    return undisturbed.relativize(Path.of(operation.path())).toString();
  }

  private static String plain(String path) {
    return path.replaceAll("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "*")
        .replaceAll("[0-9a-f]{20}", "*");
  }

  private static int kill(Path place, int fatal) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(List.of("-XX:+UseSerialGC", "-Xmx512m"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(KilledLife.class.getName(), place.toString(), Integer.toString(fatal)));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(Files.createTempFile("killed", ".log").toFile())
            .start();
    return process.waitFor();
  }

  private void liveAgain(Path place, String point) {
    KilledLife.here(place, Long.MAX_VALUE);
    for (String name : FOLDERS) {
      ResultsFolder folder = folder(place, name);
      for (Table<?> table : MEASURED) {
        assertThat(MeasuredRows.of(folder, table))
            .as("%s of %s after a death %s", table, name, point)
            .isEqualTo(MeasuredRows.of(folder(undisturbed, name), table));
      }
      assertThat(Examination.of(folder, Numerics.VERSION, Duration.ZERO))
          .as("faults of %s after a death %s", name, point)
          .isEmpty();
      assertThat(files(place.resolve(name)))
          .as("files of %s after a death %s", name, point)
          .isEqualTo(files(undisturbed.resolve(name)));
      assertThat(done(folder))
          .as("starts of %s after a death %s", name, point)
          .isEqualTo(done(folder(undisturbed, name)));
    }
  }

  /** Finished trials by the number of starts that are told to have finished them. */
  private static Map<String, Long> done(ResultsFolder folder) {
    Map<String, Long> done = new TreeMap<>();
    try (Stream<Attempt> attempts = new ResultsReader(folder).read(Table.ATTEMPTS)) {
      attempts.forEach(a -> done.putIfAbsent(a.getTrialId(), 1L));
    }
    return done;
  }

  /** Files other than those that were moved aside, by directory. */
  private static Map<String, Integer> files(Path folder) {
    Map<String, Integer> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(folder)) {
      all.filter(Files::isRegularFile)
          .map(folder::relativize)
          .map(Path::getParent)
          .map(Path::toString)
          .filter(parent -> !parent.startsWith("_quarantine") && !parent.equals("attempts"))
          .forEach(parent -> files.merge(parent, 1, Integer::sum));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return files;
  }

  private static void expireLeases(Path place) throws IOException {
    for (String name : FOLDERS) {
      Path sweeps = place.resolve(name).resolve("_sweeps");
      if (Files.isDirectory(sweeps)) {
        try (Stream<Path> leases = Files.list(sweeps)) {
          for (Path lease : leases.filter(l -> l.toString().endsWith(".lease")).toList()) {
            Files.setLastModifiedTime(
                lease, FileTime.from(Instant.now().minus(Duration.ofHours(1))));
          }
        }
      }
    }
  }

  private static void delete(Path place) throws IOException {
    try (Stream<Path> all = Files.walk(place)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  private static ResultsFolder folder(Path place, String name) {
    return ResultsFolder.at(place.resolve(name).toString(), new Configuration());
  }
}
