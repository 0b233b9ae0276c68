package org.bigsweep.driver.schedule;

import java.util.Arrays;
import java.util.List;
import java.util.function.LongPredicate;
import org.bigsweep.driver.plan.GroupIterator;
import org.bigsweep.driver.plan.SweepPlan;
import org.bigsweep.driver.plan.TrialGroup;
import org.bigsweep.driver.plan.TrialSegment;

/**
 * A sweep of which only some trials are trained.
 *
 * @param indices indices of these trials in the space
 */
record SubsetSweep(long[] indices, SweepPlan plan, SegmentCosts costs) implements ScheduledSweep {
  @Override
  public WorkEstimate all() {
    return WorkEstimate.of(segments(index -> true));
  }

  @Override
  public WorkEstimate left() {
    return WorkEstimate.of(segments(index -> !plan.isDone(index)));
  }

  @Override
  public Work work(int cores) {
    return new StraightWork(GroupIterator.of(segments(index -> !plan.isDone(index)), cores));
  }

  private List<TrialSegment> segments(LongPredicate wanted) {
    return Arrays.stream(indices)
        .filter(wanted)
        .mapToObj(index -> costs.segment(index, 0, TrialGroup.NO_PAUSE))
        .toList();
  }
}
