package org.bigsweep.driver.run;

import java.io.Serializable;
import java.util.List;

/**
 * A summary of a group that its task sends to the driver.
 *
 * @param trials those that ended or paused and are published
 * @param untilEpoch as planned
 * @param predictedSeconds as planned
 * @param failure why the other trials could not be published; empty if all were
 */
public record GroupSummary(
    List<TrialSummary> trials, int untilEpoch, double predictedSeconds, String failure)
    implements Serializable {
  public GroupSummary {
    trials = List.copyOf(trials);
  }
}
