package org.bigsweep.driver.schedule;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.bigsweep.driver.plan.Measurement;
import org.bigsweep.driver.plan.TrialGroup;

/** Work whose groups depend on no measurement. */
public final class StraightWork implements Work {
  private final Iterator<TrialGroup> groups;

  /**
   * @param groups taken as the run proceeds
   */
  public StraightWork(Iterator<TrialGroup> groups) {
    this.groups = groups;
  }

  @Override
  public List<TrialGroup> take(int most) {
    List<TrialGroup> taken = new ArrayList<>();
    while (groups.hasNext() && taken.size() < most) {
      taken.add(groups.next());
    }
    return taken;
  }

  @Override
  public boolean exhausted() {
    return !groups.hasNext();
  }

  @Override
  public void heard(Measurement measurement) {}

  @Override
  public List<RungDecision> decided() {
    return List.of();
  }
}
