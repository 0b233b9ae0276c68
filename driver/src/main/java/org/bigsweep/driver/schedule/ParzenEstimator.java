package org.bigsweep.driver.schedule;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.commons.math3.special.Erf;
import org.apache.commons.math3.util.FastMath;
import org.bigsweep.driver.schedule.Coordinates.Dimension;

/**
 * A probability density over points: one kernel at each of some observed points, and one that is
 * uniform. A kernel is a product over all dimensions, so the density keeps what goes together. Its
 * width is that of Optuna's multivariate sampler: a normal density on [0, 1] with standard
 * deviation 0.2 · n^(−1/(d + 4)), but at least 1/(n + 2), and a category's own value with all but a
 * share of about 1/n.
 */
final class ParzenEstimator {
  private static final double WIDTH = 0.2;
  private static final double ROOT_2 = Math.sqrt(2);
  private static final double LOG_ROOT_2_PI = FastMath.log(2 * Math.PI) / 2;

  /** A normal distribution holds less than 1e-6 beyond so many standard deviations. */
  private static final double FAR = 5;

  /** A kernel with a lower logarithm is nothing beside the uniform one. */
  private static final double LEAST_LOG = -30;

  private final List<Dimension> dimensions;
  private final double deviation;

  /** By dimension, the share of a kernel's own category. */
  private final double[] own;

  /** By dimension, the share of every other category. */
  private final double[] other;

  /** By dimension and kernel. */
  private final double[][] centers;

  /** By dimension and kernel, the logarithm of the greatest density; NaN where there is none. */
  private final double[][] peaks;

  /** Scratch: the logarithm of each kernel at a point. */
  private final double[] logs;

  private int kernels;

  /**
   * @param expected number of kernels that will be added, at most; it decides their width
   */
  ParzenEstimator(List<Dimension> dimensions, int expected) {
    this.dimensions = dimensions;
    int n = Math.max(1, expected);
    deviation =
        Math.max(
            WIDTH * FastMath.pow(n, -1.0 / (dimensions.size() + 4)), 1.0 / Math.min(100, 2 + n));
    double prior = 1.0 / (n + 1);
    own = dimensions.stream().mapToDouble(d -> share(1 + prior, d, prior)).toArray();
    other = dimensions.stream().mapToDouble(d -> share(prior, d, prior)).toArray();
    centers = new double[dimensions.size()][expected];
    peaks = new double[dimensions.size()][expected];
    logs = new double[expected];
  }

  private static double share(double part, Dimension dimension, double prior) {
    return part / (1 + choices(dimension) * prior);
  }

  /** Categories of a dimension; of a numeric one, whether the parameter is there. */
  private static int choices(Dimension dimension) {
    if (dimension.numeric()) {
      return dimension.optional() ? 2 : 1;
    }
    return dimension.categories();
  }

  void add(double[] center) {
    for (int d = 0; d < center.length; d++) {
      centers[d][kernels] = center[d];
      peaks[d][kernels] =
          dimensions.get(d).numeric() ? FastMath.log(own[d]) + peak(center[d]) : Double.NaN;
    }
    kernels++;
  }

  /** The logarithm of the greatest density of a normal distribution that is cut to [0, 1]. */
  private double peak(double center) {
    double within = 1 - beyond(center) - beyond(1 - center);
    return -FastMath.log(deviation * within) - LOG_ROOT_2_PI;
  }

  double density(double[] point) {
    Arrays.fill(logs, 0, kernels, 0);
    for (int d = 0; d < point.length; d++) {
      addLogs(d, point[d]);
    }
    double sum = uniform();
    for (int k = 0; k < kernels; k++) {
      sum += logs[k] < LEAST_LOG ? 0 : FastMath.exp(logs[k]);
    }
    return sum / (kernels + 1);
  }

  private void addLogs(int dimension, double x) {
    double[] center = centers[dimension];
    double[] peak = peaks[dimension];
    double scale = 1 / (deviation * ROOT_2);
    double logOwn = FastMath.log(own[dimension]);
    double logOther = FastMath.log(other[dimension]);
    for (int k = 0; k < kernels; k++) {
      double distance = (x - center[k]) * scale;
      double log = peak[k] - distance * distance;
      if (Double.isNaN(log)) {
        log = Double.compare(x, center[k]) == 0 ? logOwn : logOther;
      }
      logs[k] += log;
    }
  }

  private double uniform() {
    return dimensions.stream().mapToDouble(d -> 1.0 / choices(d)).reduce(1, (a, b) -> a * b);
  }

  /** Draws a point from the density. */
  double[] draw(SplittableRandom random) {
    int kernel = random.nextInt(kernels + 1);
    double[] point = new double[dimensions.size()];
    for (int d = 0; d < point.length; d++) {
      point[d] = kernel == kernels ? anywhere(d, random) : near(d, centers[d][kernel], random);
    }
    return point;
  }

  private double anywhere(int dimension, SplittableRandom random) {
    int choice = random.nextInt(choices(dimensions.get(dimension)));
    if (!dimensions.get(dimension).numeric()) {
      return choice;
    }
    return choice == 0 ? random.nextDouble() : Coordinates.ABSENT;
  }

  private double near(int dimension, double center, SplittableRandom random) {
    int choices = choices(dimensions.get(dimension));
    boolean same = random.nextDouble() < own[dimension];
    if (!dimensions.get(dimension).numeric()) {
      int further = same ? 0 : 1 + random.nextInt(choices - 1);
      return (center + further) % choices;
    }
    if (Double.isNaN(center)) {
      return same ? Coordinates.ABSENT : random.nextDouble();
    }
    return same ? normal(center, random.nextDouble()) : Coordinates.ABSENT;
  }

  /** The value below which a part of a normal distribution lies that is cut to [0, 1]. */
  private double normal(double center, double part) {
    double below = beyond(center);
    double within = 1 - below - beyond(1 - center);
    double x = center + deviation * ROOT_2 * Erf.erfInv(2 * (below + part * within) - 1);
    return Math.min(1, Math.max(0, x));
  }

  /** The probability of a normal density beyond a distance to one side. */
  private double beyond(double distance) {
    double deviations = distance / deviation;
    return deviations > FAR ? 0 : 0.5 * Erf.erfc(deviations / ROOT_2);
  }
}
