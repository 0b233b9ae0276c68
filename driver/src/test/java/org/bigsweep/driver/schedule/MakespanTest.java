package org.bigsweep.driver.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bigsweep.driver.plan.CostModel;
import org.bigsweep.driver.spec.Sweep;
import org.bigsweep.driver.spec.SweepReader;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** How close to perfect balance the shipped sweeps come, if trials take as long as predicted. */
class MakespanTest {
  static Stream<Arguments> sweeps() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("../sweeps"))) {
      return files.filter(f -> f.toString().endsWith(".yaml")).sorted().toList().stream()
          .flatMap(
              f ->
                  Stream.of(2, 8, 16)
                      .filter(cores -> isBounded(exhaustive(f).space().size(), cores))
                      .map(cores -> Arguments.of(f, cores)));
    }
  }

  /** Between one and two trials a core, the bounds below are too far from the best there is. */
  private static boolean isBounded(long trials, int cores) {
    return trials <= cores || trials >= 2 * cores;
  }

  private static Sweep exhaustive(Path file) {
    return new SweepReader(World.CATALOG).read(file, List.of("schedule=exhaustive"));
  }

  @ParameterizedTest
  @MethodSource("sweeps")
  void makespan_exhaustive_isWithin5PercentOfTheWorkBound(Path file, int cores) {
    Sweep sweep = exhaustive(file);
    World world =
        new World(
            sweep,
            (trial, id, epoch) -> World.sound(trial, id, epoch, 0.5),
            cores,
            Optional.empty());
    double[] lengths = lengths(sweep);
    double whole = Math.max(ofWholeTrials(lengths, cores), ofTheLongest(lengths, cores));
    double bound = Math.max(world.plan().seconds(cores), whole);

    world.run(Integer.MAX_VALUE);

    assertThat(world.makespan).isLessThanOrEqualTo(1.05 * bound);
  }

  /** By falling length. */
  private static double[] lengths(Sweep sweep) {
    return sweep.space().stream()
        .mapToDouble(trial -> -CostModel.TYPICAL.seconds(trial, World.MNIST))
        .sorted()
        .map(seconds -> -seconds)
        .toArray();
  }

  /**
   * What no order of whole trials can beat: of the first k·cores + 1 by falling length, some core
   * gets k + 1, no shorter than the last k + 1 of them.
   */
  private static double ofWholeTrials(double[] lengths, int cores) {
    double bound = 0;
    for (int k = 1; k * cores < lengths.length; k++) {
      bound = Math.max(bound, Arrays.stream(lengths, k * (cores - 1), k * cores + 1).sum());
    }
    return bound;
  }

  /**
   * The same, where n trials are of the greatest length a, with n = k·cores + r and r > 0: if no
   * core gets k + 2 of them, at least r get k + 1. Either one of those gets a shorter trial too, or
   * all shorter ones are on the c others, of which there are at most cores − r, together with the n
   * − (k + 1)·(cores − c) longest that are left.
   */
  private static double ofTheLongest(double[] lengths, int cores) {
    double a = lengths[0];
    int n = (int) Arrays.stream(lengths).filter(length -> length > a * (1 - 1e-9)).count();
    int k = n / cores;
    int r = n % cores;
    if (r == 0 || n == lengths.length) {
      return 0;
    }
    double shorter = Arrays.stream(lengths, n, lengths.length).sum();
    double apart =
        IntStream.rangeClosed(1, cores - r)
            .mapToDouble(c -> ((n - (k + 1) * (cores - c)) * a + shorter) / c)
            .min()
            .orElseThrow();
    double together = (k + 1) * a + lengths[lengths.length - 1];
    return Math.min((k + 2) * a, Math.min(together, apart));
  }
}
