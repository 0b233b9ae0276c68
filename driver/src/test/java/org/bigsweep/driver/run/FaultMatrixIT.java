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
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.bigsweep.driver.cluster.Build;
import org.bigsweep.engine.catalog.Numerics;
import org.bigsweep.results.Attempt;
import org.bigsweep.results.Decision;
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
 * A run with a pause and a decision, compaction, merge, a doctor who mends and an extract, killed
 * at every operation that changes what is stored, and lived again: what is there then is, bit for
 * bit, what an undisturbed life leaves.
 */
@Timeout(value = 20, unit = TimeUnit.MINUTES)
final class FaultMatrixIT {
  private static final int LEAST_POINTS = 30;
  private static final int GROUP_FILES = 3;

  /** A process takes seconds; every operation is reached by a copy. */
  private static final int KINDS_PER_PROCESS = 6;

  private static final List<Table<?>> MEASURED =
      List.of(Table.TRIALS, Table.EPOCHS, Table.LAYERS, Table.PAUSED);
  private static final List<String> FOLDERS = List.of("results", "united", "sick", "extracted");

  private static final Configuration CONFIGURATION = new Configuration();

  @TempDir private Path directory;
  private Path undisturbed;
  private List<KilledLife.Step> steps;
  private Map<String, Left> wanted;

  /**
   * What a life leaves in a folder.
   *
   * @param rows by table, measured columns only
   * @param files without those that were moved aside, by directory
   */
  private record Left(
      Map<String, Map<String, String>> rows, List<String> decisions, Map<String, Integer> files) {
    static Left in(Path place, String name) {
      ResultsFolder folder = folder(place, name);
      Map<String, Map<String, String>> rows = new TreeMap<>();
      MEASURED.forEach(table -> rows.put(table.name(), MeasuredRows.of(folder, table)));
      return new Left(rows, decided(folder), counted(place.resolve(name)));
    }
  }

