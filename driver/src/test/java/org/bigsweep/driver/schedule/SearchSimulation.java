package org.bigsweep.driver.schedule;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bigsweep.driver.plan.CostModel;
import org.bigsweep.driver.plan.Measurement;
import org.bigsweep.driver.plan.Measurements;
import org.bigsweep.driver.plan.TrialGroup;
import org.bigsweep.driver.spec.Schedule;
import org.bigsweep.driver.spec.Sweep;
import org.bigsweep.engine.catalog.TrialParameters;
import org.bigsweep.engine.catalog.TrialSpec;

/**
 * Searches on a recorded table, without time or cores: every trial shows at once what the table
 * says. The space is divided into brackets once for all searches.
 */
final class SearchSimulation {
  private final RecordedTable table;
  private final List<Brackets.Part> parts;
  private final SegmentCosts costs;

  SearchSimulation(Sweep sweep, RecordedTable table) {
    this.table = table;
    this.parts = new Brackets(sweep, World.CATALOG).parts();
    this.costs = new SegmentCosts(sweep.space(), World.MNIST, CostModel.TYPICAL);
  }

  /**
   * The best so far as a search proceeds.
   *
   * @param epochs epochs trained when it was found
   * @param score mean validation accuracy at the horizon over tuning seeds
   */
  record Found(long epochs, double score) {}

  /** Runs one search, and returns each improvement on what it has trained to the horizon. */
  List<Found> search(Schedule.Search schedule) {
    SearchWork work =
        new SearchWork(new Searches(schedule, parts, costs).of(Measurements.NOTHING), 1);
    List<Found> found = new ArrayList<>();
    Map<String, Integer> reached = new HashMap<>();
    long epochs = 0;
    double best = 0;
    while (true) {
      for (RungDecision decision : work.decided()) {
        boolean sound =
            decision.seeds().stream()
                .noneMatch(s -> s.measured().lost() || s.measured().collapsed());
        if (sound
            && decision.outcome() != RungDecision.Outcome.PRUNED
            && decision.outcome() != RungDecision.Outcome.PROMOTED
            && decision.score() > best) {
          best = decision.score();
          found.add(new Found(epochs, best));
        }
      }
      List<TrialGroup> groups = work.take(1);
      if (groups.isEmpty()) {
        return found;
      }
      TrialGroup group = groups.get(0);
      for (TrialSpec trial : group.trials()) {
        String id = trial.id(World.MNIST.sha256());
        int until = (int) Math.min(group.untilEpoch(), trial.get(TrialParameters.EPOCHS));
        epochs += until - Math.max(0, reached.getOrDefault(id, 0));
        reached.put(id, until);
        Measurement shown = table.at(trial, id, group.untilEpoch());
        work.heard(shown);
      }
    }
  }
}
