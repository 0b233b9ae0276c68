package org.bigsweep.driver.store;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.bigsweep.results.Decision;
import org.bigsweep.results.ResultsFolder;
import org.bigsweep.results.ResultsReader;
import org.bigsweep.results.RungOutcome;
import org.bigsweep.results.Table;

/**
 * The decisions at a rung of a sweep's schedule so far, summed over all brackets.
 *
 * @param brackets those that have decided the rung
 * @param promoted configurations that go on to the next rung
 * @param pruned configurations that are given up
 * @param finished configurations trained to the horizon, chosen ones included
 * @param chosen the best of their brackets
 * @param bestSoFar the greatest score of a sound configuration at this epoch, on this rung or an
 *     earlier one: after every wave, that of the incumbent; NaN if there is none
 */
public record RungSummary(
    String sweep,
    String schedule,
    int rung,
    int epoch,
    long brackets,
    long promoted,
    long pruned,
    long finished,
    long chosen,
    double bestSoFar) {

  /** All rungs of all sweeps of a results folder, by sweep, schedule and rung. */
  public static List<RungSummary> of(ResultsFolder folder) {
    Map<Key, Counts> rungs = new HashMap<>();
    try (Stream<Decision> rows = new ResultsReader(folder).read(Table.DECISIONS)) {
      rows.forEach(row -> rungs.computeIfAbsent(Key.of(row), k -> new Counts()).add(row));
    }
    List<RungSummary> summaries = new ArrayList<>();
    rungs.forEach((key, counts) -> summaries.add(counts.summary(key)));
    summaries.sort(
        Comparator.comparing(RungSummary::sweep)
            .thenComparing(RungSummary::schedule)
            .thenComparing(RungSummary::rung)
            .thenComparing(RungSummary::epoch));
    Map<Key, Double> best = new HashMap<>();
    return summaries.stream()
        .map(
            s ->
                s.withBest(
                    best.merge(
                        new Key(s.sweep(), s.schedule(), 0, s.epoch()),
                        s.bestSoFar(),
                        RungSummary::greater)))
        .toList();
  }

  /** The rungs as a table for people. */
  public static AnswerTable table(List<RungSummary> rungs) {
    return AnswerTable.of(rungs)
        .column("sweep", RungSummary::sweep)
        .column("schedule", RungSummary::schedule)
        .column("rung", RungSummary::rung)
        .column("epoch", RungSummary::epoch)
        .column("brackets", RungSummary::brackets)
        .column("promoted", RungSummary::promoted)
        .column("pruned", RungSummary::pruned)
        .column("finished", RungSummary::finished)
        .column("chosen", RungSummary::chosen)
        .column("best_so_far", RungSummary::bestSoFar)
        .build();
  }

  private static double greater(double a, double b) {
    return Double.isNaN(a) || b > a ? b : a;
  }

  private RungSummary withBest(double best) {
    return new RungSummary(
        sweep, schedule, rung, epoch, brackets, promoted, pruned, finished, chosen, best);
  }

  private record Key(String sweep, String schedule, int rung, int epoch) {
    static Key of(Decision row) {
      return new Key(row.getSweep(), row.getSchedule(), row.getRung(), row.getEpoch());
    }
  }

  private static final class Counts {
    private final Set<String> brackets = new HashSet<>();
    private final Map<RungOutcome, Set<String>> configurations = new EnumMap<>(RungOutcome.class);
    private final Set<String> unsound = new HashSet<>();
    private final Map<String, Double> scores = new HashMap<>();

    void add(Decision row) {
      brackets.add(row.getBracket());
      if (row.getLost() || row.getCollapsed()) {
        unsound.add(row.getConfiguration());
      }
      if (row.getScore() != null) {
        scores.put(row.getConfiguration(), row.getScore());
      }
      configurations
          .computeIfAbsent(RungOutcome.of(row), o -> new HashSet<>())
          .add(row.getConfiguration());
    }

    private long count(RungOutcome outcome) {
      return configurations.getOrDefault(outcome, Set.of()).size();
    }

    RungSummary summary(Key key) {
      return new RungSummary(
          key.sweep(),
          key.schedule(),
          key.rung(),
          key.epoch(),
          brackets.size(),
          count(RungOutcome.PROMOTED),
          count(RungOutcome.PRUNED),
          count(RungOutcome.FINISHED) + count(RungOutcome.CHOSEN),
          count(RungOutcome.CHOSEN),
          scores.entrySet().stream()
              .filter(e -> !unsound.contains(e.getKey()))
              .mapToDouble(Map.Entry::getValue)
              .max()
              .orElse(Double.NaN));
    }
  }
}
