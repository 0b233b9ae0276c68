package org.bigsweep.driver.spec;

import java.util.stream.Stream;
import org.bigsweep.driver.space.Values;

/**
 * The seeds of a sweep.
 *
 * @param tune those on which hyper-parameters are chosen; empty if the sweep does not choose any
 * @param report those on which results are reported
 */
public record Seeds(Values tune, Values report) {

  /** Every seed once. */
  public Values all() {
    return tune.size() == 0
        ? report
        : Values.of(Stream.concat(tune.stream(), report.stream()).toList());
  }

  /** Whether no seed is used for both. */
  public boolean disjoint() {
    return tune.split(report).in().size() == 0;
  }
}
