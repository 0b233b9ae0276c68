package org.bigsweep.driver.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.LongFunction;
import java.util.stream.LongStream;
import org.bigsweep.driver.spec.Schedule;
import org.bigsweep.driver.spec.Schedule.Hyperband;
import org.bigsweep.driver.spec.Schedule.Sampler;
import org.bigsweep.driver.spec.Schedule.Tpe;
import org.bigsweep.driver.spec.Sweep;
import org.bigsweep.engine.catalog.TrialParameters;
import org.bigsweep.engine.catalog.TrialSpec;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Searches on a recorded table of a made-up landscape with three parameters and noise. */
class SearchSimulationTest {
  private static final List<String> PER = List.of("rule", "depth");
  private static final int HORIZON = 9;
  private static final int SEARCHES = 20;

  private static Sweep sweep;
  private static RecordedTable table;
  private static double best;

  private static double accuracy(TrialSpec trial, String id, int epoch) {
    double rate = Math.log10(trial.get(TrialParameters.LEARNING_RATE)) + 2.2;
    double floor = trial.get(TrialParameters.LEARNING_RATE_FLOOR) - 0.6;
    double batch = (trial.get(TrialParameters.BATCH_SIZE) - 200) / 500.0;
    long hash = Long.parseUnsignedLong(id.substring(0, 12), 16);
    double noise = (hash % 1009) / 1009.0 - 0.5;
    return 0.95
        - 0.08 * rate * rate
        - 0.1 * floor * floor
        - 0.15 * batch * batch
        - 0.3 / (epoch + 1)
        + 0.01 * noise;
  }

  @BeforeAll
  static void record() {
    sweep =
        World.sweep(
            """
            fixed: {rule: BP, epochs: 9, trainingImages: 5000, learningRateSchedule: cosine}
            grid:
              learningRate: loguniform(0.0001, 1)
              learningRateFloor: uniform(0, 1)
              batchSize: int(16, 512)
            random: {n: 512, seed: 1, sequence: sobol}
            seeds: 0..1
            """);
    table =
        RecordedTable.record(
            sweep,
            (trial, id, epoch) -> World.sound(trial, id, epoch, accuracy(trial, id, epoch)),
            HORIZON);
    best = last(new SearchSimulation(sweep, table).search(new Tpe(512, 512, 512, 0, PER)));
  }

  private static double last(List<SearchSimulation.Found> found) {
    return found.get(found.size() - 1).score();
  }

  /** Mean distance to the best of the table after some epochs, over searches with other seeds. */
  private static double regret(long epochs, LongFunction<Schedule.Search> schedule) {
    SearchSimulation simulation = new SearchSimulation(sweep, table);
    return LongStream.range(0, SEARCHES)
        .mapToDouble(
            seed ->
                best
                    - simulation.search(schedule.apply(seed)).stream()
                        .filter(f -> f.epochs() <= epochs)
                        .mapToDouble(SearchSimulation.Found::score)
                        .max()
                        .orElse(0))
        .average()
        .getAsDouble();
  }

  private static Schedule.Search random(int n, long seed) {
    return new Tpe(n, n, n, seed, PER); // all at random: it never begins to learn
  }

  @Test
  void tpe_isNearerToTheBestThanRandom_onTheSameTrials() {
    double random = regret(Long.MAX_VALUE, seed -> random(32, seed));
    double tpe = regret(Long.MAX_VALUE, seed -> new Tpe(32, 4, 10, seed, PER));

    assertThat(tpe).isLessThan(0.9 * random);
  }

  @Test
  void hyperbandWithTpe_isNearerToTheBestThanRandom_onTheSameEpochs() {
    long budget = 32 * 2 * HORIZON;
    assertThat(new Hyperband(3, 1, 0.1, 4, Sampler.TPE, 0, PER).epochs(HORIZON, true))
        .containsExactly(1, 3, 9);

    double random = regret(budget, seed -> random(32, seed));
    double both = regret(budget, seed -> new Hyperband(3, 1, 0.1, 4, Sampler.TPE, seed, PER));

    assertThat(both).isLessThan(0.9 * random);
  }

  @Test
  void table_writtenAndRead_givesTheSameSearch(@TempDir Path folder) throws IOException {
    table.write(folder.resolve("table.csv"));
    RecordedTable read = RecordedTable.read(folder.resolve("table.csv"));
    Schedule.Search schedule = new Hyperband(3, 1, 0.1, 1, Sampler.TPE, 7, PER);

    assertThat(new SearchSimulation(sweep, read).search(schedule))
        .isEqualTo(new SearchSimulation(sweep, table).search(schedule));
  }
}
