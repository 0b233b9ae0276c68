package org.bigsweep.driver.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.bigsweep.driver.cluster.Program;
import org.bigsweep.driver.plan.TrialGroup;
import org.bigsweep.engine.catalog.KeepWeights;
import org.bigsweep.engine.trial.TrialRunner;
import org.bigsweep.results.ResultsFolder;
import org.bigsweep.results.Table;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A sweep of trials of a second on two cores, in processes that are killed when they have begun 20
 * of them: after 10 s of training, or 15 s with the start of Spark. Starts are counted instead of
 * seconds, so that a busy machine changes nothing.
 */
@Timeout(value = 15, unit = TimeUnit.MINUTES)
final class KilledSweepIT {
  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final int STARTS_PER_LIFE = 20;
  private static final int MOST_LIVES = 8;

  private static final int TRIALS = KillableSweep.trials().size();

  @TempDir private Path directory;

  @Test
  void run_killedAfterTenSecondsOfTraining_endsWithAtMostHalfAsMuchWorkAgainAndTheSameBits() {
    int lives = 1;
    while (isKilled(lives)) {
      assertThat(lives).as("lives").isLessThan(MOST_LIVES);
      lives++;
    }

    ResultsFolder folder = folder("results");
    assertThat(lives).as("lives").isGreaterThan(1);
    assertThat(starts()).as("starts of trials").isBetween(TRIALS + 1, TRIALS * 3 / 2);
    for (Table<?> table : List.of(Table.TRIALS, Table.EPOCHS, Table.LAYERS)) {
      assertThat(MeasuredRows.of(folder, table)).isEqualTo(MeasuredRows.of(undisturbed(), table));
    }
    System.out.printf(
        "killed sweep: %d starts for %d trials in %d lives%n", starts(), TRIALS, lives);
  }

  /** As when a laptop sleeps: Spark's own default takes its only executor for lost by then. */
  @Test
  void run_suspendedForLongerThanSparkWaits_goesOnWhereItWas() throws Exception {
    Map<String, String> impatient =
        Map.of(
            "spark.network.timeout", "4s",
            "spark.network.timeoutInterval", "1s",
            "spark.executor.heartbeatInterval", "1s",
            "spark.executor.heartbeat.maxFailures", "3");
    try (Program program = Program.start(directory, "sleeper", Map.of(), command(impatient))) {
      program.await("trials start", () -> starts() > 0, LIMIT);
      signal(program, "STOP");
      Thread.sleep(Duration.ofSeconds(8).toMillis());
      signal(program, "CONT");

      assertThat(program.end(LIMIT).code()).as(program.err()).isZero();
    }

    assertThat(starts()).as("starts of trials").isEqualTo(TRIALS);
    assertThat(MeasuredRows.of(folder("results"), Table.TRIALS)).hasSize(TRIALS);
  }

  private static void signal(Program program, String name) throws Exception {
    new ProcessBuilder("kill", "-" + name, Long.toString(program.handle().pid())).start().waitFor();
  }

  /** Lives once; whether it had to be killed before it was done. */
  private boolean isKilled(int life) {
    int before = starts();
    try (Program program = Program.start(directory, "life-" + life, Map.of(), command(Map.of()))) {
      program.await(
          "trials start, or the end",
          () -> starts() >= before + STARTS_PER_LIFE || !program.handle().isAlive(),
          LIMIT);
      if (!program.handle().isAlive()) {
        assertThat(program.end(LIMIT).code()).as(program.err()).isZero();
        return false;
      }
      return true; // closing the program kills it
    }
  }

  private List<String> command(Map<String, String> properties) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(List.of("-XX:+UseSerialGC", "-Xmx512m"));
    properties.forEach((name, value) -> command.add("-D" + name + "=" + value));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(
        List.of(
            KillableSweep.class.getName(),
            directory.resolve("results").toString(),
            directory.resolve("starts").toString()));
    return command;
  }

  private int starts() {
    Path starts = directory.resolve("starts");
    try {
      return Files.exists(starts) ? Files.readAllLines(starts).size() : 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ResultsFolder folder(String name) {
    return ResultsFolder.at(directory.resolve(name).toString(), new Configuration());
  }

  /** The same trials in this process, one after another, published at once. */
  private ResultsFolder undisturbed() {
    ResultsFolder folder = folder("undisturbed");
    if (folder.isEmpty(Table.TRIALS)) {
      new GroupTraining(
              SyntheticTrials.DATA.sha256(),
              new TrialRunner(SyntheticTrials.DATA, Optional.empty())::run,
              KeepWeights.NONE,
              Duration.ZERO,
              folder,
              new TrainingClock(() -> 0))
          .train(
              new TrialGroup(KillableSweep.trials(), 1),
              new TaskEnvironment("whole", 0, () -> false));
    }
    return folder;
  }
}
