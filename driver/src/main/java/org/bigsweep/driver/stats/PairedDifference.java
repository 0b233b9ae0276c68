package org.bigsweep.driver.stats;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The paired difference of two sides over the seeds that both have.
 *
 * @param differences first minus second by seed, where both sides have a value
 * @param unpaired seeds of either side that are not among them
 * @param interval BCa interval of the mean difference; empty below two pairs
 * @param p of {@link SignFlip}, uncorrected; empty without pairs
 */
public record PairedDifference(
    SortedMap<Long, Double> differences,
    int unpaired,
    OptionalDouble mean,
    Optional<Interval> interval,
    OptionalDouble p) {

  /**
   * Compares two sides; each has a seed at most once.
   *
   * @throws IllegalArgumentException if a side has a seed twice
   */
  public static PairedDifference of(
      Collection<SeedOutcome> first, Collection<SeedOutcome> second, Bootstrap bootstrap) {
    Map<Long, OptionalDouble> ours = bySeed(first);
    Map<Long, OptionalDouble> theirs = bySeed(second);
    SortedMap<Long, Double> differences = new TreeMap<>();
    ours.forEach(
        (seed, value) -> {
          OptionalDouble other = theirs.getOrDefault(seed, OptionalDouble.empty());
          if (value.isPresent() && other.isPresent()) {
            differences.put(seed, value.getAsDouble() - other.getAsDouble());
          }
        });
    theirs.forEach(ours::putIfAbsent);
    int unpaired = ours.size() - differences.size();
    double[] values = differences.values().stream().mapToDouble(Double::doubleValue).toArray();
    if (values.length == 0) {
      return new PairedDifference(
          differences, unpaired, OptionalDouble.empty(), Optional.empty(), OptionalDouble.empty());
    }
    return new PairedDifference(
        differences,
        unpaired,
        OptionalDouble.of(Statistic.MEAN.of(values)),
        bootstrap.accelerated(Statistic.MEAN, values),
        OptionalDouble.of(SignFlip.pValue(bootstrap.seed(), values)));
  }

  /** The same comparison, second minus first. */
  public PairedDifference reversed() {
    SortedMap<Long, Double> negated = new TreeMap<>();
    differences.forEach((seed, difference) -> negated.put(seed, -difference));
    return new PairedDifference(
        negated,
        unpaired,
        mean.isPresent() ? OptionalDouble.of(-mean.getAsDouble()) : mean,
        interval.map(i -> new Interval(-i.high(), -i.low())),
        p);
  }

  /** Pairs, the n of the comparison. */
  public int pairs() {
    return differences.size();
  }

  private static Map<Long, OptionalDouble> bySeed(Collection<SeedOutcome> side) {
    Map<Long, OptionalDouble> values = new HashMap<>();
    for (SeedOutcome outcome : side) {
      if (values.put(outcome.seed(), outcome.value()) != null) {
        throw new IllegalArgumentException(
            "Invalid side: seed " + outcome.seed() + " twice (must be once)");
      }
    }
    return values;
  }
}
