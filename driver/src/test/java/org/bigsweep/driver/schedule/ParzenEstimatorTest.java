package org.bigsweep.driver.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.bigsweep.driver.schedule.Coordinates.Dimension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ParzenEstimatorTest {
  private static final int STEPS = 400;
  private static final int DRAWS = 100_000;

  @Test
  void density_overNumbersCategoriesAndAbsence_integratesToOne() {
    ParzenEstimator estimator =
        new ParzenEstimator(List.of(new Dimension(0, true), new Dimension(3, false)), 3);
    estimator.add(new double[] {0.02, 1});
    estimator.add(new double[] {0.7, 2});
    estimator.add(new double[] {Coordinates.ABSENT, 2});

    double sum = 0;
    for (int category = 0; category < 3; category++) {
      sum += estimator.density(new double[] {Coordinates.ABSENT, category});
      for (int i = 0; i < STEPS; i++) {
        sum += estimator.density(new double[] {(i + 0.5) / STEPS, category}) / STEPS;
      }
    }

    assertThat(sum).isCloseTo(1, within(1e-3));
  }

  @Test
  void density_isGreatestNearWhatWasObserved() {
    ParzenEstimator estimator =
        new ParzenEstimator(List.of(new Dimension(0, false), new Dimension(2, false)), 2);
    estimator.add(new double[] {0.3, 1});
    estimator.add(new double[] {0.3, 1});

    double here = estimator.density(new double[] {0.3, 1});
    assertThat(here).isGreaterThan(estimator.density(new double[] {0.6, 1}));
    assertThat(here).isGreaterThan(estimator.density(new double[] {0.3, 0}));
  }

  @Test
  void density_withoutObservations_isUniform() {
    ParzenEstimator estimator = new ParzenEstimator(List.of(new Dimension(0, false)), 0);

    assertThat(estimator.density(new double[] {0.1})).isEqualTo(1);
    assertThat(estimator.density(new double[] {0.9})).isEqualTo(1);
  }

  @Test
  void coordinates_areQuantilesOfNumbersAndCategoriesOfTheRest() {
    Coordinates coordinates =
        Coordinates.of(
            List.of(
                Map.of("rule", "BP", "learningRate", "0.001", "optimizer", "adam"),
                Map.of("rule", "BP", "learningRate", "1E-5", "optimizer", "sgd"),
                Map.of(
                    "rule", "BP", "learningRate", "1", "optimizer", "momentum", "momentum", "0.9"),
                Map.of(
                    "rule",
                    "BP",
                    "learningRate",
                    "1",
                    "optimizer",
                    "momentum",
                    "momentum",
                    "0.5",
                    "seed",
                    "7")));

    assertThat(coordinates.dimensions())
        .containsExactly(new Dimension(0, false), new Dimension(0, true), new Dimension(3, false));
    assertThat(Arrays.deepToString(coordinates.points()))
        .isEqualTo(
            Arrays.deepToString(
                new double[][] {
                  {1.5 / 3, Coordinates.ABSENT, 0},
                  {0.5 / 3, Coordinates.ABSENT, 1},
                  {2.5 / 3, 1.5 / 2, 2},
                  {2.5 / 3, 0.5 / 2, 2}
                }));
  }

  /** The kernel alone: the density times their number, less the uniform one. */
  private static double kernel(ParzenEstimator one, double x) {
    return 2 * one.density(new double[] {x}) - 1;
  }

  /** 0.2 n^(−1/(d + 4)) is the standard deviation in the middle, where nothing is cut off. */
  @Test
  void kernel_ofManyObservations_isNarrower() {
    for (int n : new int[] {32, 1024}) {
      ParzenEstimator estimator = new ParzenEstimator(List.of(new Dimension(0, false)), n);
      estimator.add(new double[] {0.5});
      double deviation = 0.2 * Math.pow(n, -0.2);

      assertThat(kernel(estimator, 0.5) / kernel(estimator, 0.5 + deviation))
          .isCloseTo(Math.exp(0.5), within(1e-9));
      assertThat(kernel(estimator, 0.5 - deviation))
          .isCloseTo(kernel(estimator, 0.5 + deviation), within(1e-9));
    }
  }

  /** The deviations that Optuna 3.1's multivariate sampler has for so many observations. */
  @ParameterizedTest
  @CsvSource({"1, 0.333333", "4, 0.166667", "40, 0.095635", "1000, 0.050238"})
  void kernel_amongAnyNumber_hasOptunasWidth(int kernels, double deviation) {
    ParzenEstimator estimator = new ParzenEstimator(List.of(new Dimension(0, false)), kernels);
    estimator.add(new double[] {0.5});

    double ratio = kernel(estimator, 0.5) / kernel(estimator, 0.6);
    assertThat(0.1 / Math.sqrt(2 * Math.log(ratio))).isCloseTo(deviation, within(1e-6));
  }

  /** At the edge a kernel keeps its mass within the range. */
  @Test
  void kernel_atTheEdge_integratesToOne() {
    for (double center : new double[] {0, 0.3, 1}) {
      ParzenEstimator estimator = new ParzenEstimator(List.of(new Dimension(0, false)), 10);
      estimator.add(new double[] {center});
      double sum = 0;
      for (int i = 0; i < STEPS; i++) {
        sum += kernel(estimator, (i + 0.5) / STEPS) / STEPS;
      }
      assertThat(sum).isCloseTo(1, within(1e-3));
    }
  }

  /** With n observations, a category's kernel gives the others 1/(n + 1) of its own weight more. */
  @Test
  void kernel_ofACategory_keepsAShareForTheOthers() {
    ParzenEstimator estimator = new ParzenEstimator(List.of(new Dimension(3, false)), 4);
    estimator.add(new double[] {1});

    assertThat(2 * estimator.density(new double[] {1}) - 1 / 3.0)
        .isCloseTo(1.2 / 1.6, within(1e-9));
    assertThat(2 * estimator.density(new double[] {2}) - 1 / 3.0)
        .isCloseTo(0.2 / 1.6, within(1e-9));
  }

  /**
   * As often as the density says, in cells of three categories, absence and five parts of [0, 1].
   */
  @Test
  void draws_fallAsTheDensitySays() {
    ParzenEstimator estimator =
        new ParzenEstimator(List.of(new Dimension(0, true), new Dimension(3, false)), 3);
    estimator.add(new double[] {0.05, 1});
    estimator.add(new double[] {0.7, 2});
    estimator.add(new double[] {Coordinates.ABSENT, 0});
    SplittableRandom random = new SplittableRandom(1);
    int[][] counts = new int[6][3];
    for (int i = 0; i < DRAWS; i++) {
      double[] point = estimator.draw(random);
      counts[Double.isNaN(point[0]) ? 5 : (int) (5 * point[0])][(int) point[1]]++;
    }

    for (int category = 0; category < 3; category++) {
      int of = category;
      for (int cell = 0; cell < 5; cell++) {
        int first = cell * STEPS / 5;
        double share =
            IntStream.range(first, first + STEPS / 5)
                .mapToDouble(i -> estimator.density(new double[] {(i + 0.5) / STEPS, of}))
                .average()
                .orElseThrow();
        assertThat((double) counts[cell][category] / DRAWS).isCloseTo(share / 5, within(0.005));
      }
      assertThat((double) counts[5][category] / DRAWS)
          .isCloseTo(estimator.density(new double[] {Coordinates.ABSENT, category}), within(0.005));
    }
  }

  /** Where almost nothing of a kernel lies beyond the edge, and where half of it does. */
  @Test
  void draws_ofANarrowKernel_stayWithinTheRange() {
    ParzenEstimator estimator = new ParzenEstimator(List.of(new Dimension(0, false)), 1000);
    for (int k = 0; k < 1000; k++) {
      estimator.add(new double[] {k % 2});
    }
    SplittableRandom random = new SplittableRandom(2);

    assertThat(DoubleStream.generate(() -> estimator.draw(random)[0]).limit(10_000))
        .allSatisfy(x -> assertThat(x).isBetween(0.0, 1.0))
        .anyMatch(x -> x > 0 && x < 0.05)
        .anyMatch(x -> x > 0.95 && x < 1);
  }

  /** Numbers by their difference; categories, and a number and its absence, are 1 apart. */
  @Test
  void squaredDistance_addsAllDimensions() {
    Coordinates coordinates =
        new Coordinates(
            new double[][] {{0.25, Coordinates.ABSENT, 2}},
            List.of(new Dimension(0, false), new Dimension(0, true), new Dimension(3, false)));

    assertThat(coordinates.squaredDistance(0, new double[] {0.75, Coordinates.ABSENT, 2}))
        .isEqualTo(0.25);
    assertThat(coordinates.squaredDistance(0, new double[] {0.25, 0.5, 2})).isEqualTo(1);
    assertThat(coordinates.squaredDistance(0, new double[] {0.25, Coordinates.ABSENT, 0}))
        .isEqualTo(1);
  }

  /** A value that only some configurations lack is a category, if the others are no numbers. */
  @Test
  void coordinates_ofWordsThatSomeLack_areCategories() {
    Coordinates coordinates =
        Coordinates.of(List.of(Map.of("a", "x"), Map.of("b", "1"), Map.of("a", "y", "b", "1")));

    assertThat(coordinates.dimensions())
        .containsExactly(new Dimension(3, true), new Dimension(0, true));
    assertThat(Arrays.deepToString(coordinates.points()))
        .isEqualTo("[[0.0, NaN], [1.0, 0.5], [2.0, 0.5]]");
  }
}
