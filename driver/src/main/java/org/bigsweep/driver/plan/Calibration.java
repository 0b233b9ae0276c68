package org.bigsweep.driver.plan;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.bigsweep.engine.catalog.TrialSpec;

/**
 * A set of factors from nominal to observed cost. A trial's factor is the mean over observed trials
 * of the same rule, options, optimisers and shape. If there are none, it is the mean over trials at
 * other shapes; then with other optimisers; then of the rule with other options; then over all
 * trials.
 */
final class Calibration {
  /**
   * Relative standard deviation from trial to trial, used where too few trials were observed to
   * estimate it.
   */
  private static final double USUAL_SCATTER = 0.05;

  /** Relative standard deviation of a factor that was observed at another shape, option or rule. */
  private static final double TRANSFER = 0.15;

  /** Relative standard deviation of a factor that was never observed. */
  private static final double GUESS = 0.5;

  private final Map<String, Tally> tallies = new HashMap<>();
  private final long size;
  private final double scatter;

  Calibration(Stream<Observation> observations) {
    Tally all = new Tally();
    observations.forEach(
        o -> {
          double factor = o.factor();
          all.add(factor);
          NominalCost.kinds(o.spec())
              .forEach(kind -> tallies.computeIfAbsent(kind, k -> new Tally()).add(factor));
        });
    size = all.n;
    scatter = scatterWithin(tallies);
  }

  /**
   * A factor from nominal to observed seconds.
   *
   * @param mean mean ratio of observed to nominal seconds
   * @param deviation relative standard deviation of {@code mean}
   */
  record Factor(double mean, double deviation) {}

  Factor of(TrialSpec spec) {
    List<String> kinds = NominalCost.kinds(spec);
    for (int level = 0; level < kinds.size(); level++) {
      Tally tally = tallies.get(kinds.get(level));
      if (tally != null) {
        double own = scatter / Math.sqrt(tally.n);
        double deviation = level == 0 ? own : Math.hypot(tally.deviation(), TRANSFER);
        return new Factor(tally.mean(), deviation);
      }
    }
    return new Factor(1, GUESS);
  }

  /** Number of observations. */
  long size() {
    return size;
  }

  /** Relative standard deviation between trials of one kind and shape. */
  double scatter() {
    return scatter;
  }

  private static double scatterWithin(Map<String, Tally> tallies) {
    double squares = 0;
    double freedom = 0;
    for (var entry : tallies.entrySet()) {
      if (NominalCost.isFinest(entry.getKey())) {
        squares += entry.getValue().squaredDeviations();
        freedom += entry.getValue().n - 1;
      }
    }
    return freedom > 0 ? Math.sqrt(squares / freedom) : USUAL_SCATTER;
  }

  /** Sums over the observed factors of one kind. */
  private static final class Tally {
    private long n;
    private double sum;
    private double squares;

    void add(double factor) {
      n++;
      sum += factor;
      squares += factor * factor;
    }

    double mean() {
      return sum / n;
    }

    /** Sum of squared deviations relative to the mean. */
    double squaredDeviations() {
      return Math.max(0, squares / (mean() * mean()) - n);
    }

    double deviation() {
      return n > 1 ? Math.sqrt(squaredDeviations() / (n - 1)) : 0;
    }
  }
}
