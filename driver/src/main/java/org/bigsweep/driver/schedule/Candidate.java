package org.bigsweep.driver.schedule;

import java.util.List;
import java.util.stream.Stream;

/**
 * A configuration that competes in a bracket, with its trials.
 *
 * @param rule as reported
 * @param depth N
 * @param configuration every active parameter but the seed, {@code name=value}, sorted, joined by
 *     blanks, as in the view {@code best}
 * @param tuning its trials on tuning seeds, by rising seed
 * @param reporting its trials on reporting seeds that are no tuning seeds, by rising seed
 */
record Candidate(
    String rule, long depth, String configuration, List<Seeded> tuning, List<Seeded> reporting) {
  Candidate {
    tuning = List.copyOf(tuning);
    reporting = List.copyOf(reporting);
  }

  /** All its trials, those on tuning seeds first. */
  Stream<Seeded> trials() {
    return Stream.concat(tuning.stream(), reporting.stream());
  }

  /**
   * One seed's trial.
   *
   * @param index its index in the space
   */
  record Seeded(long seed, long index) {}
}
