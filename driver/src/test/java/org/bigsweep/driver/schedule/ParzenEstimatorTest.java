package org.bigsweep.driver.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.bigsweep.driver.schedule.Coordinates.Dimension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ParzenEstimatorTest {
  private static final int STEPS = 400;

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

      assertThat(estimator.size()).isEqualTo(1);
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

  @Test
  void sum_continuedWithLaterKernels_isTheSumOfAll() {
    ParzenEstimator estimator =
        new ParzenEstimator(List.of(new Dimension(0, false), new Dimension(2, false)), 3);
    double[] point = {0.4, 1};
    estimator.add(new double[] {0.2, 1});
    double earlier = estimator.sum(point, 0, 0);
    estimator.add(new double[] {0.5, 0});
    estimator.add(new double[] {0.4, 1});

    assertThat(estimator.sum(point, earlier, 1)).isEqualTo(estimator.sum(point, 0, 0));
    assertThat(estimator.sum(point, 0, 0)).isGreaterThan(earlier);
    assertThat(estimator.density(point)).isEqualTo(estimator.sum(point, 0, 0) / 4);
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
