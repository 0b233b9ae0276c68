package org.bigsweep.driver.store;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.bigsweep.driver.plan.Ranking;
import org.bigsweep.driver.stats.Summary;
import org.bigsweep.results.Trial;
import org.bigsweep.results.TrialState;

/**
 * The row of the view {@code best} for one {@link BestKey}, computed from trials in memory.
 *
 * @param best the configuration that ranks first by its trials on tuning seeds
 * @param reported the trials of that configuration on reporting seeds
 */
public record BestResult(BestKey key, Configuration best, List<Trial> reported) {
  public BestResult {
    reported = List.copyOf(reported);
  }

  /** The results of some trials, the best first. Without a trial on a tuning seed there is none. */
  public static List<BestResult> of(List<Trial> trials, SeedRoles roles, Factors factors) {
    Map<String, List<Trial>> seeds = new HashMap<>();
    for (Trial trial : trials) {
      seeds
          .computeIfAbsent(Ranking.spelling(trial.getParameters()), s -> new ArrayList<>())
          .add(trial);
    }
    Map<BestKey, BestResult> first = new LinkedHashMap<>();
    for (Configuration one : Configuration.ranked(trials.stream(), roles, factors)) {
      List<Trial> own = seeds.get(one.ranking().configuration());
      if (own.stream().anyMatch(trial -> roles.tunes(trial.getSeed()))) {
        BestKey key = BestKey.of(one.rule(), one.parameters(), factors);
        List<Trial> reported =
            own.stream().filter(trial -> roles.reports(trial.getSeed())).toList();
        first.putIfAbsent(key, new BestResult(key, one, reported));
      }
    }
    return List.copyOf(first.values());
  }

  /** The test accuracy of the reported trials that are done; empty if none is. */
  public Optional<Summary> test() {
    double[] done =
        reported.stream()
            .filter(trial -> TrialState.of(trial) == TrialState.DONE)
            .map(Trial::getTestAccuracy)
            .filter(Objects::nonNull)
            .mapToDouble(Double::doubleValue)
            .toArray();
    return done.length == 0 ? Optional.empty() : Optional.of(Summary.of(done));
  }
}
