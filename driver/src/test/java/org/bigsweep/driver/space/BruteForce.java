package org.bigsweep.driver.space;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.bigsweep.engine.catalog.ParameterCatalog;
import org.bigsweep.engine.catalog.TrialSpec;
import org.bigsweep.engine.param.Shadow;

/** The points of a definition, enumerated one by one from what the language promises. */
final class BruteForce {
  private final SpaceDefinition definition;
  private final ParameterCatalog catalog;

  BruteForce(SpaceDefinition definition, ParameterCatalog catalog) {
    this.definition = definition;
    this.catalog = catalog;
  }

  private record Raw(Map<String, String> values, List<When> whens) {}

  Set<TrialSpec> points() {
    Set<TrialSpec> points = new LinkedHashSet<>();
    int draws = definition.random().map(RandomDraws::n).orElse(1);
    IntStream.range(0, draws)
        .forEach(
            k -> {
              for (Raw raw : expand(new Raw(Map.of(), List.of()), definition.root(), k)) {
                String label = raw.values.get("rule");
                String base = catalog.preset(label).map(p -> p.rule()).orElse(label);
                List<Raw> overridden = override(List.of(raw), base, k);
                if (!label.equals(base)) {
                  overridden = override(overridden, label, k);
                }
                overridden.forEach(r -> decide(r, label, k, points));
              }
            });
    return points;
  }

  private List<Raw> override(List<Raw> raws, String rule, int k) {
    SubSpace space = definition.rules().get(rule);
    return space == null ? raws : raws.stream().flatMap(r -> expand(r, space, k).stream()).toList();
  }

  private void decide(Raw raw, String label, int k, Set<TrialSpec> points) {
    TrialSpec resolved = catalog.resolve(raw.values);
    List<When> holding =
        raw.whens.stream()
            .filter(w -> satisfies(resolved, named(raw, resolved), label, w.condition()))
            .toList();
    if (holding.isEmpty()) {
      boolean excluded =
          definition.exclusions().stream()
              .anyMatch(e -> satisfies(resolved, catalog.complete(resolved), "", e));
      if (!excluded) {
        points.add(resolved);
      }
      return;
    }
    List<Raw> alternatives = List.of(new Raw(raw.values, List.of()));
    for (When when : holding) {
      alternatives =
          alternatives.stream().flatMap(r -> expand(r, when.then(), k).stream()).toList();
    }
    alternatives.forEach(r -> decide(r, label, k, points));
  }

  /** Values as conditional parts see them: what has no effect stands as it was named. */
  private Map<String, String> named(Raw raw, TrialSpec resolved) {
    Map<String, String> named = new TreeMap<>(catalog.complete(resolved));
    for (Shadow<?> shadow : catalog.shadowsOf(named.get("rule"))) {
      if (shadow.where().holds(named)) {
        String name = shadow.hidden().name();
        named.put(name, shadow.hidden().canonical(raw.values.getOrDefault(name, "1")));
      }
    }
    return named;
  }

  private boolean satisfies(
      TrialSpec spec,
      Map<String, String> values,
      String label,
      Map<String, Constraint> constraints) {
    return constraints.entrySet().stream()
        .allMatch(
            e -> {
              String value = values.get(e.getKey());
              if (value == null) {
                return false;
              }
              if (e.getKey().equals("rule")) {
                return e.getValue().holds(value)
                    || (label.isEmpty()
                        ? matchesPreset(spec, e.getValue())
                        : e.getValue().holds(label));
              }
              return e.getValue().holds(value);
            });
  }

  private boolean matchesPreset(TrialSpec spec, Constraint rule) {
    return catalog.ruleNames().stream()
        .filter(rule::holds)
        .flatMap(name -> catalog.preset(name).stream())
        .anyMatch(
            p ->
                p.rule().equals(spec.values().get("rule"))
                    && spec.values().entrySet().containsAll(p.values().entrySet()));
  }

  private List<Raw> expand(Raw raw, SubSpace space, int k) {
    List<When> whens = new ArrayList<>(raw.whens);
    whens.addAll(space.whens());
    List<Raw> raws = List.of(new Raw(raw.values, whens));
    for (Setting setting : space.settings()) {
      raws =
          raws.stream()
              .flatMap(r -> values(setting, k).stream().map(v -> with(r, setting.name(), v)))
              .toList();
    }
    for (Zip zip : space.zips()) {
      int length = (int) zip.columns().get(0).domain().values().size();
      raws =
          raws.stream()
              .flatMap(
                  r ->
                      IntStream.range(0, length)
                          .mapToObj(
                              i -> {
                                Raw all = r;
                                for (Setting c : zip.columns()) {
                                  all = with(all, c.name(), c.domain().values().get(i));
                                }
                                return all;
                              }))
              .toList();
    }
    if (space.union().isEmpty()) {
      return raws;
    }
    return raws.stream()
        .flatMap(r -> space.union().stream().flatMap(m -> expand(r, m, k).stream()))
        .toList();
  }

  private List<String> values(Setting setting, int k) {
    Optional<Quantiles> random = definition.quantiles();
    if (random.isPresent() && setting.domain().drawn()) {
      String text = setting.domain().quantile(random.get().at(setting.name(), k));
      return List.of(catalog.find(setting.name()).orElseThrow().canonical(text));
    }
    return setting.domain().values().stream().toList();
  }

  private static Raw with(Raw raw, String name, String value) {
    Map<String, String> more = new TreeMap<>(raw.values);
    more.put(name, value);
    return new Raw(more, raw.whens);
  }
}
