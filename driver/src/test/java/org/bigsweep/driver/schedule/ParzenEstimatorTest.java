package org.bigsweep.driver.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.bigsweep.driver.schedule.Coordinates.Dimension;
import org.junit.jupiter.api.Test;

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
}
