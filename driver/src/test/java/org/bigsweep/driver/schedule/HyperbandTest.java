package org.bigsweep.driver.schedule;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.bigsweep.driver.spec.Sweep;
import org.bigsweep.results.RungOutcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Hyperband in a simulated world. */
class HyperbandTest {
  /** More configurations than one round takes: 9 + 5 + 3. */
  private static final String LARGE =
      """
      fixed: {epochs: 9, trainingImages: 5000}
      grid:
        rule: [BP, DTP]
        learningRate: logspace(0.001, 1, 30)
      seeds: {tune: 0..1, report: 100..102}
      schedule: {hyperband: {seed: 1}}
      """;

  /** Fewer, so that brackets share configurations. */
  private static final String SMALL = LARGE.replace("1, 30)", "1, 7)");

  @Test
  void brackets_startAtEveryRungWithFewerConfigurations() {
    World world = World.run(LARGE, World::rising);

    Map<String, Long> compared =
        world.decisions.stream()
            .filter(d -> d.rule().equals("BP"))
            .collect(
                groupingBy(
                    d -> d.bracket().replaceAll(".*validationImages=5000", "") + " at " + d.epoch(),
                    TreeMap::new,
                    counting()));
    assertThat(compared)
        .isEqualTo(
            Map.of(
                " round=1 from=1 at 1", 9L,
                " round=1 from=1 at 3", 3L,
                " round=1 from=1 at 9", 1L,
                " round=1 from=3 at 3", 5L,
                " round=1 from=3 at 9", 2L,
                " round=1 from=9 at 9", 3L,
                " at 9", 1L + 2 + 3));
  }

  @Test
  void choice_isTheBestOfAllBracketsAndAloneReported() {
    World world = World.run(LARGE, World::rising);

    List<RungDecision> chosen =
        world.decisions.stream().filter(d -> d.outcome() == RungOutcome.CHOSEN).toList();
    assertThat(chosen).hasSize(2).allMatch(d -> d.rung() == 4 && d.epoch() == 9 && d.rank() == 1);
    for (RungDecision choice : chosen) {
      assertThat(choice.score())
          .isEqualTo(
              world.decisions.stream()
                  .filter(d -> d.rule().equals(choice.rule()) && d.epoch() == 9)
                  .mapToDouble(RungDecision::score)
                  .max()
                  .getAsDouble());
    }
    assertThat(world.trained).hasSize(2 * (2 * (9 + 3 + 1 + 5 + 2 + 3) + 3));
  }

  @Test
  void rounds_more_extendFewer() {
    Set<String> one = World.run(LARGE, World::rising).reached().keySet();
    World two = World.run(LARGE.replace("seed: 1", "seed: 1, rounds: 2"), World::rising);

    assertThat(two.decisions.stream().map(RungDecision::bracket).distinct())
        .hasSize(2 * (2 * 3 + 1));
    Set<String> tuned = new HashSet<>(one);
    tuned.removeIf(id -> !two.reached().containsKey(id));
    assertThat(tuned.size()).isGreaterThanOrEqualTo(one.size() - 2 * 3); // another may be reported
    assertThat(two.reached().size()).isGreaterThan(one.size());
  }

  @Test
  void smallSpace_brackets_shareTrials() {
    World world = World.run(SMALL, World::rising);

    assertThat(world.trained).doesNotHaveDuplicates();
    assertThat(world.reached()).hasSize(2 * (7 * 2 + 3));
    assertThat(
            world.decisions.stream().filter(d -> d.bracket().endsWith("from=1") && d.rung() == 1))
        .hasSize(2 * 7);
    assertThat(
            world.decisions.stream().filter(d -> d.bracket().endsWith("from=3") && d.rung() == 1))
        .hasSize(2 * 5);
  }

