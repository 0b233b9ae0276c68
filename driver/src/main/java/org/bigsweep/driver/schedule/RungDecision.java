package org.bigsweep.driver.schedule;

import java.util.List;
import java.util.Optional;
import org.bigsweep.driver.plan.Measurement;
import org.bigsweep.results.RungOutcome;

/**
 * The decision on one configuration at one rung of its bracket.
 *
 * @param bracket what the bracket's configurations share, {@code name=value}, joined by blanks
 * @param rung from 1
 * @param epoch the epoch that the rung compares at
 * @param rule as reported
 * @param depth N
 * @param configuration every active parameter but the seed, {@code name=value}, sorted, joined by
 *     blanks
 * @param seeds its trials on tuning seeds, by rising seed
 * @param score mean validation accuracy over them; NaN if it has none
 * @param rank from 1, the best
 * @param reason why the schedule took the configuration, {@code name=value}, joined by blanks
 */
public record RungDecision(
    String bracket,
    int rung,
    int epoch,
    String rule,
    long depth,
    String configuration,
    List<Seeded> seeds,
    double score,
    int rank,
    RungOutcome outcome,
    Optional<String> reason) {
  public RungDecision {
    seeds = List.copyOf(seeds);
  }

  /** The same decision with a reason. */
  RungDecision because(String why) {
    return new RungDecision(
        bracket,
        rung,
        epoch,
        rule,
        depth,
        configuration,
        seeds,
        score,
        rank,
        outcome,
        Optional.of(why));
  }

  /** The same decision as that of another rung. */
  RungDecision at(int otherRung) {
    return new RungDecision(
        bracket, otherRung, epoch, rule, depth, configuration, seeds, score, rank, outcome, reason);
  }

  /** One seed's trial and what it showed at the rung. */
  public record Seeded(long seed, Measurement measured) {}
}
