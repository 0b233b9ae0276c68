package org.bigsweep.driver.plan;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.bigsweep.engine.catalog.TrialParameters;

/**
 * The rank of a configuration among others, by what its trials on tuning seeds showed. The best
 * comes first: sound configurations, then those with a collapsed trial, then those with a lost one.
 * Within each of these, a higher score comes first, and equals are ordered by the spelling of the
 * configuration. Test accuracy decides nothing, since hyper-parameters are chosen on validation
 * data. The view {@code ranked_configurations} sorts in the same way.
 *
 * @param lost whether a trial diverged or failed, or there is none
 * @param score mean validation accuracy over the trials that are not lost; NaN if there is none
 * @param configuration its {@link #spelling}
 */
public record Ranking(boolean lost, boolean collapsed, double score, String configuration)
    implements Comparable<Ranking> {
  /** Scores that differ by less are equal: a mean depends on the order of adding. */
  private static final double RESOLUTION = 1e-12;

  private static final Comparator<Ranking> BEST_FIRST =
      Comparator.comparing(Ranking::lost)
          .thenComparing(Ranking::collapsed)
          .thenComparingDouble(ranking -> -ranking.rounded())
          .thenComparing(Ranking::configuration);

  /**
   * The rank that trials on tuning seeds give to their configuration.
   *
   * @param measured measurements at the same epoch
   */
  public static Ranking of(List<Measurement> measured, String configuration) {
    return new Ranking(
        measured.isEmpty() || measured.stream().anyMatch(Measurement::lost),
        measured.stream().anyMatch(Measurement::collapsed),
        measured.stream()
            .mapToDouble(Measurement::accuracy)
            .filter(accuracy -> !Double.isNaN(accuracy))
            .average()
            .orElse(Double.NaN),
        configuration);
  }

  /** Every active parameter but the seed, {@code name=value}, sorted, joined by blanks. */
  public static String spelling(Map<String, String> parameters) {
    return parameters.entrySet().stream()
        .filter(e -> !e.getKey().equals(TrialParameters.SEED.name()))
        .map(e -> e.getKey() + "=" + e.getValue())
        .sorted()
        .collect(Collectors.joining(" "));
  }

  /** Whether at least one trial can be trained further or was trained to its end. */
  public boolean alive() {
    return !Double.isNaN(score);
  }

  private double rounded() {
    return alive() ? Math.rint(score / RESOLUTION) : -1;
  }

  @Override
  public int compareTo(Ranking other) {
    return BEST_FIRST.compare(this, other);
  }
}
