package org.bigsweep.driver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.bigsweep.results.CheckpointFiles;
import org.bigsweep.results.GroupRows;
import org.bigsweep.results.Lease;
import org.bigsweep.results.ResultsFolder;
import org.bigsweep.results.ResultsReader;
import org.bigsweep.results.ResultsWriter;
import org.bigsweep.results.Table;
import org.bigsweep.results.Trial;
import org.bigsweep.results.TrialState;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs beside other drivers, after failures and after deaths; and the upkeep of what they left. */
final class DurableRunTest {
  private static final String SWEEP =
      """
      version: 1
      name: small
      dataset: synthetic
      fixed: {trainingImages: 1000, validationImages: 500, epochs: 1, depth: 3, width: 16}
      grid: {rule: [BP, DTP]}
      seeds: 0..1
      """;

  @TempDir private Path folder;
  private Path sweep;
  private Path results;

  @BeforeEach
  void writeSweep() throws IOException {
    sweep = Files.writeString(folder.resolve("small.yaml"), SWEEP);
    results = folder.resolve("results");
  }

  private Console run(String... more) {
    return Console.of(
        Stream.concat(
                Stream.of(
                    "run", sweep.toString(), "--out", results.toString(), "--master", "local[2]"),
                Stream.of(more))
            .toArray(String[]::new));
  }

  private ResultsFolder results() {
    return ResultsFolder.at(results.toString(), new Configuration());
  }

  @Test
  void run_whileAnotherDriverDoes_isRefusedInOneSentence() {
    try (Lease lease = Lease.take(results(), "small", Lease.TIME, () -> {})) {
      Console refused = run();

      assertThat(refused.code()).isEqualTo(ExitCode.HELD);
      assertThat(refused.err())
          .matches(
              "bigsweep: Cannot run small: process %d on \\S+ \\(driver [0-9a-f-]{36}\\) is running it; its lease expires in \\d+ s if it is not renewed\\R"
                  .formatted(ProcessHandle.current().pid()));
      assertThat(lease.lostTo()).isEmpty();
    }
    assertThat(new ResultsReader(results()).states()).isEmpty();
    assertThat(results.resolve("_sweeps/small.yaml")).doesNotExist();
  }