  @Test
  void minPart_keepsTheFirstRungBehindThatPartOfADecayingRate() {
    String cosine = LARGE.replace("epochs: 9,", "epochs: 9, learningRateSchedule: cosine,");

    assertThat(epochs(cosine)).containsExactly(1, 3, 9);
    assertThat(epochs(cosine.replace("seed: 1", "minPart: 0.12"))).containsExactly(3, 9);
    assertThat(epochs(LARGE.replace("seed: 1", "minPart: 0.12"))).containsExactly(1, 3, 9);
    assertThat(epochs(LARGE.replace("seed: 1", "minEpochs: 2"))).containsExactly(3, 9);
    assertThat(epochs(LARGE.replace("epochs: 9", "epochs: 20"))).containsExactly(3, 7, 20);
  }

  private static List<Integer> epochs(String text) {
    return World.run(text, World::rising).decisions.stream()
        .map(RungDecision::epoch)
        .distinct()
        .sorted()
        .toList();
  }

  @Test
  void everyTrialLost_endsWithoutAChoice() {
    World world = World.run(LARGE, (trial, id, epoch) -> World.lost(id, epoch));

    assertThat(world.decisions).isNotEmpty().noneMatch(d -> d.outcome() == RungOutcome.CHOSEN);
    assertThat(world.trained).hasSize(2 * 2 * (9 + 5 + 3));
  }

  @ParameterizedTest
  @ValueSource(strings = {LARGE, "SMALL"})
  void decisions_neverDependOnTimingOrCores(String text) {
    Sweep sweep = World.sweep(text.equals("SMALL") ? SMALL : text);
    World reference = new World(sweep, World::wild, 2, Optional.empty()).run(Integer.MAX_VALUE);

    for (int cores : List.of(1, 3, 16)) {
      for (long chance = 0; chance < 5; chance++) {
        World other =
            new World(sweep, World::wild, cores, Optional.of(chance)).run(Integer.MAX_VALUE);

        assertThat(Set.copyOf(other.decisions)).isEqualTo(Set.copyOf(reference.decisions));
        assertThat(other.reached()).isEqualTo(reference.reached());
        assertThat(other.trained).doesNotHaveDuplicates();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {LARGE, "SMALL"})
  void killedAnywhere_continuesToTheSameDecisionsWithoutTrainingTwice(String text) {
    Sweep sweep = World.sweep(text.equals("SMALL") ? SMALL : text);
    World reference = new World(sweep, World::wild, 3, Optional.of(1L)).run(Integer.MAX_VALUE);

    for (int killedAfter = 1; killedAfter < 60; killedAfter += 3) {
      World world = new World(sweep, World::wild, 3, Optional.of(7L)).run(killedAfter);
      while (world.scheduled().left().count() > 0) {
        world.run(killedAfter);
      }

      world.run(Integer.MAX_VALUE);
      assertThat(Set.copyOf(world.decisions)).isEqualTo(Set.copyOf(reference.decisions));
      assertThat(world.reached()).isEqualTo(reference.reached());
      assertThat(world.trained).doesNotHaveDuplicates();
    }
  }

  @Test
  void forecast_isWhatIsTrainedIfNothingIsShared_andABoundIfSomethingIs() {
    World large = new World(World.sweep(LARGE), World::rising, 2, Optional.empty());
    WorkEstimate exact = large.scheduled().left();
    large.run(Integer.MAX_VALUE);

    assertThat(exact.count()).isEqualTo(large.trained.size());
    assertThat(exact.seconds()).isCloseTo(large.busy, within(1e-6 * large.busy));

    World small = new World(World.sweep(SMALL), World::rising, 2, Optional.empty());
    WorkEstimate most = small.scheduled().left();
    small.run(Integer.MAX_VALUE);

    assertThat(most.count()).isGreaterThanOrEqualTo(small.trained.size());
    assertThat(most.seconds()).isGreaterThanOrEqualTo(small.busy * (1 - 1e-9));
    assertThat(small.scheduled().left()).isEqualTo(WorkEstimate.NONE);
  }
}
