package org.bigsweep.driver.stats;

import java.util.Comparator;
import java.util.List;

/**
 * The result of tuning as a function of its budget: the expected test score of the best of k
 * configurations drawn at random from those tried, where best means highest validation score.
 *
 * <p>Sort the n configurations by rising validation score and draw k without replacement. Then the
 * i-th is the best of them with probability C(i − 1, k − 1) / C(n, k). The estimate is unbiased
 * (Tang et al. 2020), which that of draws with replacement is not.
 */
public final class TuningBudget {
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
    if (k < 1 || k > scores.length) {
      throw new IllegalArgumentException(
          "Invalid budget: " + k + " (must be from 1 to " + scores.length + ")");
    }
    double sum = 0;
    double probability = k / (double) scores.length;
    for (int i = scores.length; i >= k; i--) {
      sum += probability * scores[i - 1];
      probability *= i > 1 ? (i - k) / (double) (i - 1) : 0;
    }
    return sum;
  }
}
