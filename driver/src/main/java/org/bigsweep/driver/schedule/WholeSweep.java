package org.bigsweep.driver.schedule;

import org.bigsweep.driver.plan.SweepPlan;

/** Every trial of a sweep. */
record WholeSweep(SweepPlan plan) implements ScheduledSweep {
  @Override
  public Trainings all() {
    return new Trainings(plan.size(), plan.allSeconds());
  }

  @Override
  public Trainings left() {
    return new Trainings(plan.toDo(), plan.seconds());
  }

  @Override
  public Work work(int cores) {
    return new StraightWork(plan.groups(cores));
  }
}
