package org.bigsweep.results;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;

/**
 * An operation that copies chosen trials of a results folder into a folder of their own. The copy
 * has few files, with neither checkpoints nor kept parameters. If it is stopped anywhere, running
 * it again does the rest.
 */
public final class Extraction {
  private static final int GROUP = 1000;

  private final ResultsReader from;
  private final ResultsWriter into;

  public Extraction(ResultsFolder from, ResultsFolder into) {
    this.from = new ResultsReader(from);
    this.into = new ResultsWriter(into);
  }

  /**
   * Writes the trials that {@code wanted} holds of.
   *
   * @param layers whether to copy their rows in {@code layers} as well, which are by far the most
   *     bytes
   * @return how many there were
   * @throws ResultsException if a file cannot be read or written
   */
  public long trials(Predicate<Trial> wanted, boolean layers) {
    List<Trial> trials = new ArrayList<>();
    try (Stream<Trial> rows = from.read(Table.TRIALS)) {
      rows.filter(wanted).forEach(trials::add);
    }
    trials.sort((a, b) -> a.getTrialId().compareTo(b.getTrialId()));
    for (int first = 0; first < trials.size(); first += GROUP) {
      write(trials.subList(first, Math.min(first + GROUP, trials.size())), layers);
    }
    return trials.size();
  }

  /** Writes what schedules decided in {@code sweep}. */
  public void decisions(String sweep) {
    try (Stream<Decision> rows = from.read(Table.DECISIONS)) {
      into.publishTogether(rows.filter(d -> d.getSweep().equals(sweep)).toList());
    }
  }

  private void write(List<Trial> trials, boolean layers) {
    Set<String> ids = new HashSet<>();
    trials.forEach(trial -> ids.add(trial.getTrialId()));
    into.publish(
        new GroupRows(
            trials,
            rows(Table.EPOCHS, ids),
            layers ? rows(Table.LAYERS, ids) : List.of(),
            rows(Table.ATTEMPTS, ids),
            Map.of()));
  }

  private <R extends SpecificRecord> List<R> rows(Table<R> table, Set<String> ids) {
    try (Stream<R> rows = from.read(table)) {
      return rows.filter(row -> ids.contains(table.trialId(row))).toList();
    }
  }
}
