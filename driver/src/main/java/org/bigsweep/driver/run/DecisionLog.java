package org.bigsweep.driver.run;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.bigsweep.driver.plan.Measurement;
import org.bigsweep.driver.schedule.RungDecision;
import org.bigsweep.driver.spec.Sweep;
import org.bigsweep.results.Decision;
import org.bigsweep.results.ResultsFolder;
import org.bigsweep.results.ResultsReader;
import org.bigsweep.results.ResultsWriter;
import org.bigsweep.results.Table;

/**
 * The log of a sweep's decisions, kept in its results folder. A decision that is recorded already
 * with the same outcome keeps the time at which it was made first.
 */
public final class DecisionLog {
  private final String sweep;
  private final String schedule;
  private final ResultsFolder folder;
  private final Map<Rung, List<Decision>> recorded = new HashMap<>();

  private record Rung(String bracket, int rung) {}

  /**
   * Reads the decisions that are recorded already.
   *
   * @throws org.bigsweep.results.ResultsException if a file cannot be read
   */
  public DecisionLog(Sweep sweep, ResultsFolder folder) {
    this.sweep = sweep.name();
    this.schedule = sweep.schedule().text();
    this.folder = folder;
    try (Stream<Decision> rows = new ResultsReader(folder).read(Table.DECISIONS)) {
      rows.filter(row -> row.getSweep().equals(this.sweep))
          .filter(row -> row.getSchedule().equals(schedule))
          .forEach(
              row ->
                  recorded
                      .computeIfAbsent(
                          new Rung(row.getBracket(), row.getRung()), r -> new ArrayList<>())
                      .add(row));
    }
  }

  /**
   * Records decisions. All decisions of one rung of one bracket must come in one call.
   *
   * @throws org.bigsweep.results.ResultsException if a file cannot be written
   */
  public void record(List<RungDecision> decisions) {
    Map<Rung, List<Decision>> made = new LinkedHashMap<>();
    Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    for (RungDecision decision : decisions) {
      made.computeIfAbsent(new Rung(decision.bracket(), decision.rung()), r -> new ArrayList<>())
          .addAll(rows(decision, now));
    }
    ResultsWriter writer = new ResultsWriter(folder);
    made.forEach(
        (rung, rows) -> {
          if (!same(rows, recorded.getOrDefault(rung, List.of()))) {
            writer.publishDecisions(rows);
          }
        });
  }

  private List<Decision> rows(RungDecision decision, Instant now) {
    return decision.seeds().stream().map(seeded -> row(decision, seeded, now)).toList();
  }

  private Decision row(RungDecision decision, RungDecision.Seeded seeded, Instant now) {
    Measurement measured = seeded.measured();
    return Decision.newBuilder()
        .setSweep(sweep)
        .setSchedule(schedule)
        .setBracket(decision.bracket())
        .setRung(decision.rung())
        .setEpoch(decision.epoch())
        .setRule(decision.rule())
        .setDepth(Math.toIntExact(decision.depth()))
        .setConfiguration(decision.configuration())
        .setTrialId(measured.trialId())
        .setSeed(seeded.seed())
        .setValidationAccuracy(orNull(measured.accuracy()))
        .setLost(measured.lost())
        .setCollapsed(measured.collapsed())
        .setSeeds(decision.seeds().size())
        .setScore(orNull(decision.score()))
        .setRank(decision.rank())
        .setOutcome(decision.outcome().name())
        .setReason(decision.reason().orElse(null))
        .setDecidedAt(now)
        .build();
  }

  private static Double orNull(double value) {
    return Double.isNaN(value) ? null : value;
  }

  private static boolean same(List<Decision> made, List<Decision> before) {
    return undated(made).equals(undated(before));
  }

  private static List<Decision> undated(List<Decision> rows) {
    return rows.stream()
        .map(row -> Decision.newBuilder(row).setDecidedAt(Instant.EPOCH).build())
        .toList();
  }
}
