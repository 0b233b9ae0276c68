package org.bigsweep.results;

import java.util.List;

/**
 * A digest of a trial's row. Comparing two digests tells whether the rows agree.
 *
 * @param kernel BLAS kernel family; within one family, the same trial gives the same bits
 * @param measured hash of all measured columns
 */
record TrialDigest(boolean failed, String kernel, int measured) {
  private static final List<String> MEASURED = List.copyOf(Table.TRIALS.measuredColumns());

  static TrialDigest of(Trial row) {
    return new TrialDigest(
        TrialState.of(row) == TrialState.FAILED,
        row.getBlasKernel(),
        MEASURED.stream().map(column -> String.valueOf(row.get(column))).toList().hashCode());
  }

  /** Whether the measured columns differ although neither trial failed. */
  boolean differsFrom(TrialDigest other) {
    return !failed && !other.failed && measured != other.measured;
  }
}
