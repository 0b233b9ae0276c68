package org.bigsweep.driver.run;

import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.bigsweep.engine.catalog.TrialSpec;
import org.bigsweep.results.Attempt;
import org.bigsweep.results.ResultsFolder;
import org.bigsweep.results.ResultsReader;
import org.bigsweep.results.Table;
import org.bigsweep.results.TrialState;
import org.bigsweep.util.UserException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SweepRunTest {
  @TempDir private Path folder;

  @Test
  void execute_engine_sameBitsWhateverCoresOrderAndGroups() {
    List<TrialSpec> trials = new ArrayList<>();
    for (String rule : List.of("BP", "DTP", "BIG")) {
      trials.addAll(SyntheticTrials.of(rule, 0, 2));
    }
    run(trials, 3, TrainerFactory.ENGINE, "one", "local[1]");
    Collections.reverse(trials);
    run(trials, 1, TrainerFactory.ENGINE, "two", "local[2]");

    assertThat(measured("one", Table.TRIALS)).hasSize(6).isEqualTo(measured("two", Table.TRIALS));
    assertThat(measured("one", Table.EPOCHS)).hasSize(18).isEqualTo(measured("two", Table.EPOCHS));
    assertThat(measured("one", Table.LAYERS)).hasSize(54).isEqualTo(measured("two", Table.LAYERS));
  }

  @Test
  void execute_someDivergeAndFail_publishesAllAndCounts() {
    List<TrialSpec> trials = SyntheticTrials.of("BP", 0, 450);

    RunOutcome outcome = run(trials, 1, FakeTrainers.INSTANT, "out", "local[2]");

    assertThat(outcome.interrupted()).isFalse();
    RunProgress last = outcome.last();
    assertThat(List.of(last.done(), last.planned(), last.diverged(), last.failed()))
        .containsExactly(450L, 450L, 1L, 1L);
    assertThat(last.workDone()).isEqualTo(1);
    assertThat(last.best().orElseThrow().trialId()).isEqualTo(SyntheticTrials.id(trials.get(449)));
    Map<String, TrialState> states = reader("out").states();
    assertThat(states).hasSize(450);
    assertThat(states.get(SyntheticTrials.id(trials.get(1)))).isEqualTo(TrialState.DIVERGED);
    assertThat(states.get(SyntheticTrials.id(trials.get(2)))).isEqualTo(TrialState.FAILED);
    try (Stream<Attempt> attempts = reader("out").read(Table.ATTEMPTS)) {
      Map<String, Attempt> byTrial = attempts.collect(toMap(Attempt::getTrialId, identity()));
      assertThat(byTrial.keySet()).isEqualTo(states.keySet());
      byTrial.forEach((id, a) -> assertThat(a.getOutcome()).isEqualTo(states.get(id).name()));
    }
  }

  @Test
  void stop_whileTraining_publishesWhatIsComplete() {
    List<TrialSpec> trials = SyntheticTrials.of("BP", 0, 8);
    String results = folder.resolve("out").toString();
    SweepRun run =
        new SweepRun(
            SyntheticTrials.request(trials, 4, FakeTrainers.ENDLESS_ODD, results, "local[2]"),
            new RunListener() {});
    Thread stopper =
        new Thread(
            () -> {
              try {
                FakeTrainers.TWO_ENDLESS.await();
                run.stop();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    stopper.start();

    RunOutcome outcome = run.execute();

    assertThat(outcome.interrupted()).isTrue();
    assertThat(reader("out").states().keySet())
        .containsExactlyInAnyOrder(
            SyntheticTrials.id(trials.get(0)), SyntheticTrials.id(trials.get(4)));
    try (Stream<Attempt> attempts = reader("out").read(Table.ATTEMPTS)) {
      assertThat(attempts.map(Attempt::getOutcome))
          .containsExactlyInAnyOrder("DONE", "DONE", "INTERRUPTED", "INTERRUPTED");
    }
  }

  @Test
  void execute_everythingFails_stopsAtTheLimit() {
    List<TrialSpec> trials = SyntheticTrials.of("BP", 0, 400);
    String results = folder.resolve("out").toString();
    RunRequest request =
        SyntheticTrials.request(
            trials, 1, new FailureLimit(10, 1), FakeTrainers.FAILING, results, "local[2]");
    SweepRun run = new SweepRun(request, new RunListener() {});

    RunOutcome outcome = run.execute();

    assertThat(outcome.tooManyFailed()).isTrue();
    assertThat(outcome.last().failed()).isBetween(11L, FakeTrainers.SOON);
    assertThat(run.firstFailed().orElseThrow().reason()).isEqualTo("it always does");
    assertThat(reader("out").states().values()).containsOnly(TrialState.FAILED);
  }

  @Test
  void execute_outputThatRefuses_stopsWithOneSentence() throws IOException {
    Path blocked = Files.writeString(folder.resolve("blocked"), "");

    assertThatThrownBy(
            () ->
                new SweepRun(
                        SyntheticTrials.request(
                            SyntheticTrials.of("BP", 3, 8),
                            1,
                            FakeTrainers.INSTANT,
                            blocked.toString(),
                            "local[2]"),
                        new RunListener() {})
                    .execute())
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("Cannot write " + blocked + "/attempts/")
        .hasMessageNotContaining("\n");
  }

  private RunOutcome run(
      List<TrialSpec> trials, int size, TrainerFactory trainers, String name, String master) {
    String results = folder.resolve(name).toString();
    return new SweepRun(
            SyntheticTrials.request(trials, size, trainers, results, master), new RunListener() {})
        .execute();
  }

  private ResultsReader reader(String name) {
    return new ResultsReader(folder(name));
  }

  private ResultsFolder folder(String name) {
    return ResultsFolder.at(folder.resolve(name).toString(), new Configuration());
  }

  private Map<String, String> measured(String name, Table<?> table) {
    return MeasuredRows.of(folder(name), table);
  }
}
