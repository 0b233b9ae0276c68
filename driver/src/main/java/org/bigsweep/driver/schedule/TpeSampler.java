package org.bigsweep.driver.schedule;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import org.bigsweep.driver.plan.Ranking;

/**
 * The tree-structured Parzen estimator (Bergstra et al. 2011) over a finite number of
 * configurations. It divides the measured ones into the best tenth and the rest, estimates the
 * density l of the first and g of the others, draws some untried configurations from l, and takes
 * the one with the greatest l/g. All parameters are estimated jointly.
 *
 * <p>Collapsed and lost configurations always belong to the rest. A configuration that was proposed
 * and is not measured yet belongs to the rest too, so that a wave does not propose its neighbours.
 *
 * <p>A proposal depends on the seed, its number, and what was measured and proposed before. It
 * depends on nothing else, in particular not on the order of the measurements.
 */
final class TpeSampler {
  private static final int DRAWN = 24;
  private static final double GOOD = 0.1;
  private static final int MOST_GOOD = 25;
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private final List<Candidate> order;
  private final Map<String, Integer> positions = new HashMap<>();
  private final Coordinates coordinates;
  private final long seed;
  private final int startup;
  private final boolean[] taken;
  private int proposed;

  /**
   * @param order all configurations; the first ones are proposed before the estimate begins
   * @param coordinates their coordinates, in the same order
   * @param startup the least number of measured configurations to estimate from
   */
  TpeSampler(List<Candidate> order, Coordinates coordinates, long seed, int startup) {
    this.order = order;
    this.coordinates = coordinates;
    this.seed = seed;
    this.startup = startup;
    this.taken = new boolean[order.size()];
    for (int i = 0; i < order.size(); i++) {
      positions.put(order.get(i).configuration(), i);
    }
  }

  int startup() {
    return startup;
  }

  /**
   * Proposes configurations that were not proposed before; fewer if there are no more.
   *
   * @param measured all measured ones, in any order
   */
  List<Proposal> propose(int count, Collection<Ranked> measured) {
    List<Proposal> proposals = new ArrayList<>();
    if (measured.size() < startup) {
      for (int i = 0; i < order.size() && proposals.size() < count; i++) {
        if (!taken[i]) {
          proposals.add(take(i, "sampler=startup"));
        }
      }
      return proposals;
    }
    List<Ranked> sorted = measured.stream().sorted().toList();
    int best = (int) Math.min(MOST_GOOD, Math.ceil(GOOD * sorted.size()));
    List<Ranked> good = sorted.stream().limit(best).filter(TpeSampler::sound).toList();
    List<Ranked> rest = sorted.subList(good.size(), sorted.size());
    ParzenEstimator l = estimator(good, good.size());
    ParzenEstimator g = estimator(rest, rest.size() + count);
    List<Integer> untried = new ArrayList<>();
    List<Double> densities = new ArrayList<>();
    for (int i = 0; i < taken.length; i++) {
      if (!taken[i]) {
        untried.add(i);
        densities.add(l.density(coordinates.points()[i]));
      }
    }
    Bad bad = new Bad(g, new double[taken.length], new int[taken.length]);
    while (proposals.size() < count && !untried.isEmpty()) {
      int chosen = choose(untried, densities, bad);
      int position = untried.get(chosen);
      double ratio = densities.get(chosen) / density(bad, position);
      proposals.add(
          take(
              position,
              String.format(
                  Locale.ROOT,
                  "sampler=tpe good=%d of=%d ratio=%.4g",
                  good.size(),
                  sorted.size(),
                  ratio)));
      g.add(coordinates.points()[position]);
      untried.remove(chosen);
      densities.remove(chosen);
    }
    return proposals;
  }

  private static boolean sound(Ranked ranked) {
    Ranking ranking = ranked.ranking();
    return !ranking.lost() && !ranking.collapsed();
  }

  private Proposal take(int position, String reason) {
    taken[position] = true;
    proposed++;
    return new Proposal(order.get(position), reason);
  }

  private ParzenEstimator estimator(List<Ranked> observed, int expected) {
    ParzenEstimator estimator = new ParzenEstimator(coordinates.dimensions(), expected);
    for (Ranked ranked : observed) {
      int position = positions.get(ranked.candidate().configuration());
      estimator.add(coordinates.points()[position]);
    }
    return estimator;
  }

  /**
   * The density of the bad configurations while a wave grows. Later proposals draw the same
   * configurations again, and only the kernels that were added meanwhile change their density.
   *
   * @param sums by position, the sum of the first kernels
   * @param counted by position, how many these are
   */
  private record Bad(ParzenEstimator estimator, double[] sums, int[] counted) {}

  private double density(Bad bad, int position) {
    ParzenEstimator estimator = bad.estimator();
    double[] point = coordinates.points()[position];
    bad.sums()[position] = estimator.sum(point, bad.sums()[position], bad.counted()[position]);
    bad.counted()[position] = estimator.size();
    return bad.sums()[position] / (estimator.size() + 1);
  }

  /** The index of the best of some draws from the densities. */
  private int choose(List<Integer> untried, List<Double> densities, Bad bad) {
    double[] sums = new double[densities.size()];
    double sum = 0;
    for (int i = 0; i < sums.length; i++) {
      sum += densities.get(i);
      sums[i] = sum;
    }
    SplittableRandom random =
        new SplittableRandom(new SplittableRandom(seed + proposed * GOLDEN).nextLong());
    int best = -1;
    double bestRatio = -1;
    for (int draw = 0; draw < DRAWN; draw++) {
      int i = Arrays.binarySearch(sums, random.nextDouble() * sum);
      i = Math.min(sums.length - 1, i < 0 ? -i - 1 : i + 1);
      double ratio = densities.get(i) / density(bad, untried.get(i));
      if (ratio > bestRatio) {
        best = i;
        bestRatio = ratio;
      }
    }
    return best;
  }
}
