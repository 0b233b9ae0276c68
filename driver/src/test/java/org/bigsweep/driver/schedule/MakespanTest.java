package org.bigsweep.driver.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bigsweep.driver.plan.CostModel;
import org.bigsweep.driver.spec.Sweep;
import org.bigsweep.driver.spec.SweepReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** How close to perfect balance the shipped sweeps come, if trials take as long as predicted. */
class MakespanTest {
  private static final double PRECISION = 1e-9;
  private static final int MOST_PLACES = 12;

  static Stream<Arguments> sweeps() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("../sweeps"))) {
      return files.filter(f -> f.toString().endsWith(".yaml")).sorted().toList().stream()
          .flatMap(f -> Stream.of(2, 8, 16).map(cores -> Arguments.of(f, cores, ratio(f, cores))));
    }
  }

  /**
   * The greatest ratio of makespan to bound. In two cases the bounds are 7 % below the best there
   * is. In the third, longest first is 5.4 % above the best, which an exact search finds.
   */
  private static double ratio(Path file, int cores) {
    return switch (file.getFileName() + " on " + cores) {
      case "figure-1c-quick.yaml on 16", "sigma2.yaml on 16" -> 1.08;
      case "relatives.yaml on 8" -> 1.062;
      default -> 1.05;
    };
  }

  private static Sweep exhaustive(Path file) {
    return new SweepReader(World.CATALOG).read(file, List.of("schedule=exhaustive"));
  }

  @ParameterizedTest
  @MethodSource("sweeps")
  void makespan_exhaustive_isNearTheWorkBound(Path file, int cores, double ratio) {
    Sweep sweep = exhaustive(file);
    World world =
        new World(
            sweep,
            (trial, id, epoch) -> World.sound(trial, id, epoch, 0.5),
            cores,
            Optional.empty());
    double[] lengths = lengths(sweep);
    double bound =
        DoubleStream.of(
                world.plan().seconds(cores),
                ofPacking(lengths, cores),
                ofPairs(lengths, cores),
                ofTheLongest(lengths, cores))
            .max()
            .orElseThrow();

    world.run(Integer.MAX_VALUE);

    assertThat(world.makespan).isLessThanOrEqualTo(ratio * bound);
  }

  @Test
  void hyperband_ofAHundredConfigurationsACore_keepsCoresBusy() {
    assertThat(SearchOverhead.hyperband(5000, 50).utilisation()).isGreaterThan(0.95);
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
   * What no order of whole trials can beat. Let all be done within time c. Then a trial longer than
   * c / (k + 1) takes at least one of the k places of such length that a core has: weighed by
   * places, by length, or, if shorter than some length, by nothing, the trials of a core weigh 1 at
   * most. A time in which all trials weigh more than there are cores is too short. The weights are
   * the dual feasible functions of Fekete and Schepers (2001) for bin packing.
   */
  private static double ofPacking(double[] lengths, int cores) {
    double possible = Arrays.stream(lengths).sum();
    double impossible = lengths[0] * (1 - PRECISION);
    while (possible - impossible > PRECISION * possible) {
      double time = (possible + impossible) / 2;
      if (isTooShort(time, lengths, cores)) {
        impossible = time;
      } else {
        possible = time;
      }
    }
    return impossible;
  }

  private static boolean isTooShort(double time, double[] lengths, int cores) {
    double[] ignored =
        Arrays.stream(lengths)
            .map(length -> length / time)
            .distinct()
            .filter(x -> x < 0.5)
            .toArray();
    return DoubleStream.concat(DoubleStream.of(0), Arrays.stream(ignored))
        .anyMatch(
            shortest ->
                IntStream.rangeClosed(0, MOST_PLACES)
                    .anyMatch(
                        places -> weight(time, lengths, shortest, places) > cores + PRECISION));
  }

  /** Of all trials, those up to {@code shortest} of the time for nothing. */
  private static double weight(double time, double[] lengths, double shortest, int places) {
    return Arrays.stream(lengths)
        .map(length -> length / time)
        .map(x -> x <= shortest ? 0 : x >= 1 - shortest ? 1 : x)
        .map(x -> places == 0 || x == 1 ? x : Math.ceil((places + 1) * x - 1) / places)
        .sum();
  }

  /**
   * The same, for the n longest trials, of which there are more than cores and at most twice as
   * many. Either a core gets three of them, no shorter than the last three; or each gets two at
   * most, and then nothing is better than to pair the longest with the last.
   */
  private static double ofPairs(double[] lengths, int cores) {
    double bound = 0;
    double pair = 0;
    for (int n = cores + 1; n <= Math.min(2 * cores, lengths.length); n++) {
      // the j-th beyond the cores goes to the j-th last of those that have a core of their own
      pair = Math.max(pair, lengths[2 * cores - n] + lengths[n - 1]);
      double three = n < 3 ? pair : Arrays.stream(lengths, n - 3, n).sum();
      bound = Math.max(bound, Math.min(pair, three));
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
