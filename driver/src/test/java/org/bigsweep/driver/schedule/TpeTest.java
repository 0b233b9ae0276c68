package org.bigsweep.driver.schedule;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.bigsweep.driver.plan.Measurement;
import org.bigsweep.driver.spec.Sweep;
import org.bigsweep.engine.catalog.TrialParameters;
import org.bigsweep.engine.catalog.TrialSpec;
import org.bigsweep.results.RungOutcome;
import org.bigsweep.results.TrialState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The tree-structured Parzen estimator in a simulated world. */
class TpeTest {
  private static final String SPACE =
      """
      fixed: {epochs: 9, trainingImages: 5000}
      grid:
        rule: [BP, DTP]
        learningRate: loguniform(0.0001, 1)
        batchSize: int(16, 512)
        optimizer: choice(adam, momentum)
      when:
        - if: {optimizer: momentum}
          grid: {momentum: 'uniform(0.1, 0.99)'}
      random: {n: 128, seed: 1, sequence: sobol}
      seeds: {tune: 0..1, report: 100}
      """;

  private static final String TPE = SPACE + "schedule: {tpe: {n: 30, wave: 4, startup: 8}}\n";
  private static final String HYPERBAND =
      SPACE + "schedule: {hyperband: {sampler: tpe, rounds: 2}}\n";

  /** Best at a learning rate of 0.01, a batch size of 300 and adam. */
  private static double quality(TrialSpec trial) {
    double rate = Math.log10(trial.get(TrialParameters.LEARNING_RATE)) + 2;
    double batch = (trial.get(TrialParameters.BATCH_SIZE) - 300) / 500.0;
    double optimizer = trial.values().get("optimizer").equals("adam") ? 0 : 0.1;
    return 0.95 - 0.1 * rate * rate - 0.2 * batch * batch - optimizer;
  }

  private static Measurement smooth(TrialSpec trial, String id, int epoch) {
    return World.sound(trial, id, epoch, quality(trial) + epoch / 1000.0);
  }

  /** Noisy over seeds; some diverge, some collapse. */
  private static Measurement wild(TrialSpec trial, String id, int epoch) {
    long hash = Long.parseUnsignedLong(id.substring(0, 12), 16);
    if (hash % 11 == 0) {
      return World.lost(id, epoch);
    }
    boolean collapsed = hash % 7 == 0;
    return new Measurement(
        id,
        epoch,
        epoch >= trial.get(TrialParameters.EPOCHS) ? TrialState.DONE : TrialState.PAUSED,
        collapsed,
        collapsed ? 0.1 : quality(trial) + ((hash * epoch) % 1009) / 10_090.0);
  }

  private static World run(String text, World.Behaviour behaviour) {
    return new World(World.sweep(text), behaviour, 2, Optional.empty()).run(Integer.MAX_VALUE);
  }

  /** The configurations of every wave of a rule, in order. */
  private static List<Set<String>> waves(World world, String rule) {
    Map<Integer, Set<String>> waves =
        world.decisions.stream()
            .filter(d -> d.rule().equals(rule) && d.reason().isPresent())
            .collect(
                Collectors.groupingBy(
                    RungDecision::rung, Collectors.mapping(RungDecision::configuration, toSet())));
    return waves.keySet().stream().sorted().map(waves::get).toList();
  }

  @Test
  void waves_areOfTheSizeInTheFileAndNeverRepeat() {
    World world = run(TPE, TpeTest::smooth);

    assertThat(waves(world, "BP").stream().map(Set::size)).containsExactly(4, 4, 4, 4, 4, 4, 4, 2);
    Set<String> all = new HashSet<>();
    waves(world, "BP").forEach(all::addAll);
    assertThat(all).hasSize(30);
    assertThat(world.trained).doesNotHaveDuplicates().hasSize(2 * (30 * 2 + 1));
  }

  @Test
  void decisions_sayWhyEachWasProposed() {
    World world = run(TPE, TpeTest::smooth);

    List<RungDecision> third =
        world.decisions.stream().filter(d -> d.rule().equals("BP") && d.rung() == 3).toList();
    assertThat(world.decisions.stream().filter(d -> d.rung() < 3))
        .allMatch(d -> d.reason().equals(Optional.of("sampler=startup")));
    assertThat(third)
        .hasSize(4)
        .allMatch(d -> d.reason().get().matches("sampler=tpe good=1 of=8 ratio=[0-9.e+-]+"));
    assertThat(third).extracting(RungDecision::rank).containsExactly(1, 2, 3, 4);
    assertThat(third)
        .extracting(RungDecision::score)
        .isSortedAccordingTo(Comparator.reverseOrder());
    List<RungDecision> chosen =
        world.decisions.stream().filter(d -> d.outcome() == RungOutcome.CHOSEN).toList();
    assertThat(chosen).hasSize(2).allMatch(d -> d.rung() == 9 && d.rank() == 1);
  }

