package org.bigsweep.driver.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.bigsweep.driver.plan.TrialGroup;
import org.bigsweep.engine.trial.KeepWeights;
import org.bigsweep.engine.trial.TrialRunner;
import org.bigsweep.engine.trial.TrialSpec;
import org.bigsweep.results.Attempt;
import org.bigsweep.results.CheckpointFiles;
import org.bigsweep.results.ResultsFolder;
import org.bigsweep.results.ResultsReader;
import org.bigsweep.results.Table;
import org.bigsweep.results.TrialState;
import org.bigsweep.results.testing.Faults;
import org.bigsweep.results.testing.FaultyFileSystem;
import org.bigsweep.results.testing.Operation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Groups of trials without Spark. */
final class GroupTrainingTest {
  private static final TrialTrainer ENGINE =
      new TrialRunner(SyntheticTrials.DATA, Optional.empty())::run;
  private static final TrialTrainer INSTANT =
      FakeTrainers.INSTANT.create(SyntheticTrials.DATA, "none");

  @TempDir private Path directory;

  private ResultsFolder folder(String name) {
    return ResultsFolder.at(directory.resolve(name).toString(), new Configuration());
  }

  private static GroupTraining training(ResultsFolder folder, TrialTrainer trainer) {
    return new GroupTraining(
        name -> SyntheticTrials.DATA, data -> trainer, KeepWeights.BEST, Duration.ZERO, folder);
  }

  private static TaskPlace place(int losses) {
    return new TaskPlace("application", losses, () -> false);
  }

  @Test
  void train_stoppedAfterACheckpoint_goesOnToTheSameBits() {
    TrialGroup group = new TrialGroup(SyntheticTrials.of("BIG", 0, 2), 1);
    training(folder("whole"), ENGINE).train(group, place(0));
    AtomicInteger questions = new AtomicInteger();
    TaskPlace stopping =
        new TaskPlace("application", 0, () -> questions.incrementAndGet() > 1 + 20 + 20 + 10);

    ResultsFolder folder = folder("resumed");
    GroupSummary stopped = training(folder, ENGINE).train(group, stopping);
    assertThat(stopped.trials()).isEmpty();
    String first = SyntheticTrials.id(group.trials().get(0));
    assertThat(new CheckpointFiles(folder).trials()).containsExactly(first);

    GroupSummary done = training(folder, ENGINE).train(group, place(0));

    assertThat(done.trials()).hasSize(2);
    assertThat(new CheckpointFiles(folder).trials()).isEmpty();
    for (Table<?> table : List.of(Table.TRIALS, Table.EPOCHS, Table.LAYERS)) {
      assertThat(MeasuredRows.of(folder, table))
          .isEqualTo(MeasuredRows.of(folder("whole"), table))
          .isNotEmpty();
    }
    assertThat(attempts(folder))
        .filteredOn(a -> a.getTrialId().equals(first))
        .extracting(Attempt::getOutcome, Attempt::getResumedEpoch)
        .containsExactlyInAnyOrder(
            org.assertj.core.groups.Tuple.tuple("INTERRUPTED", null),
            org.assertj.core.groups.Tuple.tuple("DONE", 1));
  }

  @Test
  void train_untilAnEpoch_pausesAndKeepsTheState() {
    TrialSpec spec = SyntheticTrials.of("BP", 0);
    ResultsFolder folder = folder("out");

    GroupSummary paused =
        training(folder, ENGINE).train(new TrialGroup(List.of(spec), 1, 1), place(0));

    assertThat(paused.trials()).extracting(TrialSummary::state).containsExactly("PAUSED");
    assertThat(paused.trials().get(0).validationAccuracy()).isBetween(0.0, 1.0);
    assertThat(new ResultsReader(folder).states()).isEmpty();
    assertThat(new CheckpointFiles(folder).trials()).containsExactly(SyntheticTrials.id(spec));
    assertThat(attempts(folder)).extracting(Attempt::getOutcome).containsExactly("PAUSED");

    training(folder, ENGINE).train(new TrialGroup(List.of(spec), 1), place(0));
    assertThat(new ResultsReader(folder).states())
        .containsExactly(Map.entry(SyntheticTrials.id(spec), TrialState.DONE));
    assertThat(new CheckpointFiles(folder).trials()).isEmpty();
  }

  @Test
  void train_afterALoss_leavesWhatWasPublishedAndCountsTheLoss() {
    List<TrialSpec> trials = SyntheticTrials.of("BP", 3, 3);
    ResultsFolder folder = folder("out");
    training(folder, INSTANT).train(new TrialGroup(trials.subList(0, 2), 1), place(0));

    GroupSummary summary = training(folder, INSTANT).train(new TrialGroup(trials, 1), place(2));

    assertThat(summary.trials()).hasSize(3);
    assertThat(attempts(folder)).extracting(Attempt::getLosses).containsExactlyInAnyOrder(0, 0, 2);
  }

  @Test
  void train_outputThatRefuses_isToldInTheSummary() throws IOException {
    FaultyFileSystem.set("refusing", refusing("epochs"));
    Configuration configuration = FaultyFileSystem.configuration(false);
    configuration.set(ResultsFolder.PATIENCE, "200ms");
    ResultsFolder refusing =
        ResultsFolder.at(
            FaultyFileSystem.location("refusing", directory.resolve("out")), configuration);

    GroupSummary summary =
        training(refusing, INSTANT)
            .train(new TrialGroup(SyntheticTrials.of("BP", 3, 1), 1), place(0));

    assertThat(summary.trials()).isEmpty();
    assertThat(summary.failure())
        .startsWith("Cannot write faulty://refusing" + directory + "/out/epochs/")
        .endsWith(": No space left on device (tried for 0.2 s)");
    assertThat(new ResultsReader(refusing).states()).isEmpty();
  }

  @Test
  void train_checkpointThatCannotBeSaved_goesOnWithout() throws IOException {
    FaultyFileSystem.set("forgetful", refusing("_checkpoints"));
    ResultsFolder forgetful =
        ResultsFolder.at(
            FaultyFileSystem.location("forgetful", directory.resolve("out")),
            FaultyFileSystem.configuration(false));

    GroupSummary summary =
        training(forgetful, ENGINE)
            .train(new TrialGroup(SyntheticTrials.of("BP", 3, 1), 1), place(0));

    assertThat(summary.trials()).extracting(TrialSummary::state).containsExactly("DONE");
    assertThat(Files.list(directory.resolve("out/_tmp"))).isEmpty();
  }

  private static Faults refusing(String where) {
    return new Faults() {
      @Override
      public void before(Operation operation) throws IOException {
        if (operation.kind() == Operation.Kind.RENAME
            && operation.path().contains("/" + where + "/")) {
          throw new IOException("No space left on device");
        }
      }
    };
  }

  private static List<Attempt> attempts(ResultsFolder folder) {
    try (Stream<Attempt> attempts = new ResultsReader(folder).read(Table.ATTEMPTS)) {
      return attempts.toList();
    }
  }
}
