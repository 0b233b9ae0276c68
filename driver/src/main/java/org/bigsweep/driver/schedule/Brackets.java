package org.bigsweep.driver.schedule;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.bigsweep.driver.plan.Ranking;
import org.bigsweep.driver.schedule.Candidate.Seeded;
import org.bigsweep.driver.space.SearchSpace;
import org.bigsweep.driver.spec.Seeds;
import org.bigsweep.driver.spec.Sweep;
import org.bigsweep.engine.catalog.ParameterCatalog;
import org.bigsweep.engine.catalog.TrialParameters;
import org.bigsweep.engine.catalog.TrialSpec;

/**
 * The configurations of a space, divided into brackets. It holds them all, at some hundred bytes
 * each.
 */
final class Brackets {
  private final Map<String, Part> parts = new TreeMap<>();

  /** The configurations of one bracket, in the order of their spelling. */
  record Part(BracketKey key, List<Candidate> candidates) {}

  Brackets(Sweep sweep, ParameterCatalog catalog) {
    List<String> per = sweep.brackets();
    Map<String, Map<String, List<Seeded>>> trials = new TreeMap<>();
    Map<String, BracketKey> keys = new TreeMap<>();
    SearchSpace space = sweep.space();
    for (long i = 0; i < space.size(); i++) {
      TrialSpec spec = space.get(i);
      BracketKey key = BracketKey.of(spec, per, catalog);
      keys.putIfAbsent(key.text(), key);
      trials
          .computeIfAbsent(key.text(), k -> new TreeMap<>())
          .computeIfAbsent(Ranking.spelling(spec.values()), c -> new ArrayList<>(1))
          .add(new Seeded(spec.get(TrialParameters.SEED), i));
    }
    Set<Long> tuning = tuning(sweep.seeds());
    trials.forEach(
        (text, configurations) ->
            parts.put(
                text,
                new Part(
                    keys.get(text),
                    configurations.entrySet().stream()
                        .map(e -> candidate(e.getKey(), e.getValue(), tuning, space, catalog))
                        .toList())));
  }

  /** By name. */
  List<Part> parts() {
    return List.copyOf(parts.values());
  }

  /** The seeds that choose; all of them if none are set aside. */
  private static Set<Long> tuning(Seeds seeds) {
    return (seeds.tune().size() == 0 ? seeds.all() : seeds.tune())
        .stream().map(Long::valueOf).collect(Collectors.toCollection(HashSet::new));
  }

  private static Candidate candidate(
      String configuration,
      List<Seeded> trials,
      Set<Long> tuningSeeds,
      SearchSpace space,
      ParameterCatalog catalog) {
    TrialSpec any = space.get(trials.get(0).index());
    Map<Boolean, List<Seeded>> byRole =
        trials.stream()
            .sorted(Comparator.comparingLong(Seeded::seed))
            .collect(Collectors.partitioningBy(t -> tuningSeeds.contains(t.seed())));
    return new Candidate(
        catalog.label(any),
        any.get(TrialParameters.DEPTH),
        configuration,
        byRole.get(true),
        byRole.get(false));
  }
}
