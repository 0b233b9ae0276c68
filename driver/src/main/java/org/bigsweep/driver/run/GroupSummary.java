package org.bigsweep.driver.run;

import java.io.Serializable;
import java.util.List;
import org.bigsweep.driver.plan.TrialGroup;

/**
 * What the driver hears of a group.
 *
 * @param trials those that ended or paused
 * @param untilEpoch as planned
 * @param predictedSeconds as planned
 * @param failure why the group could not be published; empty if it was
 */
public record GroupSummary(
    List<TrialSummary> trials, int untilEpoch, double predictedSeconds, String failure)
    implements Serializable {
  public GroupSummary {
    trials = List.copyOf(trials);
  }

  static GroupSummary unpublished(TrialGroup work, String failure) {
    return new GroupSummary(List.of(), work.untilEpoch(), 0, failure);
  }
}
