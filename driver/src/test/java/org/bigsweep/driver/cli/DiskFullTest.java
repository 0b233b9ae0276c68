package org.bigsweep.driver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.bigsweep.results.ResultsFolder;
import org.bigsweep.results.ResultsReader;
import org.bigsweep.results.TrialState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A run into a file system of its own, a small tmpfs that is really full. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
final class DiskFullTest {
  private static final String SWEEP =
      """
      version: 1
      name: small
      dataset: synthetic
      fixed: {trainingImages: 1000, validationImages: 500, epochs: 1, depth: 3, width: 16}
      grid: {rule: [BP, DTP]}
      seeds: 0..1
      """;
  private static final String PATIENCE = "spark.hadoop." + ResultsFolder.PATIENCE;
  private static final int PAGE = 4096;

  @TempDir private Path folder;
  private Path disk;
  private Path sweep;
  private Path results;

  @BeforeEach
  void mount() throws IOException, InterruptedException {
    disk = Files.createDirectory(folder.resolve("disk"));
    boolean mounted = call("mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", disk.toString()) == 0;
    if (!mounted) {
      String sentence = "Mounting a tmpfs is not allowed: it takes root";
      assertThat(System.getenv("CI")).as(sentence).isNotEqualTo("true");
      System.err.println("Skipped: " + sentence);
      Assumptions.abort(sentence);
    }
    System.setProperty(PATIENCE, "500ms");
    sweep = Files.writeString(folder.resolve("small.yaml"), SWEEP);
    results = disk.resolve("results");
  }

  @AfterEach
  void unmount() throws IOException, InterruptedException {
    System.clearProperty(PATIENCE);
    // lazily: a log may still be open
    call("umount", "--lazy", disk.toString());
  }

  @Test
  void run_diskFull_stopsWithOneSentenceAndTheSameCommandContinues() throws IOException {
    assertThat(run("--set", "seeds=0").code()).isZero();
    List<Path> before = tables();
    Path ballast = fillUpTo(8 * PAGE);

    Console full = run();

    assertThat(full.err().lines().filter(line -> line.startsWith("bigsweep: ")))
        .as(full.toString())
        .singleElement()
        .asString()
        .matches("bigsweep: Cannot write .+: No space left on device \\(tried for 0.5 s\\).*");
    assertThat(full.code()).isEqualTo(ExitCode.OUTPUT_LOST);
    assertThat(results.resolve("_tmp")).isEmptyDirectory();
    assertThat(reader().states()).hasSize(2);
    assertThat(tables()).containsAll(before);

    Files.delete(ballast);
    Console rest = run();

    assertThat(rest.out()).contains("2 trials to do, 2 of 4 done");
    assertThat(rest.code()).isZero();
    assertThat(reader().states()).hasSize(4).containsValue(TrialState.DONE);
    assertThat(Console.of("doctor", results.toString()).out()).isEqualTo(results + ": no faults\n");
  }

  @Test
  void run_notAByteLeft_stopsWithOneSentenceBeforeItTrains() throws IOException {
    Path ballast = fillUpTo(0);

    Console full = run();

    assertThat(full.err())
        .isEqualTo("bigsweep: Cannot write results to " + results + ": No space left on device\n");
    assertThat(full.code()).isEqualTo(ExitCode.BAD_INPUT);

    Files.delete(ballast);
    assertThat(run().code()).isZero();
  }

  /** Leaves that many bytes. */
  private Path fillUpTo(int left) throws IOException {
    Path ballast = disk.resolve("ballast");
    byte[] page = new byte[PAGE];
    try (OutputStream out = Files.newOutputStream(ballast)) {
      while (disk.toFile().getUsableSpace() > left) {
        out.write(page);
      }
    }
    return ballast;
  }

  private Console run(String... more) {
    return Console.of(
        Stream.concat(
                Stream.of(
                    "run", sweep.toString(), "--out", results.toString(), "--master", "local[2]"),
                Stream.of(more))
            .toArray(String[]::new));
  }

  private List<Path> tables() throws IOException {
    try (Stream<Path> files = Files.walk(results)) {
      return files.filter(file -> file.toString().endsWith(".parquet")).toList();
    }
  }

  private ResultsReader reader() {
    return new ResultsReader(ResultsFolder.at(results.toString(), new Configuration()));
  }

  private static int call(String... command) throws IOException, InterruptedException {
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }
}
