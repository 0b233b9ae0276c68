package org.bigsweep.driver.schedule;

import java.util.Collection;
import org.bigsweep.driver.plan.TrialSegment;

/**
 * An upper bound on what is left to train.
 *
 * @param count number of trials, each counted once for every segment that it is trained
 * @param seconds predicted on one core
 */
public record WorkEstimate(long count, double seconds) {
  public static final WorkEstimate NONE = new WorkEstimate(0, 0);

  static WorkEstimate of(Collection<TrialSegment> segments) {
    return new WorkEstimate(
        segments.size(), segments.stream().mapToDouble(TrialSegment::seconds).sum());
  }

  WorkEstimate plus(WorkEstimate other) {
    return new WorkEstimate(count + other.count, seconds + other.seconds);
  }
}
