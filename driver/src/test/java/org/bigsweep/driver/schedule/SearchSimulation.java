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
import org.bigsweep.results.RungOutcome;

/**
 * Searches on a recorded table, without time or cores: every trial shows at once what the table
 * says. The space is divided into brackets once for all searches.
 */
final class SearchSimulation {
  private final RecordedTable table;
  private final List<Brackets.Part> parts;
  private final SegmentCosts costs;

  SearchSimulation(Sweep sweep, RecordedTable table) {
    this(
        table,
        new Brackets(sweep, World.CATALOG).parts(),
        new SegmentCosts(sweep.space(), World.MNIST, CostModel.TYPICAL));
  }

  private SearchSimulation(RecordedTable table, List<Brackets.Part> parts, SegmentCosts costs) {
    this.table = table;
    this.parts = parts;
    this.costs = costs;
  }

  /**
   * The best so far as a search proceeds.
   *
   * @param epochs epochs trained when it was found
   * @param seconds time that these took
   * @param score mean validation accuracy at the horizon over tuning seeds
   */
  record Found(long epochs, double seconds, double score) {}

  /** Searches in a part of the only bracket's configurations. */
  SearchSimulation within(List<Candidate> candidates) {
    return new SearchSimulation(table, List.of(new Brackets.Part(part().key(), candidates)), costs);
  }

  /** The only bracket. */
  Brackets.Part part() {
    return parts.get(0);
  }

  /**
   * Mean validation accuracy of a configuration at the horizon; NaN unless all trials are sound.
   */
  double score(Candidate candidate) {
    List<Measurement> shown =
        candidate.tuning().stream()
            .map(seeded -> costs.space().get(seeded.index()))
            .map(t -> table.at(t, t.id(World.MNIST.sha256()), part().key().horizon()))
            .toList();
    return shown.stream().anyMatch(m -> m.lost() || m.collapsed())
        ? Double.NaN
        : shown.stream().mapToDouble(Measurement::accuracy).average().orElse(Double.NaN);
  }

  /** Runs one search, and returns each improvement on what it has trained to the horizon. */
  List<Found> search(Schedule.Search schedule) {
    SearchWork work =
        new SearchWork(new Searches(schedule, parts, costs).of(Measurements.NOTHING), 1);
    List<Found> found = new ArrayList<>();
    Map<String, Integer> reached = new HashMap<>();
    long epochs = 0;
    double seconds = 0;
    double best = 0;
    while (true) {
      for (RungDecision decision : work.decided()) {
        boolean sound =
            decision.seeds().stream()
                .noneMatch(s -> s.measured().lost() || s.measured().collapsed());
        if (sound
            && decision.outcome() != RungOutcome.PRUNED
            && decision.outcome() != RungOutcome.PROMOTED
            && decision.score() > best) {
          best = decision.score();
          found.add(new Found(epochs, seconds, best));
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
        int from = Math.min(until, reached.getOrDefault(id, 0));
        epochs += until - from;
        seconds += table.seconds(trial, id, from, until);
        reached.put(id, until);
        work.heard(table.at(trial, id, group.untilEpoch()));
      }
    }
  }
}
