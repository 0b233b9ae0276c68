package org.bigsweep.driver.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.bigsweep.driver.store.AnswerTable;
import org.bigsweep.driver.store.SampleResults;
import org.bigsweep.results.Compaction;
import org.bigsweep.results.TrialState;
import org.bigsweep.util.UserException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Queries of the console whose folder changes, or that do not end. */
@Timeout(300)
class SparkAnswersTest {
  private static final Duration LIMIT = Duration.ofSeconds(2);
  private static final Duration WAIT = Duration.ofMillis(100);
  private static final String ENDLESS =
      "select count(*) from "
          + String.join(", ", Collections.nCopies(12, "(select 1 from layers)"));

  @TempDir private Path directory;
  private SampleResults results;
  private FollowedFolder folder;

  @BeforeEach
  void publish() {
    results = new SampleResults(directory.resolve("results"));
    for (int seed = 0; seed < 4; seed++) {
      results.add("BP", "0.01", seed, TrialState.DONE, 0.5, 0.4);
      results.publish();
    }
    folder = new FollowedFolder(results.folder());
    folder.refresh();
  }

  private static AnswerTable answer(SparkAnswers.Query query) throws InterruptedException {
    Optional<AnswerTable> answer = Optional.empty();
    while (answer.isEmpty()) {
      answer = query.await(WAIT);
    }
    return answer.get();
  }

  private static SparkAnswers answers(Duration limit) {
    return new SparkAnswers(limit, () -> {});
  }

  @Test
  void ask_filesMergedSinceTheViewsWereMade_isAnsweredFromTheNewOnes() throws Exception {
    try (SparkAnswers answers = answers(Duration.ofMinutes(4))) {
      assertThat(answer(answers.ask(folder, "select count(*) from trials")).values())
          .containsExactly(List.of(4L));

      new Compaction(results.folder(), Compaction.TARGET).run(Duration.ZERO);

      assertThat(answer(answers.ask(folder, "select sum(seed) from trials")).values())
          .containsExactly(List.of(6L));
    }
  }

  @Test
  void await_queryBeyondTheLimit_endsItInOneSentence() throws Exception {
    try (SparkAnswers answers = answers(LIMIT)) {
      SparkAnswers.Query query = answers.ask(folder, ENDLESS);

      assertThatThrownBy(() -> answer(query))
          .isInstanceOf(UserException.class)
          .hasMessage("Cannot answer the query: it took longer than 2 s");
    }
    try (SparkAnswers answers = answers(Duration.ofMinutes(4))) {
      assertThat(answer(answers.ask(folder, "select count(*) from trials")).values())
          .containsExactly(List.of(4L));
    }
  }

  @Test
  void ask_whileTooManyWait_isRefusedInOneSentence() throws Exception {
    try (SparkAnswers answers = answers(Duration.ofMinutes(4))) {
      List<SparkAnswers.Query> asked = new ArrayList<>();
      for (int k = 0; k < 22; k++) {
        asked.add(answers.ask(folder, ENDLESS));
      }

      assertThatThrownBy(() -> answers.ask(folder, "select 1"))
          .isInstanceOf(UserException.class)
          .hasMessage("Cannot answer the query: 22 others are waiting; try again");

      asked.forEach(SparkAnswers.Query::cancel);
      Optional<SparkAnswers.Query> next = Optional.empty();
      while (next.isEmpty()) {
        next = accepted(answers);
      }
      assertThat(answer(next.get()).values()).containsExactly(List.of(4L));
    }
  }

  private Optional<SparkAnswers.Query> accepted(SparkAnswers answers) throws InterruptedException {
    try {
      return Optional.of(answers.ask(folder, "select count(*) from trials"));
    } catch (UserException e) {
      Thread.sleep(WAIT.toMillis());
      return Optional.empty();
    }
  }
}
