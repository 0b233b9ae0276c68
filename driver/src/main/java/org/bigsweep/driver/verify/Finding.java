package org.bigsweep.driver.verify;

import java.util.List;
import org.bigsweep.results.Trial;

/**
 * The comparison of a trial with its retraining.
 *
 * @param figures number of values compared
 * @param differences the values that disagree
 * @param tolerance the criterion of agreement
 * @param kernel BLAS kernel family of the retraining
 * @param seconds time that it took
 */
public record Finding(
    Trial stored,
    long figures,
    List<Difference> differences,
    Tolerance tolerance,
    String kernel,
    double seconds) {
  public Finding {
    differences = List.copyOf(differences);
  }

  public boolean agrees() {
    return differences.isEmpty();
  }
}
