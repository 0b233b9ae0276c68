package org.bigsweep.driver.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.bigsweep.driver.space.SearchSpace;
import org.bigsweep.driver.spec.Sweep;
import org.bigsweep.driver.store.Rows;

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

  void print(TrialList trials, int sample, PrintWriter out) {
    out.printf(
        "against %s: %,d trials added, %,d dropped, %,d kept%n",
        against, adds.size(), drops.size(), keeps);
    if (adds.size() + drops.size() > 0) {
      List<List<Object>> rows = new ArrayList<>();
      byRule().forEach((rule, n) -> rows.add(List.of(rule, n[0], n[1])));
      RowsFormat.TEXT.print(Rows.of(List.of("rule", "added", "dropped"), rows), out);
    }
    list("added", adds, trials, sample, out);
    list("dropped", drops, trials, sample, out);
  }

  private static void list(
      String what, SearchSpace space, TrialList trials, int sample, PrintWriter out) {
    if (sample > 0 && space.size() > 0) {
      out.printf("%n%s:%n", what);
      RowsFormat.TEXT.print(trials.specRows(space.sample(sample)), out);
    }
  }

  Map<String, Object> json(TrialList trials, int sample) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("against", against);
    fields.put("added", adds.size());
    fields.put("dropped", drops.size());
    fields.put("kept", keeps);
    List<Map<String, Object>> rules = new ArrayList<>();
    byRule()
        .forEach(
            (rule, n) -> {
              Map<String, Object> row = new LinkedHashMap<>();
              row.put("rule", rule);
              row.put("added", n[0]);
              row.put("dropped", n[1]);
              rules.add(row);
            });
    fields.put("rules", rules);
    if (sample > 0) {
      fields.put("added_sample", trials.specObjects(adds.sample(sample)));
      fields.put("dropped_sample", trials.specObjects(drops.sample(sample)));
    }
    return fields;
  }

  private Map<String, long[]> byRule() {
    Map<String, long[]> counts = new TreeMap<>();
    adds.countsByLabel().forEach((r, n) -> counts.computeIfAbsent(r, x -> new long[2])[0] = n);
    drops.countsByLabel().forEach((r, n) -> counts.computeIfAbsent(r, x -> new long[2])[1] = n);
    return counts;
  }
}
