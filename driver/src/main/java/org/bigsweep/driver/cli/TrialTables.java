package org.bigsweep.driver.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongPredicate;
import org.bigsweep.driver.plan.IndexedTrial;
import org.bigsweep.driver.store.AnswerTable;
import org.bigsweep.driver.store.VariedParameters;
import org.bigsweep.engine.catalog.ParameterCatalog;
import org.bigsweep.engine.catalog.TrialSpec;

/** A formatter of trials one by one: id, rule, and the parameters in which they differ. */
record TrialTables(String datasetSha256) {
  private static final String RULE = "rule";

  AnswerTable table(List<IndexedTrial> trials, LongPredicate done) {
    VariedParameters varied =
        VariedParameters.of(trials.stream().map(t -> t.spec().values()).toList());
    return AnswerTable.of(trials)
        .column("trial", t -> t.spec().id(datasetSha256))
        .column("done", t -> done.test(t.index()))
        .column(RULE, t -> label(t.spec()))
        .column("settings", t -> varied.text(t.spec().values()))
        .build();
  }

  AnswerTable specTable(List<TrialSpec> trials) {
    VariedParameters varied = VariedParameters.of(trials.stream().map(TrialSpec::values).toList());
    return AnswerTable.of(trials)
        .column("trial", t -> t.id(datasetSha256))
        .column(RULE, TrialTables::label)
        .column("settings", t -> varied.text(t.values()))
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
}
