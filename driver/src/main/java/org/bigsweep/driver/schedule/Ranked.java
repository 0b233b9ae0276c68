package org.bigsweep.driver.schedule;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.bigsweep.driver.plan.Measurement;
import org.bigsweep.driver.plan.Ranking;
import org.bigsweep.results.RungOutcome;

/**
 * A candidate with what its trials on tuning seeds showed at one epoch. The best comes first.
 *
 * @param measured by rising seed
 */
record Ranked(Candidate candidate, List<Measurement> measured, Ranking ranking)
    implements Comparable<Ranked> {

  static Ranked of(Candidate candidate, List<Measurement> measured) {
    return new Ranked(candidate, measured, Ranking.of(measured, candidate.configuration()));
  }

  boolean alive() {
    return ranking.alive();
  }

  /**
   * The decision on this candidate.
   *
   * @param rung from 1
   * @param rank from 1, the best
   */
  RungDecision decision(String bracket, int rung, int epoch, int rank, RungOutcome outcome) {
    return new RungDecision(
        bracket,
        rung,
        epoch,
        candidate.rule(),
        candidate.depth(),
        candidate.configuration(),
        IntStream.range(0, measured.size())
            .mapToObj(
                i -> new RungDecision.Seeded(candidate.tuning().get(i).seed(), measured.get(i)))
            .toList(),
        ranking.score(),
        rank,
        outcome,
        Optional.empty());
  }

  @Override
  public int compareTo(Ranked other) {
    return ranking.compareTo(other.ranking);
  }
}
