package org.bigsweep.driver.plan;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.bigsweep.engine.catalog.ParameterCatalog;
import org.bigsweep.engine.catalog.TrialSpec;
import org.bigsweep.engine.param.Preset;

/** The unfinished part of a plan, divided into parts of trials that cost the same. */
final class Workload {
  private final List<Part> parts;
  private final double drift;
  private final double scatter;

  /**
   * Trials of one cost and rule.
   *
   * @param example one of them
   * @param seconds predicted time of one of them
   * @param deviation relative standard deviation of {@code seconds}
   */
  record Part(
      TrialSpec example, String rule, long toDo, double flops, double seconds, double deviation) {
    double work() {
      return toDo * seconds;
    }
  }

  Workload(List<CostClass> classes, FinishedIndices finished, CostModel costs) {
    Map<String, Part> byKey = new LinkedHashMap<>();
    for (CostClass c : classes) {
      TrialSpec first = c.points().get(0);
      Part part =
          new Part(
              first, c.rule(), c.points().size(), c.flops(), c.seconds(), costs.deviation(first));
      byKey.merge(
          key(c.rule(), first),
          part,
          (a, b) ->
              new Part(
                  a.example(),
                  a.rule(),
                  a.toDo() + b.toDo(),
                  a.flops(),
                  a.seconds(),
                  a.deviation()));
    }
    parts = new ArrayList<>();
    byKey.forEach(
        (key, p) -> {
          long toDo = Math.max(0, p.toDo() - finished.countOfCost(key));
          if (toDo > 0) {
            parts.add(new Part(p.example(), p.rule(), toDo, p.flops(), p.seconds(), p.deviation()));
          }
        });
    drift = costs.drift();
    scatter = costs.scatter();
  }

  /** A text of everything on which the cost and the rule of a trial depend. */
  static String key(String rule, TrialSpec spec) {
    StringBuilder text = new StringBuilder(rule);
    for (String name : NominalCost.dependsOn()) {
      text.append('|').append(spec.values().getOrDefault(name, ""));
    }
    return text.toString();
  }

  /** Parameters on which cost, or the name under which a trial is reported, depends. */
  static Set<String> dependsOn(ParameterCatalog catalog) {
    Set<String> names = new TreeSet<>(NominalCost.dependsOn());
    catalog.ruleNames().stream()
        .flatMap(name -> catalog.preset(name).stream())
        .map(Preset::values)
        .forEach(values -> names.addAll(values.keySet()));
    return names;
  }

  List<Part> parts() {
    return parts;
  }

  double flops() {
    return parts.stream().mapToDouble(p -> p.toDo() * p.flops()).sum();
  }

  double seconds() {
    return parts.stream().mapToDouble(Part::work).sum();
  }

  Prediction prediction() {
    return prediction(parts);
  }

  Map<String, Prediction> byRule() {
    Map<String, List<Part>> byRule = new TreeMap<>();
    parts.forEach(p -> byRule.computeIfAbsent(p.rule(), r -> new ArrayList<>()).add(p));
    Map<String, Prediction> predictions = new TreeMap<>();
    byRule.forEach((rule, own) -> predictions.put(rule, prediction(own)));
    return predictions;
  }

  /**
   * Predicts the time of some parts. Three errors add up: factors err together, trials scatter each
   * by itself, and the machine's drift affects all.
   */
  private Prediction prediction(Collection<Part> some) {
    double seconds = 0;
    double factors = 0;
    double squares = 0;
    for (Part part : some) {
      seconds += part.work();
      factors += part.work() * part.deviation();
      squares += part.toDo() * Math.pow(part.seconds() * scatter, 2);
    }
    if (seconds == 0) {
      return new Prediction(0, 0, 0);
    }
    double own = Math.sqrt(factors * factors + squares) / seconds;
    return Prediction.of(seconds, Math.hypot(own, drift));
  }

  /** One trial of every kind and shape, the shortest of each; most predicted work first. */
  List<TrialSpec> kinds() {
    Map<String, List<Part>> byKind = new LinkedHashMap<>();
    parts.forEach(
        p ->
            byKind
                .computeIfAbsent(NominalCost.kinds(p.example()).get(0), k -> new ArrayList<>())
                .add(p));
    return byKind.values().stream()
        .sorted(
            Comparator.comparingDouble(
                    (List<Part> own) -> own.stream().mapToDouble(Part::work).sum())
                .reversed())
        .map(
            own ->
                own.stream().min(Comparator.comparingDouble(Part::seconds)).orElseThrow().example())
        .toList();
  }
}
