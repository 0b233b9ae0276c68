package org.bigsweep.driver.schedule;

import org.bigsweep.driver.plan.CostModel;
import org.bigsweep.driver.plan.DatasetShape;
import org.bigsweep.driver.plan.TrialSegment;
import org.bigsweep.driver.space.SearchSpace;
import org.bigsweep.engine.catalog.TrialParameters;
import org.bigsweep.engine.catalog.TrialSpec;

/**
 * A pricing of segments: it predicts what training a trial of a space from one epoch to another
 * takes.
 */
record SegmentCosts(SearchSpace space, DatasetShape data, CostModel costs) {

  /**
   * The segment of the trial of an index.
   *
   * @param from the epoch after which it stands; 0 if it has not begun
   */
  TrialSegment segment(long index, int from, int until) {
    TrialSpec trial = space.get(index);
    return new TrialSegment(trial, until, seconds(trial, from, until));
  }

  String trialId(long index) {
    return space.get(index).id(data.sha256());
  }

  double seconds(long index, int from, int until) {
    return seconds(space.get(index), from, until);
  }

  private double seconds(TrialSpec trial, int from, int until) {
    long end = Math.min(until, trial.get(TrialParameters.EPOCHS));
    double whole = costs.seconds(trial, data, end);
    return from == 0 ? whole : Math.max(0, whole - costs.seconds(trial, data, from));
  }
}
