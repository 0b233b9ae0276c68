package org.bigsweep.driver.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.bigsweep.driver.plan.TrialGroup;
import org.bigsweep.engine.catalog.KeepWeights;
import org.bigsweep.engine.catalog.TrialSpec;
import org.bigsweep.engine.trial.TrialOutcome;
import org.bigsweep.engine.trial.TrialRunner;
import org.bigsweep.results.Attempt;
import org.bigsweep.results.CheckpointFiles;
import org.bigsweep.results.PausedEpoch;
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

  /** In a process whose time stands still. */
  private static GroupTraining training(ResultsFolder folder, TrialTrainer trainer) {
    return training(folder, trainer, new TrainingClock(() -> 0));
  }

  private static GroupTraining training(
      ResultsFolder folder, TrialTrainer trainer, TrainingClock clock) {
    return new GroupTraining(
        SyntheticTrials.DATA.sha256(), trainer, KeepWeights.BEST, Duration.ZERO, folder, clock);
  }

  private static TaskEnvironment place(int losses) {
    return new TaskEnvironment("application", losses, () -> false);
  }

  /** A death within this process: nothing can be stored any more. */
  private static final class Death extends Error {
    private static final long serialVersionUID = 1L;
  }

  @Test
  void train_stoppedAfterACheckpoint_goesOnToTheSameBits() {
    TrialGroup group = new TrialGroup(SyntheticTrials.of("BIG", 0, 2), 1);
    training(folder("whole"), ENGINE).train(group, place(0));
    AtomicInteger questions = new AtomicInteger();
    TaskEnvironment stopping =
        new TaskEnvironment("application", 0, () -> questions.incrementAndGet() > 1 + 20 + 20 + 10);

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

    assertThat(paused.trials()).extracting(TrialSummary::state).containsExactly(TrialState.PAUSED);
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
  void train_manyShortTrials_areVisibleSoonAfterTheirEndsInFewFiles() {
    ResultsFolder folder = folder("out");
    TimedTrainer trainer = new TimedTrainer(INSTANT, folder, seed -> 0.5);
    TrialGroup group = new TrialGroup(SyntheticTrials.of("BP", 3, 120), 60);

    training(folder, trainer, trainer.clock()).train(group, place(0));

    assertThat(trainer.delay(group.trials().get(0))).isBetween(1.0, 1.2);
    List<TrialSpec> others = group.trials().subList(0, 100); // the last ones end with the group
    assertThat(others).allSatisfy(trial -> assertThat(trainer.delay(trial)).isBetween(0.0, 8.2));
    assertThat(others).anySatisfy(trial -> assertThat(trainer.delay(trial)).isGreaterThan(5));
    assertThat(new ResultsReader(folder).states()).hasSize(120);
    assertThat(new ResultsReader(folder).isPlain(30)).as("few files, no trial twice").isTrue();
    assertThat(files("attempts")).as("starts are told once").isEqualTo(files("trials"));
  }

  @Test
  void train_longTrialAfterShortOnes_doesNotHoldThemBack() {
    ResultsFolder folder = folder("out");
    TimedTrainer trainer = new TimedTrainer(INSTANT, folder, seed -> seed == 5 ? 100 : 0.3);
    TrialGroup group = new TrialGroup(SyntheticTrials.of("BP", 3, 3), 100);

    training(folder, trainer, trainer.clock()).train(group, place(0));

    assertThat(trainer.delay(group.trials().get(0))).isBetween(1.0, 1.2);
    assertThat(trainer.delay(group.trials().get(1))).isBetween(0.7, 0.9);
    assertThat(attempts(folder)).hasSize(3);
  }

  @Test
  void train_inAProcessThatHasTrainedForLong_letsTrialsWaitForEightSeconds() {
    ResultsFolder folder = folder("out");
    TimedTrainer trainer = new TimedTrainer(INSTANT, folder, seed -> seed == 4 ? 20 : 1);
    TrainingClock clock = trainer.clock();
    clock.trialEnds();
    trainer.elapse(1000);
    TrialGroup group = new TrialGroup(SyntheticTrials.of("BP", 3, 2), 21);

    training(folder, trainer, clock).train(group, place(0));

    assertThat(trainer.delay(group.trials().get(0))).isBetween(8.0, 8.2);
  }

  @Test
  void train_untilAnEpoch_publishesEpochsOfPausedTrialsWhileTheGroupIsOpen() {
    ResultsFolder folder = folder("out");
    List<Integer> seen = new ArrayList<>();
    AtomicLong seconds = new AtomicLong();
    TrialTrainer slow =
        (request, checkpoints, observer) -> {
          seen.add(pausedTrials(folder));
          TrialOutcome outcome = ENGINE.train(request, checkpoints, observer);
          seconds.addAndGet(2);
          return outcome;
        };
    TrialGroup group = new TrialGroup(SyntheticTrials.of("BP", 0, 3), 1, 6);

    GroupSummary summary =
        training(folder, slow, new TrainingClock(() -> TimeUnit.SECONDS.toNanos(seconds.get())))
            .train(group, place(0));

    assertThat(seen).containsExactly(0, 0, 2);
    assertThat(summary.trials())
        .extracting(TrialSummary::state)
        .containsOnly(TrialState.PAUSED)
        .hasSize(3);
    assertThat(pausedTrials(folder)).isEqualTo(3);
    assertThat(attempts(folder)).extracting(Attempt::getOutcome).containsOnly("PAUSED").hasSize(3);
  }

  @Test
  void train_outputThatRefusesLater_tellsWhatWasPublishedAndStopsAtOnce() throws IOException {
    AtomicBoolean full = new AtomicBoolean();
    FaultyFileSystem.set("filling", refusing("layers", full));
    Configuration configuration = FaultyFileSystem.configuration(false);
    configuration.set(ResultsFolder.PATIENCE, "200ms");
    ResultsFolder filling =
        ResultsFolder.at(
            FaultyFileSystem.location("filling", directory.resolve("out")), configuration);
    TimedTrainer trainer =
        new TimedTrainer(
            INSTANT,
            filling,
            seed -> {
              full.set(seed >= 5);
              return seed == 5 ? 10 : 2;
            });
    TrialGroup group = new TrialGroup(SyntheticTrials.of("BP", 3, 5), 30);

    GroupSummary summary = training(filling, trainer, trainer.clock()).train(group, place(0));

    assertThat(summary.trials())
        .extracting(TrialSummary::trialId)
        .containsExactly(SyntheticTrials.id(group.trials().get(0)));
    assertThat(summary.failure()).contains("/layers/").contains("No space left on device");
    assertThat(trainer.started()).hasSize(3);
    assertThat(new ResultsReader(filling).states()).hasSize(1);
  }

  @Test
  void train_toldToStop_publishesWhatIsFinishedAfterWhatIsPublished() {
    ResultsFolder folder = folder("out");
    TimedTrainer trainer = new TimedTrainer(INSTANT, folder, seed -> 0.7);
    TaskEnvironment stopping =
        new TaskEnvironment("application", 0, () -> trainer.started().size() > 4);

    GroupSummary summary =
        training(folder, trainer, trainer.clock())
            .train(new TrialGroup(SyntheticTrials.of("BP", 3, 6), 6), stopping);

    assertThat(summary.trials()).hasSize(4);
    assertThat(new ResultsReader(folder).states()).hasSize(4);
    assertThat(new ResultsReader(folder).isPlain(20)).as("no trial twice").isTrue();
    assertThat(attempts(folder))
        .extracting(Attempt::getOutcome)
        .containsExactlyInAnyOrder("DONE", "DONE", "DONE", "DONE", "INTERRUPTED");
  }

  @Test
  void train_afterALossOfAnOpenGroup_leavesItsPublishedPartsAlone() {
    ResultsFolder folder = folder("out");
    TimedTrainer lost =
        new TimedTrainer(
            INSTANT,
            folder,
            seed -> {
              if (seed == 8) {
                throw new Death();
              }
              return 1;
            });
    TrialGroup group = new TrialGroup(SyntheticTrials.of("BP", 3, 6), 6);
    assertThatThrownBy(() -> training(folder, lost, lost.clock()).train(group, place(0)))
        .isInstanceOf(Death.class);
    Set<String> safe = new ResultsReader(folder).states().keySet();
    assertThat(safe).hasSize(4);

    TimedTrainer again = new TimedTrainer(INSTANT, folder, seed -> 1);
    GroupSummary summary = training(folder, again, again.clock()).train(group, place(1));

    assertThat(again.started()).hasSize(2).doesNotContainAnyElementsOf(safe);
    assertThat(summary.trials()).extracting(TrialSummary::trialId).doesNotHaveDuplicates();
    assertThat(summary.trials()).hasSize(6);
    assertThat(new ResultsReader(folder).states()).hasSize(6);
    assertThat(new ResultsReader(folder).isPlain(20)).as("no trial twice").isTrue();
  }

  private int files(String table) {
    return directory.resolve("out").resolve(table).toFile().list().length;
  }

  private static int pausedTrials(ResultsFolder folder) {
    try (Stream<PausedEpoch> epochs = new ResultsReader(folder).read(Table.PAUSED)) {
      return (int) epochs.map(PausedEpoch::getTrialId).distinct().count();
    }
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

    assertThat(summary.trials()).extracting(TrialSummary::state).containsExactly(TrialState.DONE);
    assertThat(Files.list(directory.resolve("out/_tmp"))).isEmpty();
  }

  private static Faults refusing(String where) {
    return refusing(where, new AtomicBoolean(true));
  }

  private static Faults refusing(String where, AtomicBoolean now) {
    return new Faults() {
      @Override
      public void before(Operation operation) throws IOException {
        if (now.get()
            && operation.kind() == Operation.Kind.RENAME
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
