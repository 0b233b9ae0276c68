package org.bigsweep.driver.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongPredicate;
import java.util.stream.Collectors;
import org.bigsweep.driver.plan.IndexedTrial;
import org.bigsweep.driver.store.AnswerTable;
import org.bigsweep.engine.catalog.ParameterCatalog;
import org.bigsweep.engine.catalog.TrialSpec;

/** A formatter of trials one by one: id, rule, and the parameters in which they differ. */
record TrialList(String datasetSha256) {
  private static final String RULE = "rule";

  AnswerTable table(List<IndexedTrial> trials, LongPredicate done) {
    Set<String> differing = differing(trials.stream().map(IndexedTrial::spec).toList());
    return AnswerTable.of(trials)
        .column("trial", t -> t.spec().id(datasetSha256))
        .column("done", t -> done.test(t.index()))
        .column(RULE, t -> label(t.spec()))
        .column("settings", t -> settings(t.spec(), differing))
        .build();
  }

  AnswerTable specTable(List<TrialSpec> trials) {
    Set<String> differing = differing(trials);
    return AnswerTable.of(trials)
        .column("trial", t -> t.id(datasetSha256))
        .column(RULE, TrialList::label)
        .column("settings", t -> settings(t, differing))
        .build();
  }

  List<Map<String, Object>> objects(List<IndexedTrial> trials, LongPredicate done) {
    return trials.stream()
        .map(
            t -> {
              Map<String, Object> object = object(t.spec());
              object.put("done", done.test(t.index()));
              return object;
            })
        .toList();
  }

  List<Map<String, Object>> specObjects(List<TrialSpec> trials) {
    return trials.stream().map(this::object).toList();
  }

  private Map<String, Object> object(TrialSpec trial) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("trial_id", trial.id(datasetSha256));
    object.put(RULE, label(trial));
    object.put("parameters", trial.values());
    return object;
  }

  private static String label(TrialSpec trial) {
    return ParameterCatalog.standard().label(trial);
  }

  private static String settings(TrialSpec trial, Set<String> names) {
    return names.stream()
        .filter(trial.values()::containsKey)
        .map(name -> name + "=" + trial.values().get(name))
        .collect(Collectors.joining(" "));
  }

  /** Parameters with several values among trials that have them. */
  private static Set<String> differing(List<TrialSpec> trials) {
    Map<String, String> first = new LinkedHashMap<>();
    Set<String> differing = new TreeSet<>();
    for (TrialSpec trial : new ArrayList<>(trials)) {
      trial
          .values()
          .forEach(
              (name, value) -> {
                if (!first.computeIfAbsent(name, n -> value).equals(value)) {
                  differing.add(name);
                }
              });
    }
    differing.remove(RULE);
    return differing;
  }
}