  @Test
  void proposals_afterStartup_areBetterThanRandom() {
    World world = run(TPE, TpeTest::smooth);

    double startup = meanScore(world, 1, 2);
    double late = meanScore(world, 5, 8);
    assertThat(late).isGreaterThan(startup + 0.05);
  }

  /**
   * Configurations are proposed from those compared at the latest epoch at which there are eight,
   * and from those that were lost before.
   */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void hyperband_eachBracket_learnsFromTheLatestEpochThatHasEnough(boolean wild) {
    World world = run(HYPERBAND, wild ? TpeTest::wild : TpeTest::smooth);

    List<RungDecision> earlier = new ArrayList<>();
    List<String> sources = new ArrayList<>();
    for (String bracket : brackets(world)) {
      List<RungDecision> here =
          world.decisions.stream().filter(d -> d.bracket().equals(bracket)).toList();
      assertThat(here)
          .allSatisfy(d -> assertThat(d.reason().get()).startsWith(source(learnedFrom(earlier))));
      sources.add(source(learnedFrom(earlier)));
      earlier.addAll(here);
    }
    if (!wild) {
      assertThat(sources)
          .containsExactly(
              "sampler=startup", source(9), source(8), source(8), source(11), source(9));
    }
  }

  private static List<String> brackets(World world) {
    return world.decisions.stream()
        .map(RungDecision::bracket)
        .filter(b -> b.contains("BP") && b.contains(" from="))
        .distinct()
        .toList();
  }

  private static String source(int of) {
    return of == 0 ? "sampler=startup" : "sampler=tpe good=%d of=%d ".formatted((of + 9) / 10, of);
  }

  private static int learnedFrom(List<RungDecision> decided) {
    Set<String> from = new HashSet<>();
    for (int epoch : List.of(9, 3, 1)) {
      from =
          decided.stream()
              .filter(d -> d.epoch() == epoch || d.epoch() < epoch && isLost(d))
              .map(RungDecision::configuration)
              .collect(toSet());
      if (from.size() >= 8) {
        break;
      }
    }
    return from.size();
  }

  private static boolean isLost(RungDecision decision) {
    return decision.seeds().stream().allMatch(s -> s.measured().lost());
  }

  private static double meanScore(World world, int from, int until) {
    return world.decisions.stream()
        .filter(d -> d.reason().isPresent() && d.rung() >= from && d.rung() <= until)
        .mapToDouble(RungDecision::score)
        .average()
        .getAsDouble();
  }

  /** Half of the space diverges; proposals leave it. */
  @Test
  void lostAndCollapsed_areKeptAwayFrom() {
    World.Behaviour half =
        (trial, id, epoch) -> {
          double rate = trial.get(TrialParameters.LEARNING_RATE);
          if (rate > 0.01) {
            return World.lost(id, epoch);
          }
          return new Measurement(id, epoch, TrialState.DONE, rate > 0.001, 0.5);
        };

    World world = run(TPE, half);

    List<Double> rates =
        world.decisions.stream()
            .filter(d -> d.reason().isPresent() && d.rung() >= 3 && d.rung() <= 6)
            .map(d -> d.configuration().replaceAll(".*learningRate=(\\S+).*", "$1"))
            .map(Double::valueOf)
            .toList();
    assertThat(rates).hasSize(2 * 4 * 4);
    assertThat(rates.stream().filter(r -> r <= 0.001).count()).isGreaterThan(rates.size() / 2);
  }

  /** A wave spreads: the liar keeps it from proposing one neighbourhood many times. */
  @Test
  void wave_ofManyAtOnce_isNotOneNeighbourhood() {
    World world =
        run(
            TPE.replace("n: 30, wave: 4", "n: 32, wave: 16").replace("startup: 8", "startup: 16"),
            TpeTest::smooth);

    Set<Long> rates =
        waves(world, "BP").get(1).stream()
            .map(c -> Double.valueOf(c.replaceAll(".*learningRate=(\\S+).*", "$1")))
            .map(rate -> Math.round(2 * Math.log10(rate)))
            .collect(toSet());
    assertThat(rates.size()).isGreaterThanOrEqualTo(3);
  }

