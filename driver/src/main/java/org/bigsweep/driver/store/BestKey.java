package org.bigsweep.driver.store;

import java.util.Comparator;
import java.util.Map;
import org.bigsweep.engine.catalog.TrialParameters;

/**
 * The key of the view {@code best}: one configuration is chosen for each.
 *
 * @param rule as reported
 * @param factors the level of the folder's factors, {@code name=value}, joined by blanks
 */
public record BestKey(String dataset, String depth, String rule, String factors)
    implements Comparable<BestKey> {
  private static final Comparator<BestKey> ORDER =
      Comparator.comparing(BestKey::dataset)
          .thenComparing((BestKey key) -> key.depth().length())
          .thenComparing(BestKey::depth)
          .thenComparing(BestKey::rule)
          .thenComparing(BestKey::factors);

  /** The key of a trial or configuration of these parameters. */
  static BestKey of(String rule, Map<String, String> parameters, Factors factors) {
    return new BestKey(
        parameters.getOrDefault(TrialParameters.DATASET.name(), ""),
        parameters.getOrDefault(TrialParameters.DEPTH.name(), ""),
        rule,
        factors.level(parameters));
  }

  @Override
  public int compareTo(BestKey other) {
    return ORDER.compare(this, other);
  }
}
