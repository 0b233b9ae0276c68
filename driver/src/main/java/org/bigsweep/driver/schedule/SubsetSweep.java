package org.bigsweep.driver.schedule;

import java.util.Arrays;
import java.util.List;
import java.util.function.LongPredicate;
import org.bigsweep.driver.plan.SweepPlan;
import org.bigsweep.driver.plan.TrialGroup;

/**
 * Some trials of a sweep.
 *
 * @param indices of the trials in the space
 */
record SubsetSweep(long[] indices, SweepPlan plan, StretchCosts costs) implements ScheduledSweep {
  @Override
  public Trainings all() {
    return forecast(stretches(index -> true));
  }

  @Override
  public Trainings left() {
    return forecast(stretches(index -> !plan.isDone(index)));
  }

  @Override
  public Work work(int cores) {
    return new StraightWork(
        Batch.groups(stretches(index -> !plan.isDone(index)), cores).iterator());
  }

  private List<Stretch> stretches(LongPredicate wanted) {
    return Arrays.stream(indices)
        .filter(wanted)
        .mapToObj(index -> costs.stretch(index, 0, TrialGroup.NO_PAUSE))
        .toList();
  }

  private static Trainings forecast(List<Stretch> stretches) {
    return new Trainings(stretches.size(), stretches.stream().mapToDouble(Stretch::seconds).sum());
  }
}
