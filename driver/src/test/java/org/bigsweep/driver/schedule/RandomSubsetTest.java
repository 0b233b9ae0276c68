package org.bigsweep.driver.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RandomSubsetTest {
  private static final String SPACE =
      """
      fixed: {epochs: 5, trainingImages: 5000}
      grid: {rule: [BP, DTP], learningRate: 'logspace(0.001, 1, 20)'}
      seeds: 0..2
      """;

  private static World run(String schedule) {
    return new World(
            World.sweep(SPACE + "schedule: {random: " + schedule + "}\n"),
            (trial, id, epoch) -> World.sound(trial, id, epoch, 0.5),
            2,
            Optional.empty())
        .run(Integer.MAX_VALUE);
  }

  private static Set<String> trained(String schedule) {
    World world = run(schedule);
    assertThat(world.trained).doesNotHaveDuplicates();
    return world.reached().keySet();
  }

  @Test
  void n_trainsThatManyConfigurationsOfEachRuleOnEverySeed() {
    assertThat(trained("{n: 4}")).hasSize(2 * 4 * 3);
    assertThat(trained("{n: 100}")).hasSize(2 * 20 * 3);
    assertThat(trained("{n: 4, per: [dataset]}")).hasSize(4 * 3);
  }

  @Test
  void epochs_trainsWhatTheySufficeFor() {
    assertThat(trained("{epochs: 100}")).hasSize(2 * 6 * 3);
    assertThat(trained("{epochs: 1}")).hasSize(2 * 3);
  }

  @Test
  void seed_drawsOthers_andMoreExtendFewer() {
    Set<String> few = trained("{n: 4, seed: 1}");
    Set<String> more = trained("{n: 7, seed: 1}");

    assertThat(more).containsAll(few);
    assertThat(trained("{n: 4, seed: 1}")).isEqualTo(few);
    assertThat(trained("{n: 4, seed: 2}")).isNotEqualTo(few);
  }

  @Test
  void resumed_trainsTheRest() {
    World world = run("{n: 4}");
    Set<String> all = new HashSet<>(world.reached().keySet());

    assertThat(world.scheduled().left()).isEqualTo(WorkEstimate.NONE);
    assertThat(world.scheduled().all().count()).isEqualTo(24);
    assertThat(world.run(Integer.MAX_VALUE).reached().keySet()).isEqualTo(all);
  }

  /** 90 epochs are six configurations of three seeds and five epochs, to the last one. */
  @Test
  void epochs_thatSufficeExactly_areSpent() {
    assertThat(trained("{epochs: 90}")).hasSize(2 * 6 * 3);
    assertThat(trained("{epochs: 89}")).hasSize(2 * 5 * 3);
  }

  @Test
  void estimates_areThePredictedTimeOfWhatIsDrawn() {
    World world =
        new World(
            World.sweep(SPACE + "schedule: {random: {n: 4}}\n"),
            (trial, id, epoch) -> World.sound(trial, id, epoch, 0.5),
            1,
            Optional.empty());
    WorkEstimate all = world.scheduled().all();
    assertThat(world.scheduled().left()).isEqualTo(all);

    world.run(2);

    double busy = world.busy;
    int trained = world.trained.size();
    assertThat(trained).isBetween(1, 23);
    assertThat(world.scheduled().left().count()).isEqualTo(24 - trained);
    assertThat(world.scheduled().left().seconds()).isCloseTo(all.seconds() - busy, within(1e-9));
  }
}
