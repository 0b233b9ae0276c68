package org.bigsweep.driver.plan;

import java.util.Map;
import org.bigsweep.engine.catalog.TrialSpec;

/**
 * A committed row of the results.
 *
 * @param id the row's {@code trial_id}
 * @param parameters the row's {@code parameters}
 */
public record FinishedTrial(String id, Map<String, String> parameters) {
  public FinishedTrial {
    parameters = Map.copyOf(parameters);
  }

  public TrialSpec spec() {
    return new TrialSpec(parameters);
  }
}
