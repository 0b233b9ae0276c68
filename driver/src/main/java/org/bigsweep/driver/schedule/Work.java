package org.bigsweep.driver.schedule;

import java.util.List;
import org.bigsweep.driver.plan.Measurement;
import org.bigsweep.driver.plan.TrialGroup;

/**
 * The groups of trials of a run, in the order in which to start them. Some groups are known only
 * after others have been measured. The groups depend on what {@code Work} is told, never on when.
 * One thread uses it.
 */
public interface Work {
  /** The next groups to start, at most {@code most}; none if all others wait for measurements. */
  List<TrialGroup> take(int most);

  /** Whether every group has been taken, whatever is measured yet. */
  boolean exhausted();

  /**
   * Tells this work what a trial of a taken group showed at the epoch that the group was to reach.
   */
  void heard(Measurement measurement);

  /** The decisions made since the last call, in order. */
  List<RungDecision> decided();
}
