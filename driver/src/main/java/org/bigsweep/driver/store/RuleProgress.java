package org.bigsweep.driver.store;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.bigsweep.driver.space.PointClass;
import org.bigsweep.driver.space.SearchSpace;
import org.bigsweep.driver.stats.Tally;
import org.bigsweep.engine.catalog.ParameterCatalog;
import org.bigsweep.engine.catalog.TrialParameters;
import org.bigsweep.engine.catalog.TrialSpec;
import org.bigsweep.results.Trial;
import org.bigsweep.results.TrialState;

/**
 * The trials of a sweep so far under one {@link BestKey}: how they ended, and the best result.
 *
 * @param result empty until a trial on a tuning seed has ended
 */
public record RuleProgress(BestKey key, Tally tally, Optional<BestResult> result) {
  /** The most classes that a space is divided into to count its trials by key. */
  private static final int MOST_CLASSES = 10_000;

  /**
   * All rules of a sweep, in the order of their keys. The sweep's own tuning seeds choose.
   *
   * @param trials the sweep's trials that have ended
   * @param factors those of the folder, so that two of its sweeps have the same keys
   */
  public static List<RuleProgress> of(KeptSweep kept, List<Trial> trials, Factors factors) {
    Map<BestKey, Long> planned = planned(kept.sweep().space(), factors);
    Map<BestKey, List<Trial>> ended = new HashMap<>();
    for (Trial trial : trials) {
      BestKey key = BestKey.of(trial.getRule(), trial.getParameters(), factors);
      ended.computeIfAbsent(key, k -> new ArrayList<>()).add(trial);
      planned.putIfAbsent(key, 0L);
    }
    Map<BestKey, BestResult> results = new HashMap<>();
    BestResult.of(trials, KeptSweeps.roles(List.of(kept)), factors)
        .forEach(result -> results.put(result.key(), result));
    List<RuleProgress> rules = new ArrayList<>();
    planned.forEach(
        (key, count) ->
            rules.add(
                new RuleProgress(
                    key,
                    Tally.of(
                        count,
                        ended.getOrDefault(key, List.of()),
                        TrialState::of,
                        Trial::getCollapsed),
                    Optional.ofNullable(results.get(key)))));
    return List.copyOf(rules);
  }

  private static Map<BestKey, Long> planned(SearchSpace space, Factors factors) {
    ParameterCatalog catalog = ParameterCatalog.standard();
    Set<String> names = new TreeSet<>(factors.names());
    names.add(TrialParameters.DATASET.name());
    names.add(TrialParameters.DEPTH.name());
    // presets are rules to a reader, and parameters tell them apart
    catalog.ruleNames().stream()
        .flatMap(name -> catalog.preset(name).stream())
        .forEach(preset -> names.addAll(preset.values().keySet()));
    Map<BestKey, Long> planned = new TreeMap<>();
    for (PointClass points : space.classes(names, MOST_CLASSES)) {
      TrialSpec spec = points.get(0);
      planned.merge(
          BestKey.of(catalog.label(spec), spec.values(), factors), points.size(), Long::sum);
    }
    return planned;
  }
}
