package org.bigsweep.driver.schedule;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.bigsweep.driver.plan.Ranking;

/**
 * The tree-structured Parzen estimator (Bergstra et al. 2011) over a finite number of
 * configurations. It divides the measured ones into the best tenth and the rest, estimates the
 * density l of the first and g of the others, draws some points from l, and proposes the untried
 * configuration that is nearest to the point with the greatest l/g. All parameters are estimated
 * jointly.
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
    while (proposals.size() < count && proposed < order.size()) {
      Draw draw = draw(l, g);
      int position = nearestUntried(draw.point());
      proposals.add(
          take(
              position,
              String.format(
                  Locale.ROOT,
                  "sampler=tpe good=%d of=%d ratio=%.4g",
                  good.size(),
                  sorted.size(),
                  draw.ratio())));
      g.add(coordinates.points()[position]);
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

  /** A point drawn from l, and l/g there. */
  private record Draw(double[] point, double ratio) {}

  /** The best of some draws. */
  private Draw draw(ParzenEstimator l, ParzenEstimator g) {
    SplittableRandom random =
        new SplittableRandom(new SplittableRandom(seed + proposed * GOLDEN).nextLong());
    return Stream.generate(() -> l.draw(random))
        .limit(DRAWN)
        .map(point -> new Draw(point, l.density(point) / g.density(point)))
        .max(Comparator.comparingDouble(Draw::ratio))
        .orElseThrow();
  }

  private int nearestUntried(double[] point) {
    int nearest = -1;
    double least = Double.POSITIVE_INFINITY;
    for (int i = 0; i < taken.length; i++) {
      if (!taken[i]) {
        double distance = coordinates.squaredDistance(i, point);
        if (distance < least) {
          least = distance;
          nearest = i;
        }
      }
    }
    return nearest;
  }
}
