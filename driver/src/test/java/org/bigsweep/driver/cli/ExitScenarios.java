package org.bigsweep.driver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.bigsweep.results.Lease;
import org.bigsweep.results.ResultsFolder;
import org.bigsweep.results.testing.Faults;
import org.bigsweep.results.testing.FaultyFileSystem;
import org.bigsweep.results.testing.Operation;

/** Ways to each of the program's exit codes. */
final class ExitScenarios extends CommandScenarios {
  /** A run that nobody waits for the end of. */
  private static final String LONG =
      """
      version: 1
      name: long
      dataset: synthetic
      fixed: {trainingImages: 1000, validationImages: 50, epochs: 50000, depth: 3, width: 16}
      grid: {rule: [BP]}
      seeds: 0..3
      """;

  private static final String FOREIGN =
      """
      owner=11111111-2222-3333-4444-555555555555
      host=elsewhere
      pid=4711
      machine=another machine
      process_started=0
      started=2026-01-02T03:04:05Z
      heartbeat=5
      """;

  private static final String FAULTY =
      "spark.hadoop.fs.faulty.impl=" + FaultyFileSystem.class.getName();

  /** A cached file system would keep the settings of whoever opened it first. */
  private static final String UNCACHED = "spark.hadoop.fs.faulty.impl.disable.cache=true";

  private final Map<String, Integer> codes = new TreeMap<>();
  private final Map<String, Ending> endings = new TreeMap<>();

  ExitScenarios(SharedResults shared) {
    super(shared);
    end("status of sound results", ExitCode.DONE, () -> type("status", shared.results()));
    end("verify what comes out the same", ExitCode.DONE, this::same);
    end("trials for which there is no memory", ExitCode.TRIALS_FAILED, this::failing);
    end("more failures than are borne", ExitCode.TRIALS_FAILED, this::tooManyFailing);
    end("oracle case that fails", ExitCode.TRIALS_FAILED, this::failingOracle);
    end("verify what comes out otherwise", ExitCode.DIFFERENT, this::different);
    end("no such command", ExitCode.BAD_INPUT, () -> type("bogus"));
    end("no such folder", ExitCode.BAD_INPUT, () -> type("status", shared.fresh()));
    end("doctor of a sick folder", ExitCode.UNSOUND, this::sick);
    end("merge of differing trials", ExitCode.UNSOUND, this::differing);
    end("no Spark", ExitCode.INTERNAL, this::noSpark);
    end("full disk", ExitCode.OUTPUT_LOST, this::fullDisk);
    end("sweep that another driver runs", ExitCode.HELD, this::held);
    end("sweep that another driver takes over", ExitCode.HELD, this::takenOver);
    end("interrupted run", ExitCode.INTERRUPTED, this::interrupted);
  }

  private void end(String name, int code, Ending ending) {
    codes.put(name, code);
    endings.put(name, ending);
  }

  /** Exit codes that are to be, by what leads there. */
  Map<String, Integer> codes() {
    return codes;
  }

  Map<String, Ending> endings() {
    return endings;
  }

  private Console same() {
    return type("verify", shared.results(), "--sample", "1");
  }

  private Console different() {
    Path results =
        StoredResults.changed(
            shared.results(),
            shared.fresh(),
            row -> row.put("test_accuracy", row.getTestAccuracy() / 2));
    Console console = type("verify", results, "--sample", "1");
    assertThat(console.out()).contains("  DIFFERS  ", "test_accuracy").endsWith("1 of 1 differ\n");
    return console;
  }

  private Console tooWide(String... more) {
    Stream<Object> command =
        Stream.of(
            "run",
            shared.sweep(),
            "--out",
            shared.fresh(),
            "--master",
            "local[1]",
            "--set",
            RunningScenarios.TOO_WIDE,
            "--set",
            "seeds=0");
    return type(Stream.concat(command, Arrays.stream(more)).toArray());
  }

  private Console failing() {
    Console console = tooWide();
    assertThat(console.out()).contains("4 trials failed");
    return console;
  }

  private Console tooManyFailing() {
    Console console = tooWide("--max-failures", "0");
    assertThat(console.err()).contains("bigsweep: stopped: ");
    return console;
  }

  private Console failingOracle() throws IOException {
    Path folder = Files.createDirectories(shared.fresh());
    String sound =
        Files.readString(Path.of("../worker-engine/src/test/resources/oracle/fa-tanh-sgd.json"));
    Files.writeString(folder.resolve("case.json"), sound.replace("\"lr_f\": 0.1", "\"lr_f\": 0.2"));
    Console console = type("oracle", folder);
    assertThat(console.out()).endsWith("0 of 1 cases pass\n");
    return console;
  }

