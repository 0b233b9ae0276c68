package org.bigsweep.driver.schedule;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.bigsweep.driver.plan.Measurement;
import org.bigsweep.driver.plan.TrialGroup;
import org.bigsweep.driver.spec.Sweep;
import org.bigsweep.engine.catalog.TrialParameters;
import org.bigsweep.results.RungOutcome;
import org.bigsweep.results.TrialState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Successive halving in a simulated world. */
class HalvingTest {
  private static final String NINE =
      """
      fixed: {rule: BP, epochs: 9, trainingImages: 5000}
      grid: {learningRate: [1, 2, 3, 4, 5, 6, 7, 8, 9]}
      schedule: {halving: {eta: 3}}
      seeds: 0..1
      """;

  private static final String MANY =
      """
      fixed: {epochs: 20, trainingImages: 5000}
      grid:
        rule: [BP, DTP, BIG(balanced), TP]
        depth: [3, 6]
        learningRate: logspace(0.001, 1, 11)
      schedule: {halving: {eta: 4, minEpochs: 2}}
      seeds: {tune: 0..1, report: 100..102}
      """;

  private static List<RungDecision> at(World world, int rung) {
    return world.decisions.stream().filter(d -> d.rung() == rung).toList();
  }

  @Test
  void rungs_nineConfigurations_areComparedAtOneThreeAndNine() {
    World world = World.run(NINE, World::rising);

    assertThat(world.decisions.stream().map(d -> d.rung() + " " + d.epoch() + " " + d.outcome()))
        .containsExactly(
            "1 1 PROMOTED",
            "1 1 PROMOTED",
            "1 1 PROMOTED",
            "1 1 PRUNED",
            "1 1 PRUNED",
            "1 1 PRUNED",
            "1 1 PRUNED",
            "1 1 PRUNED",
            "1 1 PRUNED",
            "2 3 PROMOTED",
            "2 3 PRUNED",
            "2 3 PRUNED",
            "3 9 CHOSEN");
    assertThat(at(world, 2).get(0).configuration()).contains("learningRate=9");
    assertThat(at(world, 2).get(2).configuration()).contains("learningRate=7");
    assertThat(at(world, 1).get(0).score()).isEqualTo(0.901);
    assertThat(at(world, 1).get(0).bracket())
        .isEqualTo(
            "rule=BP depth=5 dataset=mnist epochs=9 trainingImages=5000"
                + " validationImages=5000");
    assertThat(world.trained).hasSize(2 * (9 + 3 + 1));
  }

  @Test
  void rungs_listed_areThose() {
    World world = World.run(NINE.replace("{eta: 3}", "{eta: 2, rungs: [2, 5]}"), World::rising);

    assertThat(world.decisions.stream().map(RungDecision::epoch).distinct())
        .containsExactly(2, 5, 9);
    assertThat(at(world, 2)).hasSize(5);
    assertThat(at(world, 3)).hasSize(3);
    assertThat(at(world, 3).stream().map(RungDecision::outcome))
        .containsExactly(RungOutcome.CHOSEN, RungOutcome.FINISHED, RungOutcome.FINISHED);
  }

  @Test
  void brackets_areOnePerRuleAndDepth_soThatASlowRuleIsNotBeaten() {
    World world =
        World.run(
            MANY,
            (trial, id, epoch) ->
                World.sound(trial, id, epoch, trial.values().get("rule").equals("TP") ? 0.1 : 0.9));

    assertThat(world.decisions.stream().filter(d -> d.outcome() == RungOutcome.CHOSEN))
        .hasSize(4 * 2)
        .anyMatch(d -> d.bracket().startsWith("rule=TP depth=6 "));
  }

  @Test
  void brackets_perRule_choosesTheDepthToo() {
    World world =
        World.run(MANY.replace("minEpochs: 2", "minEpochs: 2, per: [rule]"), World::rising);

    assertThat(world.decisions.stream().filter(d -> d.outcome() == RungOutcome.CHOSEN)).hasSize(4);
    assertThat(at(world, 1)).hasSize(4 * 2 * 11);
  }

  @Test
  void factors_areNeverChosenBetween() {
    World world =
        World.run(
            NINE.replace("grid: {", "grid: {optimizer: [adam, sgd], ") + "factors: optimizer\n",
            (trial, id, epoch) ->
                World.sound(
                    trial, id, epoch, trial.values().get("optimizer").equals("sgd") ? 0.1 : 0.9));

    assertThat(world.decisions.stream().filter(d -> d.outcome() == RungOutcome.CHOSEN))
        .extracting(RungDecision::bracket)
        .satisfiesExactlyInAnyOrder(
            bracket -> assertThat(bracket).startsWith("rule=BP depth=5 optimizer=adam "),
            bracket -> assertThat(bracket).startsWith("rule=BP depth=5 optimizer=sgd "));
  }

  @Test
  void brackets_ofDifferentHorizons_areNeverOne() {
    World world =
        World.run(
            NINE.replace("epochs: 9, ", "").replace("grid: {", "grid: {epochs: [4, 9], "),
            World::rising);

    assertThat(world.decisions.stream().filter(d -> d.outcome() == RungOutcome.CHOSEN))
        .extracting(RungDecision::epoch)
        .containsExactlyInAnyOrder(4, 9);
  }

