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
import org.bigsweep.engine.trial.KeepWeights;
import org.bigsweep.engine.trial.Numerics;
import org.bigsweep.engine.trial.TrialRunner;
import org.bigsweep.results.Examination;
import org.bigsweep.results.ResultsFolder;
import org.bigsweep.results.ResultsReader;
import org.bigsweep.results.Table;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A sweep of short trials in processes that live for 15 s each, of which the start takes 5. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
final class KilledSweepIT {
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final Duration TRAINING = Duration.ofSeconds(10);
  private static final int MOST_LIVES = 8;

  @TempDir private Path directory;

  @Test
  void run_killedEveryFifteenSeconds_endsWithAtMostHalfAsMuchWorkAgainAndTheSameBits()
      throws Exception {
    int lives = 1;
    while (isKilled(lives)) {
      assertThat(lives).as("lives").isLessThan(MOST_LIVES);
      lives++;
    }

    int trials = KillableSweep.trials().size();
    ResultsFolder folder = folder("results");
    assertThat(lives).as("lives").isGreaterThan(2);
    assertThat(starts()).as("starts of trials").isBetween(trials + 1, trials * 3 / 2);
    for (Table<?> table : List.of(Table.TRIALS, Table.EPOCHS, Table.LAYERS)) {
      assertThat(MeasuredRows.of(folder, table)).isEqualTo(MeasuredRows.of(undisturbed(), table));
    }
    assertThat(new ResultsReader(folder).isPlain(trials)).as("no trial twice").isTrue();
    assertThat(Examination.of(folder, Numerics.VERSION, Duration.ZERO))
        .allMatch(fault -> fault.toString().contains("_tmp"));
    System.out.printf(
        "killed sweep: %d starts for %d trials in %d lives%n", starts(), trials, lives);
  }

  /** Lives once; whether it had to be killed before it was done. */
  private boolean isKilled(int life) throws InterruptedException {
    int before = starts();
    try (Program program = Program.start(directory, "life-" + life, Map.of(), command())) {
      program.await("a trial starts", () -> starts() > before, LIMIT);
      Optional<Integer> code = program.endWithin(TRAINING);
      code.ifPresent(c -> assertThat(c).as(program.err()).isZero());
      return code.isEmpty();
    }
  }

  private List<String> command() {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(List.of("-XX:+UseSerialGC", "-Xmx512m"));
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
              name -> SyntheticTrials.DATA,
              data -> new TrialRunner(data, Optional.empty())::run,
              KeepWeights.NONE,
              Duration.ZERO,
              folder,
              new TrainingClock(() -> 0))
          .train(new TrialGroup(KillableSweep.trials(), 1), new TaskPlace("whole", 0, () -> false));
    }
    return folder;
  }
}