  @Test
  void run_afterDeadDrivers_takesOverSweepsAndSucceeds() throws IOException {
    assertThat(run("--set", "seeds=0").code()).isZero();
    String finished = new ResultsReader(results()).states().keySet().iterator().next();
    new CheckpointFiles(results()).save(finished, new byte[] {1});
    Files.writeString(results.resolve("_sweeps/small.lease"), "owner=damaged");
    Path left = Files.writeString(results.resolve("_tmp/left"), "half a fi");
    for (Path old : List.of(left, results.resolve("_sweeps/small.lease"))) {
      Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofHours(1))));
    }

    Console console = run();

    assertThat(console.code()).isZero();
    assertThat(console.out())
        .contains(
            "taking over from an unknown driver, which is gone\n",
            "swept 1 unfinished files of stopped writers\n",
            "swept 1 checkpoints of finished trials\n",
            "2 trials to do, 2 of 4 done");
    assertThat(results.resolve("_tmp")).isEmptyDirectory();
    assertThat(results.resolve("_sweeps/small.lease")).doesNotExist();
    Console doctor = Console.of("doctor", results.toString());
    assertThat(doctor.out()).isEqualTo(results + ": no faults\n");
    assertThat(doctor.code()).isZero();
  }

  @Test
  void run_withFailedTrials_saysHowToRetryAndRetriesOnPurpose() throws IOException {
    assertThat(run().code()).isZero();
    String failed = failOne();

    Console again = run();
    assertThat(again.code()).isEqualTo(ExitCode.TRIALS_FAILED);
    assertThat(again.out())
        .contains(
            "nothing to do, all 4 trials",
            "1 trials failed; the same command with --retry failed trains them again");

    Console retried = run("--retry", "failed");
    assertThat(retried.out()).contains("1 trials to do, 3 of 4 done");
    assertThat(retried.code()).isZero();
    assertThat(new ResultsReader(results()).states()).containsEntry(failed, TrialState.DONE);
    Console quiet = run("--retry", "failed");
    assertThat(quiet.out()).contains("nothing to do, all 4 trials");
    assertThat(quiet.code()).isZero();
  }

  /** Makes it so that one of the trials failed. */
  private String failOne() throws IOException {
    List<Trial> trials;
    try (Stream<Trial> rows = new ResultsReader(results()).read(Table.TRIALS)) {
      trials = rows.toList();
    }
    Trial failed =
        Trial.newBuilder(trials.get(0)).setState("FAILED").setReason("out of memory").build();
    for (String table : List.of("trials", "epochs", "layers")) {
      try (Stream<Path> files = Files.list(results.resolve(table))) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }
    }
    ResultsWriter writer = new ResultsWriter(results());
    writer.publish(new GroupRows(trials.subList(1, 4), List.of(), List.of(), List.of(), Map.of()));
    writer.publish(new GroupRows(List.of(failed), List.of(), List.of(), List.of(), Map.of()));
    return failed.getTrialId();
  }

  @Test
  void extract_oneSweepOfTwo_isAFolderOfItsTrialsAlone() throws IOException {
    assertThat(run().code()).isZero();
    assertThat(run("--set", "name=wider", "--set", "width=8", "--set", "seeds=0").code()).isZero();
    Path out = folder.resolve("extract");
    String[] command = {
      "extract", results.toString(), "--sweep", "wider", "--out", out.toString(), "--without-layers"
    };

    Console extracted = Console.of(command);

    assertThat(extracted.out()).isEqualTo(out + ": 2 trials of wider\n");
    assertThat(extracted.code()).isZero();
    assertThat(Console.of("doctor", out.toString()).out()).isEqualTo(out + ": no faults\n");
    assertThat(Console.of("verify", out.toString(), "--sample", "100%").code()).isZero();
    ResultsReader reader = new ResultsReader(ResultsFolder.at(out.toString(), new Configuration()));
    assertThat(reader.read(Table.LAYERS)).isEmpty();
    assertThat(reader.read(Table.EPOCHS)).isNotEmpty();
    assertThat(Console.of(command).err())
        .isEqualTo("bigsweep: Invalid --out: " + out + " (must not exist yet)\n");
    command[3] = "wide";
    command[5] = folder.resolve("another").toString();
    assertThat(Console.of(command).err())
        .isEqualTo(
            "bigsweep: Invalid --sweep: wide (must be one of small, wider); did you mean wider?\n");
    assertThat(folder.resolve("another")).doesNotExist();
  }

  @Test
  void upkeep_ofTwoFolders_keepsWhatTheyHold() throws IOException {
    assertThat(run("--set", "seeds=0").code()).isZero();
    Path other = folder.resolve("other");
    assertThat(run("--set", "seeds=1", "--out", other.toString()).code())
        .isEqualTo(ExitCode.BAD_INPUT);
    assertThat(
            Console.of("run", sweep.toString(), "--set", "seeds=1", "--out", other.toString())
                .code())
        .isZero();
    Path both = folder.resolve("both");

    Console merged =
        Console.of("merge", results.toString(), other.toString(), "--out", both.toString());

    assertThat(merged.out())
        .isEqualTo(
            results
                + ": 2 trials added to "
                + both
                + ", 0 were there\n"
                + other
                + ": 2 trials added to "
                + both
                + ", 0 were there\n");
    assertThat(merged.code()).isZero();
    Console compacted = Console.of("compact", both.toString(), "--keep-for", "0s");
    assertThat(compacted.out()).startsWith(both + ": 1 groups, ").contains(" files removed\n");
    Console doctor = Console.of("doctor", both.toString());
    assertThat(doctor.out()).isEqualTo(both + ": no faults\n");
    Console nothing = Console.of("run", sweep.toString(), "--out", both.toString());
    assertThat(nothing.out()).contains("nothing to do, all 4 trials");
  }

  @Test
  void doctor_corruptFile_isNamedByReadersAndMended() throws IOException {
    assertThat(run().code()).isZero();
    Path file;
    try (Stream<Path> files = Files.list(results.resolve("trials"))) {
      file = files.sorted().findFirst().orElseThrow();
    }
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, new byte[bytes.length]);

    Console status = Console.of("status", results.toString());
    assertThat(status.err())
        .isEqualTo(
            "bigsweep: Cannot read "
                + file
                + ": it is not a Parquet file (bigsweep doctor "
                + results
                + " says what helps)\n");
    assertThat(status.code()).isEqualTo(ExitCode.BAD_INPUT);

    Console sick = Console.of("doctor", results.toString());
    assertThat(sick.code()).isEqualTo(ExitCode.UNSOUND);
    assertThat(sick.out())
        .contains("corrupt: trials/" + file.getFileName() + ": it is not a Parquet file; move")
        .endsWith(": 1 faults, 0 mended; bigsweep doctor --fix does what is offered\n");
    Console mended = Console.of("doctor", results.toString(), "--fix");
    assertThat(mended.code()).isZero();
    assertThat(results.resolve("_quarantine/trials").resolve(file.getFileName()))
        .hasBinaryContent(new byte[bytes.length]);
    assertThat(Console.of("doctor", results.toString()).code()).isZero();
    assertThat(run().code()).isZero();
    assertThat(new ResultsReader(results()).states()).hasSize(4);
  }
}
