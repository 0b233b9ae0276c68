package org.bigsweep.driver.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.bigsweep.driver.schedule.SearchStudy.Arrival;
import org.bigsweep.driver.schedule.SearchStudy.Regret;
import org.bigsweep.driver.spec.Sweep;
import org.bigsweep.engine.catalog.TrialParameters;
import org.bigsweep.engine.catalog.TrialSpec;
import org.bigsweep.util.UserException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A study of a made-up landscape whose best is known. */
class SearchStudyTest {
  private static final String SWEEP =
      """
      fixed: {rule: BP, epochs: 9, trainingImages: 5000}
      grid:
        learningRate: loguniform(0.0001, 1)
        batchSize: int(16, 512)
      random: {n: 32, seed: 1, sequence: sobol}
      seeds: 0..1
      """;
  private static final int SIZE = 32;
  private static final int SEARCHES = 16;

  private static Sweep sweep;
  private static RecordedTable table;
  private static List<Double> scores;
  private static SearchStudy.Answer answer;

  private static double accuracy(TrialSpec trial, String id, int epoch) {
    double rate = Math.log10(trial.get(TrialParameters.LEARNING_RATE)) + 2.2;
    double batch = (trial.get(TrialParameters.BATCH_SIZE) - 200) / 500.0;
    return 0.95 - 0.08 * rate * rate - 0.15 * batch * batch - 0.3 / (epoch + 1);
  }

  @BeforeAll
  static void study() {
    sweep = World.sweep(SWEEP);
    table =
        RecordedTable.record(
            sweep,
            (trial, id, epoch) -> World.sound(trial, id, epoch, accuracy(trial, id, epoch)),
            9);
    scores =
        sweep.space().stream()
            .filter(trial -> trial.get(TrialParameters.SEED) == 0)
            .map(trial -> accuracy(trial, "", 9))
            .sorted(Comparator.reverseOrder())
            .toList();
    answer = new SearchStudy(sweep, table, SEARCHES, List.of(4, 16, SIZE)).run(0.002);
  }

  private static Regret regret(String search, int budget) {
    return answer.regrets().stream()
        .filter(r -> r.search().equals(search) && r.budget() == budget)
        .findFirst()
        .orElseThrow();
  }

  /** The mean regret of drawing without replacement: the best drawn is the k-th best there is. */
  private static double expected(int budget) {
    double noneBefore = 1;
    double sum = 0;
    for (int k = 0; k < SIZE; k++) {
      double drawn = Math.min(1, (double) budget / (SIZE - k));
      sum += noneBefore * drawn * (scores.get(0) - scores.get(k));
      noneBefore *= 1 - drawn;
    }
    return sum;
  }

  @Test
  void regret_random_isThatOfDrawingWithoutReplacement() {
    for (int budget : List.of(4, 16)) {
      Regret random = regret("random", budget);
      double error = (random.high() - random.regret()) / 1.96;

      assertThat(random.searches()).isEqualTo(SEARCHES);
      assertThat(random.regret()).isCloseTo(expected(budget), within(4 * error));
    }
  }

  @Test
  void regret_everySearch_isWithinItsBandAndNeverGrowsWithTheBudget() {
    assertThat(answer.regrets())
        .allSatisfy(r -> assertThat(r.regret()).isBetween(r.low(), r.high()));
    for (String search : List.of("random", "tpe", "tpe, waves of 1", "hyperband with tpe")) {
      assertThat(regret(search, 16).regret()).isLessThanOrEqualTo(regret(search, 4).regret());
    }
  }

  @Test
  void regret_wholeSpace_isNone() {
    for (String search : List.of("random", "sobol", "tpe", "tpe, waves of 1")) {
      assertThat(regret(search, SIZE).regret()).as(search).isCloseTo(0, within(1e-12));
    }
  }

  /** An epoch takes a second here, and a configuration 9 epochs on 2 seeds. */
  @Test
  void seconds_areThoseOfTheTable() {
    assertThat(regret("random", 4).seconds()).isGreaterThan(18).isLessThanOrEqualTo(4 * 18);
  }

  @Test
  void sobol_searchesAreTheDisjointPartsOfTheSequence() {
    assertThat(regret("sobol", 16).searches()).isEqualTo(SIZE / 16);
    assertThat(regret("sobol", 4).searches()).isEqualTo(SIZE / 4);

    List<TrialSpec> drawn =
        sweep.space().stream().filter(t -> t.get(TrialParameters.SEED) == 0).toList();
    for (int part = 0; part < SIZE / 16; part++) {
      assertThat(
              drawn.subList(16 * part, 16 * part + 16).stream()
                  .map(t -> Math.log10(t.get(TrialParameters.LEARNING_RATE)))
                  .map(rate -> (int) Math.floor((rate + 4) * 4)))
          .containsExactlyInAnyOrderElementsOf(IntStream.range(0, 16).boxed().toList());
    }
  }

  @Test
  void arrival_isTheMedianBudgetOfThoseThatCameNear() {
    Arrival tpe =
        answer.arrivals().stream().filter(a -> a.search().equals("tpe")).findFirst().orElseThrow();

    assertThat(tpe.reached()).isEqualTo(1);
    assertThat(tpe.median()).hasValueSatisfying(m -> assertThat(m).isBetween(1.0, 32.0));
    SearchStudy never = new SearchStudy(sweep, table, 2, List.of(1));
    assertThat(never.run(-1).arrivals())
        .allSatisfy(a -> assertThat(a).isEqualTo(new Arrival(a.search(), 0, Optional.empty())));
  }

  @Test
  void study_unfitInput_isOneSentence() {
    Sweep two = World.sweep(SWEEP.replace("rule: BP", "rule: BP, depth: 3") + "factors: batchSize");
    assertThatThrownBy(() -> new SearchStudy(two, table, 2, List.of(1)))
        .isInstanceOf(UserException.class)
        .hasMessageMatching("Invalid sweep: it has \\d+ brackets \\(must be one to search in\\)");
    Sweep other = World.sweep(SWEEP.replace("epochs: 9", "epochs: 10"));
    assertThatThrownBy(() -> new SearchStudy(other, table, 2, List.of(1)))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("Invalid table: it lacks ");
  }
}
