package org.bigsweep.driver.schedule;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.bigsweep.engine.catalog.TrialParameters;

/**
 * The configurations of a bracket as points. Each parameter that differs between them is a
 * dimension. A number's coordinate is its quantile among the parameter's values, so draws and grids
 * with equal steps in the logarithm are evenly spaced here too. Other values, and the absence of a
 * parameter, are categories without an order.
 *
 * @param points the coordinates of each configuration: a quantile from 0 to 1, or a category
 * @param dimensions what the coordinates mean
 */
record Coordinates(double[][] points, List<Dimension> dimensions) {
  /** The coordinate of a configuration that lacks a numeric parameter. */
  static final double ABSENT = Double.NaN;

  /**
   * One parameter that differs.
   *
   * @param categories number of categories; 0 for quantiles
   * @param optional whether some configurations lack it
   */
  record Dimension(int categories, boolean optional) {
    boolean numeric() {
      return categories == 0;
    }
  }

  /** The points of configurations, given the values of their parameters. */
  static Coordinates of(List<Map<String, String>> configurations) {
    TreeSet<String> names = new TreeSet<>();
    configurations.forEach(c -> names.addAll(c.keySet()));
    names.remove(TrialParameters.SEED.name());
    List<Dimension> dimensions = new ArrayList<>();
    List<double[]> columns = new ArrayList<>();
    for (String name : names) {
      List<String> values =
          configurations.stream().map(c -> c.getOrDefault(name, "")).distinct().toList();
      if (values.size() > 1) {
        List<String> present = values.stream().filter(v -> !v.isEmpty()).toList();
        boolean numeric = present.stream().allMatch(v -> number(v).isPresent());
        boolean optional = present.size() < values.size();
        dimensions.add(
            numeric ? new Dimension(0, optional) : new Dimension(values.size(), optional));
        Map<String, Double> coordinates = numeric ? quantiles(present) : categories(values);
        columns.add(
            configurations.stream()
                .mapToDouble(c -> coordinates.getOrDefault(c.getOrDefault(name, ""), ABSENT))
                .toArray());
      }
    }
    double[][] points = new double[configurations.size()][columns.size()];
    for (int i = 0; i < points.length; i++) {
      for (int d = 0; d < columns.size(); d++) {
        points[i][d] = columns.get(d)[i];
      }
    }
    return new Coordinates(points, dimensions);
  }

  /**
   * The squared distance of a configuration from a point. Two categories are 1 apart, and so are a
   * number and its absence.
   */
  double squaredDistance(int configuration, double[] point) {
    double[] at = points[configuration];
    double sum = 0;
    for (int d = 0; d < at.length; d++) {
      double apart = at[d] - point[d];
      if (!dimensions.get(d).numeric() || Double.isNaN(apart)) {
        apart = Double.compare(at[d], point[d]) == 0 ? 0 : 1;
      }
      sum += apart * apart;
    }
    return sum;
  }

  private static Map<String, Double> quantiles(List<String> values) {
    List<String> sorted =
        values.stream().sorted(Comparator.comparing(v -> number(v).orElseThrow())).toList();
    return IntStream.range(0, sorted.size())
        .boxed()
        .collect(Collectors.toMap(sorted::get, i -> (i + 0.5) / sorted.size()));
  }

  private static Map<String, Double> categories(List<String> values) {
    return values.stream().collect(Collectors.toMap(v -> v, v -> (double) values.indexOf(v)));
  }

  private static Optional<Double> number(String value) {
    try {
      return Optional.of(Double.valueOf(value));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}
