package org.bigsweep.driver.plan;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.bigsweep.driver.space.SearchSpace;
import org.bigsweep.engine.catalog.ParameterCatalog;
import org.bigsweep.engine.catalog.TrialSpec;

/**
 * The indices in a space of the trials that results already hold. Each finished trial is looked up
 * in the space, never the other way round.
 */
final class FinishedIndices {
  private final long[] indices;
  private final Map<String, Long> countsByLabel = new TreeMap<>();
  private final Map<String, Long> countsByCost = new HashMap<>();

  /**
   * Rows of other sweeps, other data or other arithmetic are left out, repeats count once.
   *
   * @param trials closed by the caller
   */
  FinishedIndices(
      Stream<FinishedTrial> trials,
      SearchSpace space,
      ParameterCatalog catalog,
      DatasetShape data) {
    indices =
        trials
            .flatMapToLong(row -> space.indexOf(row.spec(), row.id(), data.sha256()).stream())
            .sorted()
            .distinct()
            .toArray();
    for (long index : indices) {
      TrialSpec spec = space.get(index);
      String label = catalog.label(spec);
      countsByLabel.merge(label, 1L, Long::sum);
      countsByCost.merge(Workload.key(label, spec), 1L, Long::sum);
    }
  }

  boolean contains(long index) {
    return Arrays.binarySearch(indices, index) >= 0;
  }

  long size() {
    return indices.length;
  }

  long count(String label) {
    return countsByLabel.getOrDefault(label, 0L);
  }

  /** Number of those with a {@link Workload#key}. */
  long countOfCost(String key) {
    return countsByCost.getOrDefault(key, 0L);
  }
}
