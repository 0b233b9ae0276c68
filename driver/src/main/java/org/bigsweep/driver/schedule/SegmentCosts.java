package org.bigsweep.driver.schedule;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.bigsweep.driver.plan.CostModel;
import org.bigsweep.driver.plan.DatasetShape;
import org.bigsweep.driver.plan.Measurement;
import org.bigsweep.driver.plan.TrialSegment;
import org.bigsweep.driver.schedule.Candidate.Seeded;
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
    return segment(space.get(index), from, until);
  }

  TrialSegment segment(TrialSpec trial, int from, int until) {
    return new TrialSegment(trial, until, seconds(trial, from, until));
  }

  String trialId(long index) {
    return trialId(space.get(index));
  }

  String trialId(TrialSpec trial) {
    return trial.id(data.sha256());
  }

  /** Those of all measurements that belong to a candidate's trials on tuning seeds. */
  List<Measurement> measured(Candidate candidate, Map<String, Measurement> all) {
    return candidate.tuning().stream().map(seeded -> all.get(trialId(seeded.index()))).toList();
  }

  /** What the trials of one configuration take; they differ in nothing that changes the cost. */
  WorkEstimate of(List<Seeded> trials, int from, int until) {
    double each = trials.isEmpty() ? 0 : seconds(trials.get(0).index(), from, until);
    return new WorkEstimate(trials.size(), trials.size() * each);
  }

  /** What training the most expensive of some candidates on their tuning seeds takes. */
  WorkEstimate dearest(List<Candidate> candidates, int count, int from, int until) {
    return candidates.stream()
        .map(candidate -> of(candidate.tuning(), from, until))
        .sorted(Comparator.comparingDouble(WorkEstimate::seconds).reversed())
        .limit(count)
        .reduce(WorkEstimate.NONE, WorkEstimate::plus);
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