  private Console sick() throws IOException {
    Path results = copy(shared.results(), shared.fresh());
    Files.write(files(results.resolve("epochs")).get(0), new byte[100]);
    return type("doctor", results);
  }

  private Console differing() {
    Path other =
        StoredResults.changed(
            shared.results(),
            shared.fresh(),
            row -> row.put("test_accuracy", row.getTestAccuracy() / 2));
    Path both = shared.fresh();
    Console console = type("merge", shared.results(), other, "--out", both);
    assertThat(console.err())
        .startsWith("bigsweep: 8 trials have other figures in " + other + " on the same kernel: ");
    return console;
  }

  private Console noSpark() {
    Path results = shared.fresh();
    Console console =
        type("run", shared.sweep(), "--out", results, "--conf", "spark.testing.memory=1000");
    assertThat(console.err()).contains("bigsweep: Cannot start Spark: ");
    return console;
  }

  private Console fullDisk() {
    FaultyFileSystem.set(
        "full",
        new Faults() {
          @Override
          public void before(Operation operation) throws IOException {
            if (operation.kind() == Operation.Kind.RENAME
                && operation.path().contains("/trials/")) {
              throw new IOException("No space left on device");
            }
          }
        });
    Console console =
        type(
            "run",
            shared.sweep(),
            "--master",
            "local[1]",
            "--out",
            FaultyFileSystem.location("full", shared.fresh()),
            "--conf",
            FAULTY,
            "--conf",
            UNCACHED,
            "--conf",
            "spark.hadoop." + ResultsFolder.PATIENCE + "=100ms");
    assertThat(console.err())
        .contains("No space left on device (tried for 0.1 s); the same command continues\n");
    return console;
  }

  private Console held() {
    Path results = shared.fresh();
    try (Lease lease = Lease.take(folder(results), "small", Lease.TIME, () -> {})) {
      Console console = type("run", shared.sweep(), "--out", results);
      assertThat(lease.lostTo()).isEmpty();
      assertThat(reader(results).states()).isEmpty();
      return console;
    }
  }

  private Running longRun(Object results, Object... more) throws Exception {
    Path sweep = Files.writeString(shared.fresh(), LONG);
    Running running =
        new Running(
            Stream.concat(
                    Stream.of("run", sweep, "--out", results, "--master", "local[2]"),
                    Arrays.stream(more))
                .toArray());
    await(() -> running.hasSaid("training 2 at a time") || running.isOver());
    assertThat(running.isOver()).isFalse();
    return running;
  }

  /** Not by SIGINT, which tests that were started in the background ignore: LauncherIT sends it. */
  private static void interrupt() throws Exception {
    new ProcessBuilder("kill", "-TERM", Long.toString(ProcessHandle.current().pid()))
        .start()
        .waitFor();
  }

  /** The run stops of itself when it finds another's name in its lease. */
  private Console takenOver() throws Exception {
    Path results = shared.fresh();
    FaultyFileSystem.set("contended", Faults.NONE);
    Running running =
        longRun(
            FaultyFileSystem.location("contended", results),
            "--conf",
            FAULTY,
            "--conf",
            UNCACHED,
            "--conf",
            "spark.hadoop." + Lease.TIME_SETTING + "=3s");
    try {
      Path lease = results.resolve("_sweeps/long.lease");
      await(
          () -> {
            replace(lease, FOREIGN); // a renewal under way may undo it
            return running.isOver();
          });
    } finally {
      if (!running.isOver()) {
        interrupt();
      }
    }
    Console console = running.end();
    assertThat(console.err())
        .contains("bigsweep: Cannot go on with long: process 4711 on elsewhere (driver 1111");
    assertThat(reader(results).states()).isEmpty();
    return console;
  }

  private static void replace(Path lease, String content) throws IOException {
    Path aside = Files.writeString(lease.resolveSibling("aside"), content);
    Files.move(aside, lease, StandardCopyOption.ATOMIC_MOVE);
  }

  private Console interrupted() throws Exception {
    Path results = shared.fresh();
    Running running = longRun(results);
    interrupt();
    Console console = running.end();
    assertThat(console.out()).contains("interrupted: 0 of 4 trials are in " + results);
    return console;
  }
}
