package org.bigsweep.driver.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.descriptive.DescriptiveStatistics;
import org.apache.commons.math3.stat.inference.TTest;
import org.apache.commons.math3.util.CombinatoricsUtils;
import org.bigsweep.driver.stats.TuningBudget.Tried;
import org.bigsweep.results.TrialState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StatisticsTest {
  private static final Bootstrap BOOTSTRAP = Bootstrap.STANDARD;

  @Test
  void summary_randomSamples_isCommonsMaths() {
    Random random = new Random(1);
    for (int n = 2; n < 40; n++) {
      double[] values = random.doubles(n).toArray();
      DescriptiveStatistics expected = new DescriptiveStatistics(values);
      Summary summary = Summary.of(values);

      assertThat(summary.mean()).isCloseTo(expected.getMean(), within(1e-12));
      assertThat(summary.variance().orElseThrow()).isCloseTo(expected.getVariance(), within(1e-12));
      assertThat(summary.median()).isCloseTo(expected.getPercentile(50), within(1e-12));
    }
  }

  @Test
  void summary_oneValue_hasNoSpread() {
    Summary summary = Summary.of(0.5);

    assertThat(summary.sd()).isEmpty();
    assertThat(summary.interquartileMean()).isEqualTo(0.5);
    assertThat(BOOTSTRAP.accelerated(Statistic.MEAN, 0.5)).isEmpty();
  }

  @Test
  void summary_noValueOrNotFinite_isRefused() {
    assertThatThrownBy(Summary::of).hasMessage("Invalid sample: empty (must have a value)");
    assertThatThrownBy(() -> Summary.of(1, Double.NaN))
        .hasMessage("Invalid value: NaN (must be finite)");
  }

  @Test
  void bootstrap_sameSeed_sameInterval() {
    double[] values = {1, 2, 4, 8, 16};
    Bootstrap few = new Bootstrap(100, 0.9, 7);

    assertThat(few.accelerated(Statistic.MEAN, values))
        .isEqualTo(few.accelerated(Statistic.MEAN, values))
        .isNotEqualTo(new Bootstrap(100, 0.9, 8).accelerated(Statistic.MEAN, values));
  }

  @Test
  void bootstrap_resamplesOrLevelOutOfRange_isRefused() {
    assertThatThrownBy(() -> new Bootstrap(0, 0.95, 0))
        .hasMessage("Invalid resamples: 0 (must be at least 1)");
    assertThat(new Bootstrap(1, 0.95, 0).resamples()).isEqualTo(1);
    for (double level : new double[] {-0.5, 0, 1, 1.5, Double.NaN}) {
      assertThatThrownBy(() -> new Bootstrap(1, level, 0))
          .hasMessage("Invalid level: " + level + " (must be between 0 and 1)");
    }
  }

  @Test
  void interval_boundsSwapped_isRefused() {
    assertThatThrownBy(() -> new Interval(2, 1))
        .hasMessage("Invalid interval: [2.0, 1.0] (must be ordered)");
  }

  @Test
  void quantile_ofUnsortedValues_interpolates() {
    double[] values = {3, 1, 2, 4};
    assertThat(Statistic.quantile(values, 0)).isEqualTo(1);
    assertThat(Statistic.quantile(values, 0.5)).isEqualTo(2.5);
    assertThat(Statistic.quantile(values, 1)).isEqualTo(4);
  }

  @Test
  void seedOutcome_valueThatDoesNotFitTheState_isRefused() {
    assertThatThrownBy(() -> new SeedOutcome(1, TrialState.DIVERGED, false, OptionalDouble.of(0.5)))
        .hasMessageContaining("must have one exactly if it is DONE");
    assertThatThrownBy(() -> SeedOutcome.lost(1, TrialState.DONE))
        .hasMessageContaining("must have one exactly if it is DONE");
    assertThatThrownBy(() -> SeedOutcome.finished(1, false, Double.NaN))
        .hasMessage("Invalid value: NaN (must be finite)");
  }

  @Test
  void bootstrap_equalValues_isThePoint() {
    assertThat(BOOTSTRAP.accelerated(Statistic.MEAN, 0.25, 0.25, 0.25))
        .contains(new Interval(0.25, 0.25));
  }

  @Test
  void bootstrap_largeNormalSample_agreesWithStudentsInterval() {
    Random random = new Random(3);
    double[] values = random.doubles(400).map(u -> random.nextGaussian()).toArray();
    Summary summary = Summary.of(values);
    double half = 1.966 * summary.sd().orElseThrow() / Math.sqrt(values.length);
    Interval interval = BOOTSTRAP.accelerated(Statistic.MEAN, values).orElseThrow();

    assertThat(interval.low()).isCloseTo(summary.mean() - half, within(0.1 * half));
    assertThat(interval.high()).isCloseTo(summary.mean() + half, within(0.1 * half));
  }

  @Test
  void signFlip_drawn_agreesWithTTest() {
    Random random = new Random(5);
    double[] differences = random.doubles(60).map(u -> random.nextGaussian() + 0.25).toArray();

    assertThat(SignFlip.pValue(0, differences))
        .isCloseTo(new TTest().tTest(0, differences), within(0.01))
        .isEqualTo(SignFlip.pValue(0, differences));
  }

  @Test
  void signFlip_allZero_isOne() {
    assertThat(SignFlip.pValue(0, 0, 0, 0)).isEqualTo(1);
  }

  @Test
  void holm_pOutOfRange_isRefused() {
    assertThatThrownBy(() -> Holm.adjusted(0.5, 1.5))
        .hasMessage("Invalid p: 1.5 (must be from 0 to 1)");
    assertThat(Holm.adjusted(0, 1)).containsExactly(0, 1);
  }

  @Test
  void tuningBudget_tiedValidation_doesNotFlatter() {
    TuningBudget budget = TuningBudget.of(List.of(new Tried(1, 0.9), new Tried(1, 0.8)));

    assertThat(budget.expectedBest(2)).isEqualTo(0.8);
    assertThat(budget.expectedBest(1)).isCloseTo(0.85, within(1e-12));
    assertThatThrownBy(() -> budget.expectedBest(3))
        .hasMessage("Invalid budget: 3 (must be from 1 to 2)");
  }

  /** Of 40 values, the best of k lies between those that its exact distribution names. */
  @Test
  void tuningBudget_spread_holdsTheBestOfDrawsIn95PercentOfThem() {
    List<Tried> tried =
        new Random(3).doubles(40).mapToObj(score -> new Tried(score, score)).toList();
    double[] rising = tried.stream().mapToDouble(Tried::test).sorted().toArray();
    TuningBudget budget = TuningBudget.of(tried);

    assertThat(budget.spread(1)).isEqualTo(new Interval(rising[0], rising[38]));
    assertThat(budget.spread(40)).isEqualTo(new Interval(rising[39], rising[39]));
    for (int k = 2; k < 40; k++) {
      double[] best = new double[40];
      for (int i = k; i <= 40; i++) {
        // all k are among the lowest i
        best[i - 1] =
            Math.exp(
                CombinatoricsUtils.binomialCoefficientLog(i, k)
                    - CombinatoricsUtils.binomialCoefficientLog(40, k));
      }
      assertThat(budget.spread(k))
          .isEqualTo(new Interval(rising[first(best, 0.025)], rising[first(best, 0.975)]));
    }
  }

  /** Chosen by validation, the test score of the best is not the best test score. */
  @Test
  void tuningBudget_spreadOfTestScores_isOrderedByThem() {
    TuningBudget budget = TuningBudget.of(List.of(new Tried(1, 0.9), new Tried(2, 0.8)));

    assertThat(budget.spread(1)).isEqualTo(new Interval(0.8, 0.9));
    assertThat(budget.spread(2)).isEqualTo(new Interval(0.8, 0.8));
  }

  private static int first(double[] rising, double least) {
    return (int) Arrays.stream(rising).filter(value -> value < least - 1e-12).count();
  }

  @Test
  void tally_everyState_namesEachAndHowItCounted() {
    List<SeedOutcome> outcomes =
        List.of(
            SeedOutcome.finished(0, false, 0.9),
            SeedOutcome.finished(1, true, 0.1),
            SeedOutcome.lost(2, TrialState.DIVERGED),
            SeedOutcome.lost(3, TrialState.FAILED));

    assertThat(Tally.of(outcomes).statement())
        .isEqualTo(
            "2 of 4 done, 1 of them collapsed (counted), 1 diverged (left out),"
                + " 1 failed (left out)");
    assertThat(new Tally(5, 2, 1, 1, 1).statement()).endsWith(" 1 failed (left out), 1 not run");
  }

  @Test
  void pairedDifference_lostSeeds_areCountedAsUnpaired() {
    List<SeedOutcome> first =
        List.of(
            SeedOutcome.finished(0, false, 0.9),
            SeedOutcome.finished(1, false, 0.8),
            SeedOutcome.lost(2, TrialState.DIVERGED));
    List<SeedOutcome> second =
        List.of(
            SeedOutcome.finished(1, false, 0.5),
            SeedOutcome.finished(2, false, 0.6),
            SeedOutcome.finished(3, false, 0.7));

    PairedDifference left = PairedDifference.of(first, second, BOOTSTRAP);

    assertThat(left.differences()).isEqualTo(Map.of(1L, 0.8 - 0.5));
    assertThat(left.pairs()).isEqualTo(1);
    assertThat(left.unpaired()).isEqualTo(3);
    assertThat(left.p()).hasValue(1);
    assertThat(left.interval()).isEmpty();
  }

  /** Every figure is that of second minus first; only p and the counts stay. */
  @Test
  void reversed_unevenDifferences_isTheOtherSidesDifference() {
    double[] ours = {0.91, 0.84, 0.87, 0.99, 0.80};
    double[] theirs = {0.90, 0.80, 0.86, 0.70, 0.79};
    PairedDifference difference = PairedDifference.of(side(ours), side(theirs), BOOTSTRAP);

    PairedDifference reversed = difference.reversed();

    Interval interval = difference.interval().orElseThrow();
    assertThat(interval.low()).isPositive();
    assertThat(interval.high()).isGreaterThan(interval.low());
    assertThat(reversed.interval()).contains(new Interval(-interval.high(), -interval.low()));
    assertThat(reversed.mean()).hasValue(-difference.mean().orElseThrow());
    assertThat(reversed.differences())
        .isEqualTo(PairedDifference.of(side(theirs), side(ours), BOOTSTRAP).differences());
    assertThat(reversed.p()).isEqualTo(difference.p());
    assertThat(reversed.unpaired()).isEqualTo(difference.unpaired());
    assertThat(reversed.reversed()).isEqualTo(difference);
  }

  private static List<SeedOutcome> side(double... values) {
    return IntStream.range(0, values.length)
        .mapToObj(seed -> SeedOutcome.finished(seed, false, values[seed]))
        .toList();
  }

  @Test
  void pairedDifference_noCommonSeed_hasNoFigures() {
    PairedDifference none =
        PairedDifference.of(List.of(SeedOutcome.finished(0, false, 1)), List.of(), BOOTSTRAP);

    assertThat(none.pairs()).isZero();
    assertThat(none.mean()).isEmpty();
    assertThat(none.p()).isEmpty();
  }

  @Test
  void pairedDifference_seedTwice_isRefused() {
    List<SeedOutcome> twice =
        List.of(SeedOutcome.finished(0, false, 1), SeedOutcome.finished(0, false, 2));

    assertThatThrownBy(() -> PairedDifference.of(twice, List.of(), BOOTSTRAP))
        .hasMessage("Invalid side: seed 0 twice (must be once)");
  }

  @Test
  void tally_allDone_saysNothingElse() {
    assertThat(new Tally(3, 3, 0, 0, 0).statement()).isEqualTo("3 of 3 done");
  }

  @Test
  void bootstrap_twoValues_hasAnIntervalBetweenThem() {
    assertThat(BOOTSTRAP.accelerated(Statistic.MEAN, 1, 3)).contains(new Interval(1, 3));
  }

  /** Percent or parts, the same values give the same answer; ties by rounding stay ties. */
  @ParameterizedTest
  @ValueSource(doubles = {1e-9 / 3, 1e9 / 3})
  void bootstrapAndSignFlip_scaledValues_giveTheSame(double scale) {
    double[] values = {0.1, 0.7, -0.3, 0.2, 0.5, 0.1, 0.1};
    double[] scaled = Arrays.stream(values).map(value -> scale * value).toArray();

    Interval interval = BOOTSTRAP.accelerated(Statistic.MEAN, values).orElseThrow();
    Interval ofScaled = BOOTSTRAP.accelerated(Statistic.MEAN, scaled).orElseThrow();

    assertThat(ofScaled.low() / scale).isCloseTo(interval.low(), within(1e-9));
    assertThat(ofScaled.high() / scale).isCloseTo(interval.high(), within(1e-9));
    assertThat(SignFlip.pValue(0, scaled)).isEqualTo(SignFlip.pValue(0, values));
  }

  /** Only the observed signs and their opposites reach the sum of twenty equal signs. */
  @Test
  void signFlip_twentyDifferences_isStillExact() {
    double[] differences = new double[SignFlip.EXACT];
    Arrays.fill(differences, 0.3);

    assertThat(SignFlip.pValue(0, differences)).isEqualTo(2 * Math.pow(2, -SignFlip.EXACT));
  }
}
