package org.bigsweep.driver.schedule;

import java.util.ArrayList;
import java.util.List;
import org.apache.commons.math3.special.Erf;
import org.bigsweep.driver.schedule.Coordinates.Dimension;

/**
 * A probability density over points: one kernel at each of some observed points, and one that is
 * uniform. A kernel is a product over all dimensions, so the density keeps what goes together. Its
 * width is that of Optuna's multivariate sampler: a normal density on [0, 1] with standard
 * deviation 0.2 · n^(−1/(d + 4)), and a category's own value with all but a share of about 1/n.
 */
final class ParzenEstimator {
  private static final double WIDTH = 0.2;
  private static final double ROOT_2 = Math.sqrt(2);
  private static final double ROOT_2_PI = Math.sqrt(2 * Math.PI);

  private final List<Dimension> dimensions;
  private final double deviation;
  private final double prior;
  private final List<Kernel> kernels = new ArrayList<>();

  /**
   * @param scales what makes its density along each numeric dimension integrate to 1
   */
  private record Kernel(double[] center, double[] scales) {}

  /**
   * @param expected number of kernels that will be added; it decides their width
   */
  ParzenEstimator(List<Dimension> dimensions, int expected) {
    this.dimensions = dimensions;
    int n = Math.max(1, expected);
    deviation =
        Math.max(WIDTH * Math.pow(n, -1.0 / (dimensions.size() + 4)), 1.0 / Math.min(100, 1 + n));
    prior = 1.0 / (n + 1);
  }

  void add(double[] center) {
    double[] scales = new double[center.length];
    for (int d = 0; d < center.length; d++) {
      if (dimensions.get(d).numeric() && !Double.isNaN(center[d])) {
        double within = phi((1 - center[d]) / deviation) - phi(-center[d] / deviation);
        scales[d] = 1 / (deviation * ROOT_2_PI * within);
      }
    }
    kernels.add(new Kernel(center, scales));
  }

  double density(double[] point) {
    return sum(point, 0, 0) / (kernels.size() + 1);
  }

  /** Number of kernels. */
  int size() {
    return kernels.size();
  }

  /**
   * The sum of all kernels at a point.
   *
   * @param earlier the sum when there were fewer kernels
   * @param counted how many there were; 0 to begin anew
   */
  double sum(double[] point, double earlier, int counted) {
    double sum = counted == 0 ? uniform(point) : earlier;
    for (int k = counted; k < kernels.size(); k++) {
      sum += density(kernels.get(k), point);
    }
    return sum;
  }

  private double uniform(double[] point) {
    double density = 1;
    for (int d = 0; d < point.length; d++) {
      Dimension dimension = dimensions.get(d);
      if (dimension.numeric()) {
        density /= dimension.optional() ? 2 : 1;
      } else {
        density /= dimension.categories();
      }
    }
    return density;
  }

  private double density(Kernel kernel, double[] point) {
    double exponent = 0;
    double factor = 1;
    for (int d = 0; d < point.length; d++) {
      double x = point[d];
      double center = kernel.center()[d];
      Dimension dimension = dimensions.get(d);
      if (!dimension.numeric()) {
        factor *= share(x == center, dimension.categories());
        continue;
      }
      if (dimension.optional()) {
        factor *= share(Double.isNaN(x) == Double.isNaN(center), 2);
      }
      if (!Double.isNaN(x) && !Double.isNaN(center)) {
        double distance = (x - center) / deviation;
        exponent -= distance * distance / 2;
        factor *= kernel.scales()[d];
      }
    }
    return factor * Math.exp(exponent);
  }

  /** The share of a kernel's own category, or of another one. */
  private double share(boolean own, int categories) {
    return ((own ? 1 : 0) + prior) / (1 + categories * prior);
  }

  private static double phi(double x) {
    return 0.5 * Erf.erfc(-x / ROOT_2);
  }
}
