package org.bigsweep.driver.stats;

import java.util.Comparator;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * The result of tuning as a function of its budget: the expected test score of the best of k
 * configurations drawn at random from those tried, where best means highest validation score.
 *
 * <p>Sort the n configurations by rising validation score and draw k without replacement. Then the
 * i-th is the best of them with probability C(i − 1, k − 1) / C(n, k). The estimate is unbiased
 * (Tang et al. 2020), which that of draws with replacement is not.
 */
public final class TuningBudget {
  private static final double TAIL = 0.025;
  private static final double ROUNDING = 1e-12;

  /** What changes no sum of probabilities. */
  private static final double NEGLIGIBLE = 1e-20;

  private final double[] scores;

  private TuningBudget(double[] scores) {
    this.scores = scores;
  }

  /**
   * A configuration that was tried.
   *
   * @param validation score by which it is chosen
   * @param test score with which it is reported
   */
  public record Tried(double validation, double test) {
    public Tried {
      Samples.checked(validation, test);
    }
  }

  /**
   * Makes a budget from what was tried. Among equal validation scores, the one with the lower test
   * score counts as the best, so that ties never flatter.
   *
   * @throws IllegalArgumentException if nothing was tried
   */
  public static TuningBudget of(List<Tried> tried) {
    return new TuningBudget(
        Samples.checked(
            tried.stream()
                .sorted(
                    Comparator.comparingDouble(Tried::validation)
                        .thenComparing(Comparator.comparingDouble(Tried::test).reversed()))
                .mapToDouble(Tried::test)
                .toArray()));
  }

  /** Configurations tried, the largest budget. */
  public int size() {
    return scores.length;
  }

  /**
   * Expected test score at budget {@code k}.
   *
   * @param k from 1 to {@link #size}
   */
  public double expectedBest(int k) {
    double[] probabilities = probabilities(k);
    double sum = 0;
    for (int below = 0; below < probabilities.length; below++) {
      sum += probabilities[below] * score(below);
    }
    return sum;
  }

  /**
   * The test scores between which the best at budget {@code k} lies in 95 % of all draws.
   *
   * @param k from 1 to {@link #size}
   */
  public Interval spread(int k) {
    double[] probabilities = probabilities(k);
    int[] rising =
        IntStream.range(0, probabilities.length)
            .boxed()
            .sorted(Comparator.comparingDouble(this::score))
            .mapToInt(Integer::intValue)
            .toArray();
    return new Interval(
        quantile(TAIL, rising, probabilities), quantile(1 - TAIL, rising, probabilities));
  }

  /** The least score that a draw's best does not exceed with at least this probability. */
  private double quantile(double wanted, int[] rising, double[] probabilities) {
    double sum = 0;
    for (int below : rising) {
      sum += probabilities[below];
      if (sum >= wanted - ROUNDING) {
        return score(below);
      }
    }
    return score(rising[rising.length - 1]);
  }

  /** The test score of the configuration so many ranks of validation below the best. */
  private double score(int below) {
    return scores[scores.length - 1 - below];
  }

  /**
   * From the best rank of validation downwards, the probability to be the best of {@code k} drawn:
   * as many as matter, which are few if k is large.
   */
  private double[] probabilities(int k) {
    if (k < 1 || k > scores.length) {
      throw new IllegalArgumentException(
          "Invalid budget: " + k + " (must be from 1 to " + scores.length + ")");
    }
    DoubleStream.Builder probabilities = DoubleStream.builder();
    double probability = k / (double) scores.length;
    for (int i = scores.length; i >= k && probability > NEGLIGIBLE; i--) {
      probabilities.add(probability);
      probability *= i > 1 ? (i - k) / (double) (i - 1) : 0;
    }
    return probabilities.build().toArray();
  }
}