  @Test
  void reportingSeeds_areTrainedForTheChosenAlone() {
    World world = World.run(MANY, World::rising);

    Set<String> chosen =
        world.decisions.stream()
            .filter(d -> d.outcome() == RungOutcome.CHOSEN)
            .map(RungDecision::configuration)
            .collect(toSet());
    assertThat(world.trained.stream().filter(t -> t.untilEpoch() == 20))
        .hasSize(4 * 2 * (2 + 3)); // the last of 11 → 3 → 1, on 2 seeds, and 3 seeds more
    assertThat(chosen).hasSize(8).allMatch(c -> c.contains("learningRate=1 "));
  }

  @Test
  void ranks_lostAndCollapsed_areLastWhateverTheyScored() {
    World world =
        World.run(
            NINE,
            (trial, id, epoch) -> {
              double rate = trial.get(TrialParameters.LEARNING_RATE);
              if (rate == 9 && trial.get(TrialParameters.SEED) == 1) {
                return World.lost(id, epoch);
              }
              Measurement sound = World.rising(trial, id, epoch);
              return rate == 8
                  ? new Measurement(id, epoch, sound.state(), true, sound.accuracy())
                  : sound;
            });

    List<RungDecision> first = at(world, 1);
    assertThat(first.get(0).configuration()).contains("learningRate=7");
    assertThat(first.get(7).configuration()).contains("learningRate=8");
    assertThat(first.get(8).configuration()).contains("learningRate=9");
    assertThat(first.get(8).score()).isEqualTo(0.901);
  }

  @Test
  void everyTrialLost_endsTheBracketWithoutAChoice() {
    World world = World.run(MANY, (trial, id, epoch) -> World.lost(id, epoch));

    assertThat(world.decisions).hasSize(8 * 11).allMatch(d -> d.outcome() == RungOutcome.PRUNED);
    assertThat(world.trained).hasSize(8 * 11 * 2);
  }

  @Test
  void equals_goByTheSpellingOfTheConfiguration() {
    World world = World.run(NINE, (trial, id, epoch) -> World.sound(trial, id, epoch, 0.5));

    assertThat(at(world, 1)).extracting(RungDecision::configuration).isSorted();
    assertThat(at(world, 3).get(0).configuration()).contains("learningRate=1");
  }

