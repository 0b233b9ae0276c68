package org.bigsweep.driver.serve;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bigsweep.driver.store.AnswerTable;
import org.bigsweep.driver.store.BestResult;
import org.bigsweep.driver.store.KeptSweep;
import org.bigsweep.driver.store.KeptSweeps;
import org.bigsweep.driver.store.RuleProgress;
import org.bigsweep.results.Epoch;
import org.bigsweep.results.Trial;
import org.bigsweep.util.UserException;

/** A conversion of what a sweep has, rule by rule, into a value for JSON. */
final class SweepJson {
  /** The most trials of a rule whose curves a page draws. */
  private static final int MOST_CURVES = 10;

  private SweepJson() {}

  /**
   * The sweep that is kept in this file.
   *
   * @throws UserException if the folder keeps no such file
   */
  static Map<String, Object> of(Snapshot snapshot, String file) {
    List<KeptSweep> all = snapshot.sweeps().stream().map(Snapshot.SweepTrials::kept).toList();
    Snapshot.SweepTrials found =
        snapshot.sweeps().stream()
            .filter(sweep -> sweep.kept().file().equals(file))
            .findFirst()
            .orElseThrow(
                () ->
                    UserException.invalid(
                        "sweep",
                        file,
                        all.isEmpty()
                            ? "one that the folder keeps; it keeps none"
                            : "one of "
                                + String.join(", ", all.stream().map(KeptSweep::file).toList())));
    Map<String, Object> shown = snapshot.sweep(found, Instant.now());
    shown.put(
        "rules",
        RuleProgress.of(found.kept(), found.trials(), KeptSweeps.factors(all)).stream()
            .map(rule -> rule(rule, snapshot))
            .toList());
    return shown;
  }

  private static Map<String, Object> rule(RuleProgress rule, Snapshot snapshot) {
    Map<String, Object> shown = snapshot.rule(rule.key(), rule.result());
    shown.put("planned", rule.tally().planned());
    shown.put("done", rule.tally().done());
    shown.put("statement", rule.tally().statement());
    shown.put(
        "reported",
        rule.result().map(BestResult::reported).orElse(List.of()).stream()
            .map(Trial::getTrialId)
            .limit(MOST_CURVES)
            .toList());
    return shown;
  }

  /** The curves of some trials, by their ids. */
  static Map<String, Object> curves(Map<String, List<Epoch>> epochs) {
    Map<String, Object> curves = new LinkedHashMap<>();
    epochs.forEach(
        (id, rows) ->
            curves.put(
                id,
                TrialJson.table(
                    AnswerTable.of(rows)
                        .column("epoch", Epoch::getEpoch)
                        .column("test_accuracy", Epoch::getTestAccuracy)
                        .build())));
    return curves;
  }
}
