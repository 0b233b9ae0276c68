package org.bigsweep.driver.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.bigsweep.driver.space.SearchSpace;
import org.bigsweep.driver.spec.Sweep;
import org.bigsweep.driver.store.AnswerTable;

/**
 * The difference between two sweeps, computed by formula.
 *
 * @param against name of the other sweep
 * @param keeps number of trials that both sweeps have
 */
record SweepDifference(String against, SearchSpace adds, SearchSpace drops, long keeps) {

  static SweepDifference of(Sweep sweep, Path path, Sweep other) {
    SearchSpace adds = sweep.space().minus(other.space());
    return new SweepDifference(
        path.toString(),
        adds,
        other.space().minus(sweep.space()),
        sweep.space().size() - adds.size());
  }

  void print(TrialTables trials, int sample, PrintWriter out) {
    out.printf(
        "against %s: %,d trials added, %,d dropped, %,d kept%n",
        against, adds.size(), drops.size(), keeps);
    if (adds.size() + drops.size() > 0) {
      OutputFormat.TEXT.print(byRule(), out);
    }
    list("added", adds, trials, sample, out);
    list("dropped", drops, trials, sample, out);
  }

  private static void list(
      String what, SearchSpace space, TrialTables trials, int sample, PrintWriter out) {
    if (sample > 0 && space.size() > 0) {
      out.printf("%n%s:%n", what);
      OutputFormat.TEXT.print(trials.specTable(space.sample(sample)), out);
    }
  }

  Map<String, Object> json(TrialTables trials, int sample) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("against", against);
    fields.put("added", adds.size());
    fields.put("dropped", drops.size());
    fields.put("kept", keeps);
    fields.put("rules", OutputFormat.objects(byRule()));
    if (sample > 0) {
      fields.put("added_sample", trials.specObjects(adds.sample(sample)));
      fields.put("dropped_sample", trials.specObjects(drops.sample(sample)));
    }
    return fields;
  }

  private AnswerTable byRule() {
    Map<String, Long> added = adds.countsByLabel();
    Map<String, Long> dropped = drops.countsByLabel();
    Set<String> rules = new TreeSet<>(added.keySet());
    rules.addAll(dropped.keySet());
    return AnswerTable.of(rules)
        .column("rule", rule -> rule)
        .column("added", rule -> added.getOrDefault(rule, 0L))
        .column("dropped", rule -> dropped.getOrDefault(rule, 0L))
        .build();
  }
}