  @Test
  void trialThatEndsByItself_isNotTrainedAgain() {
    World world =
        World.run(
            NINE,
            (trial, id, epoch) ->
                new Measurement(
                    id,
                    epoch,
                    TrialState.DONE,
                    false,
                    trial.get(TrialParameters.LEARNING_RATE) / 10));

    assertThat(world.trained).hasSize(2 * 9);
    assertThat(at(world, 3).get(0).outcome()).isEqualTo(RungOutcome.CHOSEN);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 16})
  void decisions_neverDependOnTimingOrCores(int cores) {
    Sweep sweep = World.sweep(MANY);
    World reference = new World(sweep, World::wild, 2, Optional.empty()).run(Integer.MAX_VALUE);

    for (long chance = 0; chance < 5; chance++) {
      World other =
          new World(sweep, World::wild, cores, Optional.of(chance)).run(Integer.MAX_VALUE);

      assertThat(Set.copyOf(other.decisions)).isEqualTo(Set.copyOf(reference.decisions));
      assertThat(other.reached()).isEqualTo(reference.reached());
    }
  }

  @Test
  void killedAnywhere_continuesToTheSameDecisionsWithoutTrainingTwice() {
    Sweep sweep = World.sweep(MANY);
    World reference = new World(sweep, World::wild, 3, Optional.of(1L)).run(Integer.MAX_VALUE);

    for (int killedAfter : List.of(1, 2, 5, 13, 29, 50, 100)) {
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
  void resultsOfTheWholeGrid_leaveNothingToTrain() {
    World world =
        new World(
                World.sweep(MANY.replaceAll("schedule: .*", "schedule: exhaustive")),
                World::wild,
                2,
                Optional.empty())
            .run(Integer.MAX_VALUE);
    Sweep halved = World.sweep(MANY);

    Work work = ScheduledSweep.of(halved, world.plan(), World.CATALOG, world).work(2);

    assertThat(work.take(10)).isEmpty();
    assertThat(work.exhausted()).isTrue();
    World reference = new World(halved, World::wild, 2, Optional.empty()).run(Integer.MAX_VALUE);
    assertThat(Set.copyOf(work.decided())).isEqualTo(Set.copyOf(reference.decisions));
  }

  @Test
  void forecast_isWhatIsTrainedIfNothingIsLost() {
    World world = new World(World.sweep(MANY), World::rising, 2, Optional.empty());
    WorkEstimate forecast = world.scheduled().left();

    world.run(Integer.MAX_VALUE);

    assertThat(forecast.count()).isEqualTo(world.trained.size());
    assertThat(forecast.seconds()).isCloseTo(world.busy, within(1e-6 * world.busy));
    assertThat(world.scheduled().left()).isEqualTo(WorkEstimate.NONE);
    assertThat(world.scheduled().all()).isEqualTo(forecast);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 8, 16})
  void bracketsSideBySide_keepCoresBusy(int cores) {
    World world =
        new World(World.sweep(MANY), World::rising, cores, Optional.empty()).run(Integer.MAX_VALUE);

    assertThat(world.makespan / (world.busy / cores)).isLessThan(1.25);
  }

  @Test
  void epochs_ofASchedule_areThoseAtWhichItCompares() {
    String decaying = NINE.replace("rule: BP,", "rule: BP, learningRateSchedule: cosine,");

    assertThat(ScheduledSweep.epochs(World.sweep(NINE))).containsExactly(1, 3, 9);
    assertThat(
            ScheduledSweep.epochs(
                World.sweep(decaying.replace("halving: {eta: 3}", "hyperband: {minPart: 0.2}"))))
        .containsExactly(1, 3, 9);
    assertThat(
            ScheduledSweep.epochs(
                World.sweep(NINE.replaceAll("schedule: .*", "schedule: exhaustive"))))
        .isEmpty();
    assertThat(
            ScheduledSweep.epochs(
                World.sweep(NINE.replaceAll("schedule: .*", "schedule: {random: {n: 2}}"))))
        .isEmpty();
  }

  @Test
  void exhaustive_estimates_areThoseOfThePlan() {
    World world =
        new World(
            World.sweep(NINE.replaceAll("schedule: .*", "schedule: exhaustive")),
            World::rising,
            2,
            Optional.empty());

    WorkEstimate all = world.scheduled().left();

    assertThat(all).isEqualTo(new WorkEstimate(18, world.plan().seconds()));
    assertThat(all.seconds()).isPositive();
    world.run(1);
    int done = world.trained.size();
    assertThat(done).isBetween(1, 17);
    assertThat(world.scheduled().all()).isEqualTo(all);
    assertThat(world.scheduled().left().count()).isEqualTo(18 - done);
    assertThat(world.scheduled().left().seconds())
        .isCloseTo(all.seconds() * (18 - done) / 18, within(1e-9));
  }

  /** A run takes as many as it has free cores, and takes the rest later. */
  @Test
  void take_aFew_leavesTheOthers() {
    for (String schedule : List.of("{halving: {eta: 3}}", "exhaustive", "{random: {n: 9}}")) {
      Work work =
          new World(
                  World.sweep(NINE.replaceAll("schedule: .*", "schedule: " + schedule)),
                  World::rising,
                  2,
                  Optional.empty())
              .scheduled()
              .work(2);

      assertThat(work.take(0)).isEmpty();
      List<TrialGroup> first = work.take(2);
      assertThat(first).hasSize(2);
      assertThat(work.exhausted()).isFalse();
      List<TrialGroup> rest = work.take(1000);
      assertThat(Stream.concat(first.stream(), rest.stream()).flatMap(g -> g.trials().stream()))
          .hasSize(18)
          .doesNotHaveDuplicates();
      assertThat(work.take(1)).isEmpty();
    }
  }

  @Test
  void bracketWithMostToDo_startsFirst() {
    Work work =
        new World(World.sweep(MANY), World::rising, 2, Optional.empty()).scheduled().work(2);

    assertThat(work.take(1).get(0).trials())
        .allSatisfy(
            trial ->
                assertThat(trial.values())
                    .containsEntry("rule", "BIG")
                    .containsEntry("depth", "6"));
    List<TrialGroup> rest = work.take(1000);
    assertThat(rest.get(rest.size() - 1).trials())
        .allSatisfy(
            trial ->
                assertThat(trial.values()).containsEntry("rule", "BP").containsEntry("depth", "3"));
  }

  /** What is left shrinks with every group by just what that group trained. */
  @Test
  void left_whileItRuns_isAlwaysWhatIsTrainedStill() {
    Sweep sweep = World.sweep(MANY);
    World whole = new World(sweep, World::rising, 1, Optional.empty()).run(Integer.MAX_VALUE);

    for (int groups : List.of(1, 3, 8, 20, 40)) {
      World world = new World(sweep, World::rising, 1, Optional.empty()).run(groups);
      assertThat(world.scheduled().left().count())
          .isEqualTo(whole.trained.size() - world.trained.size());
      assertThat(world.scheduled().left().seconds())
          .isCloseTo(whole.busy - world.busy, within(1e-6 * whole.busy));
    }
  }

  @Test
  void decisions_areToldOnce_withTheirSeedsAndRanks() {
    World world = World.run(NINE, World::rising);

    assertThat(world.decisions).doesNotHaveDuplicates();
    assertThat(at(world, 1))
        .extracting(RungDecision::rank)
        .containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9);
    assertThat(at(world, 1))
        .allSatisfy(
            d -> {
              assertThat(d.seeds()).extracting(RungDecision.Seeded::seed).containsExactly(0L, 1L);
              assertThat(d.reason()).isEmpty();
              assertThat(d.rule()).isEqualTo("BP");
              assertThat(d.depth()).isEqualTo(5);
            });
  }
}
