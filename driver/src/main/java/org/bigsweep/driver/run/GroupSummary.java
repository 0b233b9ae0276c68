package org.bigsweep.driver.run;

import java.io.Serializable;
import java.util.List;

/**
 * What the driver hears of a published group.
 *
 * @param untilEpoch as planned
 * @param predictedSeconds as planned
 */
public record GroupSummary(List<TrialSummary> trials, int untilEpoch, double predictedSeconds)
    implements Serializable {
  public GroupSummary {
    trials = List.copyOf(trials);
  }
}
