package org.bigsweep.driver.store;

import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The roles of seeds over all sweeps of a folder: which choose hyper-parameters and which report
 * results.
 *
 * @param tune seeds to choose on; if no sweep sets any aside, it is empty and every seed has both
 *     roles
 * @param report seeds to report on, which matter only if {@code tune} is not empty
 */
public record SeedRoles(SortedSet<Long> tune, SortedSet<Long> report) {
  /** The roles if no seeds are set aside. */
  public static final SeedRoles SAME = new SeedRoles(new TreeSet<>(), new TreeSet<>());

  public SeedRoles {
    tune = Collections.unmodifiableSortedSet(new TreeSet<>(tune));
    report = Collections.unmodifiableSortedSet(new TreeSet<>(report));
  }

  /** Whether a seed chooses. */
  boolean tunes(long seed) {
    return tune.isEmpty() || tune.contains(seed);
  }

  /** Whether a seed reports. */
  boolean reports(long seed) {
    return tune.isEmpty() || report.contains(seed);
  }

  /** A condition on {@code seed}, in any dialect. */
  String tuning() {
    return tune.isEmpty() ? "true" : oneOf(tune);
  }

  /** A condition on {@code seed}, in any dialect. */
  String reporting() {
    return tune.isEmpty() ? "true" : oneOf(report);
  }

  private static String oneOf(SortedSet<Long> seeds) {
    return seeds.stream().map(String::valueOf).collect(Collectors.joining(", ", "seed IN (", ")"));
  }
}
