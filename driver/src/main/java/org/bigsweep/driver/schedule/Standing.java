package org.bigsweep.driver.schedule;

import java.util.Comparator;
import java.util.List;
import org.bigsweep.driver.plan.Measurement;

/**
 * A candidate at a rung.
 *
 * @param measured its trials on tuning seeds, by rising seed
 * @param score mean validation accuracy over those that are not lost; NaN if there is none
 */
record Standing(Candidate candidate, List<Measurement> measured, double score) {
  /**
   * The best first: sound ones, then those with a collapsed trial, then those with a lost one;
   * within each by falling score; equals by the spelling of the configuration, as in the view
   * {@code best}.
   */
  static final Comparator<Standing> BEST_FIRST =
      Comparator.comparing(Standing::lost)
          .thenComparing(Standing::collapsed)
          .thenComparing(Standing::scoreOrNone, Comparator.reverseOrder())
          .thenComparing(s -> s.candidate().configuration());

  static Standing of(Candidate candidate, List<Measurement> measured) {
    double score =
        measured.stream()
            .mapToDouble(Measurement::accuracy)
            .filter(accuracy -> !Double.isNaN(accuracy))
            .average()
            .orElse(Double.NaN);
    return new Standing(candidate, List.copyOf(measured), score);
  }

  private boolean lost() {
    return measured.isEmpty() || measured.stream().anyMatch(Measurement::lost);
  }

  private boolean collapsed() {
    return measured.stream().anyMatch(Measurement::collapsed);
  }

  private double scoreOrNone() {
    return Double.isNaN(score) ? -1 : score;
  }

  /** Whether some trial of it can be trained on, or was trained to its end. */
  boolean alive() {
    return !Double.isNaN(score);
  }
}
