package org.bigsweep.driver.schedule;

import java.util.List;
import java.util.function.Function;
import org.bigsweep.driver.plan.Measurements;

/**
 * A sweep whose schedule decides from measurements what is trained.
 *
 * @param searches makes the search of every bracket, given the measurements known before
 */
record SearchedSweep(Function<Measurements, List<BracketSearch>> searches, Measurements measured)
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

  private SearchWork work(int cores, Measurements known) {
    return new SearchWork(searches.apply(known), cores);
  }
}