  @Test
  void n_grown_continuesTheSameProposals() {
    World few = run(TPE.replace("n: 30", "n: 18"), TpeTest::wild);
    World more = run(TPE, TpeTest::wild);

    List<Set<String>> short18 = waves(few, "DTP");
    List<Set<String>> long30 = waves(more, "DTP");
    assertThat(long30.subList(0, 4)).isEqualTo(short18.subList(0, 4));
    assertThat(long30.get(4)).containsAll(short18.get(4));
  }

  @Test
  void n_beyondTheSpace_takesAllOfIt() {
    World world = run(TPE.replace("n: 128", "n: 16"), TpeTest::smooth);

    assertThat(world.trained).doesNotHaveDuplicates().hasSize(2 * (16 * 2 + 1));
  }

  @ParameterizedTest
  @ValueSource(strings = {TPE, HYPERBAND})
  void proposals_neverDependOnTimingOrCores(String text) {
    Sweep sweep = World.sweep(text);
    World reference = new World(sweep, TpeTest::wild, 2, Optional.empty()).run(Integer.MAX_VALUE);

    for (int cores : List.of(1, 16)) {
      World other =
          new World(sweep, TpeTest::wild, cores, Optional.of(3L + cores)).run(Integer.MAX_VALUE);

      assertThat(Set.copyOf(other.decisions)).isEqualTo(Set.copyOf(reference.decisions));
      assertThat(other.reached()).isEqualTo(reference.reached());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {TPE, HYPERBAND})
  void killedAnywhere_continuesWithTheSameProposals(String text) {
    Sweep sweep = World.sweep(text);
    World reference = new World(sweep, TpeTest::wild, 3, Optional.of(1L)).run(Integer.MAX_VALUE);

    for (int killedAfter : List.of(2, 9)) {
      World world = new World(sweep, TpeTest::wild, 3, Optional.of(7L)).run(killedAfter);
      while (world.scheduled().left().count() > 0) {
        world.run(killedAfter * 5);
      }

      world.run(Integer.MAX_VALUE);
      assertThat(Set.copyOf(world.decisions)).isEqualTo(Set.copyOf(reference.decisions));
      assertThat(world.reached()).isEqualTo(reference.reached());
      assertThat(world.trained).doesNotHaveDuplicates();
    }
  }

  /** What other sweeps have trained must not change what this one proposes. */
  @ParameterizedTest
  @ValueSource(strings = {TPE, HYPERBAND})
  void resultsOfTheWholeSpace_leaveTheProposalsAsTheyAre(String text) {
    World world = run(SPACE, TpeTest::wild);
    Sweep sweep = World.sweep(text);

    Work work = ScheduledSweep.of(sweep, world.plan(), World.CATALOG, world).work(2);

    assertThat(work.take(10)).isEmpty();
    assertThat(work.exhausted()).isTrue();
    World reference = new World(sweep, TpeTest::wild, 2, Optional.empty()).run(Integer.MAX_VALUE);
    assertThat(Set.copyOf(work.decided())).isEqualTo(Set.copyOf(reference.decisions));
  }

  @Test
  void forecast_isABound_andExactForTpe() {
    World tpe = new World(World.sweep(TPE), TpeTest::smooth, 2, Optional.empty());
    WorkEstimate exact = tpe.scheduled().left();
    tpe.run(Integer.MAX_VALUE);

    assertThat(exact.count()).isEqualTo(tpe.trained.size());
    assertThat(exact.seconds()).isGreaterThanOrEqualTo(tpe.busy * (1 - 1e-9));
    assertThat(tpe.scheduled().left()).isEqualTo(WorkEstimate.NONE);

    World hyperband = new World(World.sweep(HYPERBAND), TpeTest::smooth, 2, Optional.empty());
    WorkEstimate most = hyperband.scheduled().left();
    hyperband.run(Integer.MAX_VALUE);

    assertThat(most.count()).isCloseTo(hyperband.trained.size(), within(0L));
    assertThat(most.seconds()).isGreaterThanOrEqualTo(hyperband.busy * (1 - 1e-9));
  }
}
