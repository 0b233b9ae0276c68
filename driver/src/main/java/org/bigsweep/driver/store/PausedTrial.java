package org.bigsweep.driver.store;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.bigsweep.results.Decision;
import org.bigsweep.results.PausedEpoch;
import org.bigsweep.results.ResultsFolder;
import org.bigsweep.results.ResultsReader;
import org.bigsweep.results.RungOutcome;
import org.bigsweep.results.Table;

/**
 * A trial that a schedule paused, whether or not another run has trained it to its end since.
 *
 * @param epoch the epoch that it paused after last
 * @param validationAccuracy at that epoch
 * @param decision the last that its schedule made on it; empty until its rung is decided
 */
public record PausedTrial(
    String id, int epoch, Optional<Double> validationAccuracy, Optional<Decision> decision) {
  /** All paused trials of a folder: those that wait to go on, then pruned ones, the last first. */
  public static List<PausedTrial> of(ResultsFolder folder) {
    ResultsReader reader = new ResultsReader(folder);
    Map<String, PausedEpoch> epochs = new HashMap<>();
    try (Stream<PausedEpoch> rows = reader.read(Table.PAUSED)) {
      rows.forEach(
          row ->
              epochs.merge(row.getTrialId(), row, (a, b) -> b.getEpoch() > a.getEpoch() ? b : a));
    }
    Map<String, Decision> decisions = new HashMap<>();
    try (Stream<Decision> rows = reader.read(Table.DECISIONS)) {
      rows.forEach(
          row ->
              decisions.merge(
                  row.getTrialId(), row, (a, b) -> b.getEpoch() > a.getEpoch() ? b : a));
    }
    Set<String> ids = new HashSet<>(epochs.keySet());
    ids.addAll(decisions.keySet());
    List<PausedTrial> paused = new ArrayList<>();
    for (String id : ids) {
      paused.add(
          of(id, Optional.ofNullable(epochs.get(id)), Optional.ofNullable(decisions.get(id))));
    }
    paused.sort(
        Comparator.comparing(PausedTrial::isPruned)
            .thenComparing(PausedTrial::decided, Comparator.reverseOrder())
            .thenComparing(PausedTrial::id));
    return List.copyOf(paused);
  }

  private static PausedTrial of(
      String id, Optional<PausedEpoch> epoch, Optional<Decision> decision) {
    return new PausedTrial(
        id,
        epoch.map(PausedEpoch::getEpoch).or(() -> decision.map(Decision::getEpoch)).orElseThrow(),
        epoch.map(PausedEpoch::getValidationAccuracy),
        // a rung below the epoch that it stands at was left behind
        decision.filter(last -> epoch.isEmpty() || last.getEpoch() >= epoch.get().getEpoch()));
  }

  /** Whether its schedule gave it up. */
  public boolean isPruned() {
    return decision.filter(last -> RungOutcome.of(last) == RungOutcome.PRUNED).isPresent();
  }

  private Instant decided() {
    return decision.map(Decision::getDecidedAt).orElse(Instant.MAX);
  }
}