  @BeforeEach
  void liveUndisturbed() {
    undisturbed = directory.resolve("undisturbed");
    KilledLife.Lived life = KilledLife.here(undisturbed, step -> {});
    steps = life.steps();
    wanted =
        FOLDERS.stream()
            .collect(Collectors.toMap(name -> name, name -> Left.in(undisturbed, name)));
    Map<String, Map<String, String>> rows = wanted.get("results").rows();
    assertThat(rows.get(Table.TRIALS.name())).hasSize(ScriptedLife.trials().size());
    assertThat(rows.get(Table.PAUSED.name())).isNotEmpty();
    assertThat(wanted.get("extracted").decisions()).hasSize(1);
    try (Stream<Path> aside = Files.walk(undisturbed.resolve("sick/_quarantine"))) {
      assertThat(aside.filter(Files::isRegularFile))
          .hasSize(2 * GROUP_FILES + 1); // kept parameters too
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    // the first one pauses, and goes on later
    assertThat(life.starts()).hasSize(ScriptedLife.trials().size() + 1);
    assertThat(attempts(folder(undisturbed, "results"))).isEqualTo(counted(life.starts()));
  }

  /** What is on the disk before an operation is what a death before it would leave there. */
  @Test
  void live_onTheDiskBeforeEveryOperation_leavesTheSame() throws Exception {
    Path copied = Files.createDirectory(directory.resolve("copied"));
    List<Integer> copies = new ArrayList<>();
    List<String> starts =
        KilledLife.here(
                copied,
                step -> {
                  if (!steps.get(step - 1).chapter().equals(ScriptedLife.PREPARATION)) {
                    copy(copied, directory.resolve("before-" + step));
                    copies.add(step);
                  }
                })
            .starts();
    ExecutorService threads = threads();
    try {
      List<Future<?>> lives = new ArrayList<>();
      for (int step : copies) {
        lives.add(threads.submit(() -> goOn(step, starts)));
      }
      for (Future<?> life : lives) {
        life.get();
      }
      System.out.printf("fault matrix: went on before each of %d operations%n", copies.size());
    } finally {
      threads.shutdownNow();
    }
  }

  /** Lives on from a copy. */
  private Void goOn(int step, List<String> starts) throws IOException {
    Path place = directory.resolve("before-" + step);
    expireLeases(place); // the process of their holder is this one, and lives
    String point = "before operation " + step + ", " + steps.get(step - 1);
    List<String> all = new ArrayList<>(starts.subList(0, steps.get(step - 1).starts()));
    all.addAll(liveAgain(place, point));
    // no start is told twice or made up; those of the life that ended may not be told
    attempts(folder(place, "results"))
        .forEach(
            (trial, told) ->
                assertThat(told)
                    .as("starts told of trial %s after a death %s", trial, point)
                    .isLessThanOrEqualTo(counted(all).get(trial)));
    delete(place);
    return null;
  }

  private static void copy(Path from, Path to) {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path path : all.toList()) {
        Files.copy(path, to.resolve(from.relativize(path)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void live_processKilledAtEverySixthKindOfOperation_leavesTheSameWhenLivedAgain()
      throws Exception {
    Map<String, Integer> points = points();
    assertThat(points).hasSizeGreaterThanOrEqualTo(LEAST_POINTS);
    ExecutorService threads = threads();
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

  private static ExecutorService threads() {
    return Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
  }

  /** The first operation of every sixth kind, by chapter and place. */
  private Map<String, Integer> points() {
    Map<String, Integer> kinds = new LinkedHashMap<>();
    for (int i = 0; i < steps.size(); i++) {
      KilledLife.Step step = steps.get(i);
      if (step.chapter().equals(ScriptedLife.PREPARATION)) {
        continue;
      }
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
    command.addAll(List.of("-XX:+UseSerialGC", Build.QUICK_COMPILER, "-Xmx512m"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(KilledLife.class.getName(), place.toString(), Integer.toString(fatal)));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    return process.waitFor();
  }

  /** Lives on after a death; the starts of trials that it takes. */
  private List<String> liveAgain(Path place, String point) {
    Set<String> finished = new ResultsReader(folder(place, "results")).states().keySet();
    Map<String, Long> told = attempts(folder(place, "results"));
    List<String> starts = KilledLife.here(place, step -> {}).starts();
    assertThat(starts).as("starts after a death %s", point).noneMatch(finished::contains);
    assertThat(new HashSet<>(starts))
        .as("trials trained after a death %s", point)
        .hasSize(ScriptedLife.trials().size() - finished.size());
    Map<String, Long> more = counted(starts);
    told.forEach((trial, count) -> more.merge(trial, count, Long::sum));
    assertThat(attempts(folder(place, "results")))
        .as("starts told after a death %s", point)
        .isEqualTo(more);
    for (String name : FOLDERS) {
      Left left = Left.in(place, name);
      wanted
          .get(name)
          .rows()
          .forEach(
              (table, rows) ->
                  assertThat(left.rows().get(table))
                      .as("%s of %s after a death %s", table, name, point)
                      .isEqualTo(rows));
      assertThat(left).as("left in %s after a death %s", name, point).isEqualTo(wanted.get(name));
      assertThat(Examination.of(folder(place, name), Numerics.VERSION, Duration.ZERO))
          .as("faults of %s after a death %s", name, point)
          .isEmpty();
    }
    return starts;
  }

  /** How many starts of each trial are told. */
  private static Map<String, Long> attempts(ResultsFolder folder) {
    try (Stream<Attempt> attempts = new ResultsReader(folder).read(Table.ATTEMPTS)) {
      return counted(attempts.map(Attempt::getTrialId).toList());
    }
  }

  private static Map<String, Long> counted(List<String> trials) {
    return trials.stream()
        .collect(Collectors.groupingBy(id -> id, TreeMap::new, Collectors.counting()));
  }

  /** Without the time at which they were made. */
  private static List<String> decided(ResultsFolder folder) {
    try (Stream<Decision> rows = new ResultsReader(folder).read(Table.DECISIONS)) {
      return rows.map(row -> Decision.newBuilder(row).setDecidedAt(Instant.EPOCH).build())
          .map(Decision::toString)
          .toList();
    }
  }

  /** Files other than those that were moved aside, by directory. */
  private static Map<String, Integer> counted(Path folder) {
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
    return ResultsFolder.at(place.resolve(name).toString(), CONFIGURATION);
  }
}
