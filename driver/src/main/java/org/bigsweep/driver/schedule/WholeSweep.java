package org.bigsweep.driver.schedule;

import org.bigsweep.driver.plan.SweepPlan;

/** A sweep of which every trial is trained. */
record WholeSweep(SweepPlan plan) implements ScheduledSweep {
  @Override
  public WorkEstimate all() {
    return new WorkEstimate(plan.size(), plan.allSeconds());
  }

  @Override
  public WorkEstimate left() {
    return new WorkEstimate(plan.toDo(), plan.seconds());
  }

  @Override
  public Work work(int cores) {
    return new StraightWork(plan.groups(cores));
  }
}
