package org.bigsweep.driver.schedule;

import java.util.List;
import org.bigsweep.driver.plan.Measurements;
import org.bigsweep.driver.spec.Schedule;

/** A sweep under successive halving. */
record HalvedSweep(
    Schedule.Halving halving, List<Brackets.Part> parts, SegmentCosts costs, Measurements measured)
    implements ScheduledSweep {
  @Override
  public WorkEstimate all() {
    return work(1, Measurements.NOTHING).left();
  }

  @Override
  public WorkEstimate left() {
    return work(1, measured).left();
  }

  @Override
  public Work work(int cores) {
    return work(cores, measured);
  }

  private HalvingWork work(int cores, Measurements known) {
    return new HalvingWork(
        parts.stream()
            .map(
                part ->
                    new Bracket(
                        part.key(),
                        part.candidates(),
                        halving.epochs(part.key().horizon()),
                        halving.eta(),
                        costs,
                        known))
            .toList(),
        cores);
  }
}
