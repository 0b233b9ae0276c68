package org.bigsweep.driver.spec;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.bigsweep.driver.space.SearchSpace;
import org.bigsweep.engine.catalog.KeepWeights;

/**
 * A sweep that has been read and checked.
 *
 * @param name letters, digits, dots, dashes and underscores; never a path
 * @param question what the sweep is meant to answer
 * @param dataset name of a dataset or a folder that holds one
 * @param space the trials it spans
 * @param factors parameters that the sweep compares, so that no choice is made between their values
 * @param text the file, unchanged
 * @param overrides the overrides applied to it, in order, each {@code path=value}
 */
public record Sweep(
    String name,
    Optional<String> question,
    String dataset,
    SearchSpace space,
    Seeds seeds,
    KeepWeights keepWeights,
    Schedule schedule,
    List<String> factors,
    String text,
    List<String> overrides) {
  public Sweep {
    factors = List.copyOf(factors);
    overrides = List.copyOf(overrides);
  }

  /** The parameters that part the space into brackets: those of the schedule, and the factors. */
  public List<String> brackets() {
    return Stream.concat(schedule.per().stream(), factors.stream()).distinct().toList();
  }
}
