package org.bigsweep.driver.stats;

import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import org.bigsweep.results.TrialState;

/**
 * The numbers of trials by state, and by how they counted. Nothing is dropped silently.
 *
 * @param done finished trials, collapsed ones included
 * @param collapsed those of {@code done} that were seen collapsed
 */
public record Tally(int planned, int done, int collapsed, int diverged, int failed) {

  /** The tally of trials that were all run. */
  public static Tally of(Collection<SeedOutcome> outcomes) {
    return of(outcomes.size(), outcomes, SeedOutcome::state, SeedOutcome::collapsed);
  }

  /**
   * The tally of those trials that were run.
   *
   * @param planned how many were wanted; more than fit an int count as the greatest one
   * @param run their state and whether they were seen collapsed is told by the functions
   */
  public static <T> Tally of(
      long planned, Collection<T> run, Function<T, TrialState> state, Predicate<T> collapsed) {
    Map<TrialState, Integer> counts = new EnumMap<>(TrialState.class);
    run.forEach(trial -> counts.merge(state.apply(trial), 1, Integer::sum));
    return new Tally(
        (int) Math.min(planned, Integer.MAX_VALUE),
        counts.getOrDefault(TrialState.DONE, 0),
        (int)
            run.stream()
                .filter(trial -> state.apply(trial) == TrialState.DONE && collapsed.test(trial))
                .count(),
        counts.getOrDefault(TrialState.DIVERGED, 0),
        counts.getOrDefault(TrialState.FAILED, 0));
  }

  /** Planned trials that have not been run. */
  public int missing() {
    return planned - done - diverged - failed;
  }

  /** The tally as one phrase, such as {@code 4 of 5 done, 1 diverged (left out)}. */
  public String statement() {
    StringBuilder text = new StringBuilder(done + " of " + planned + " done");
    if (collapsed > 0) {
      text.append(", ").append(collapsed).append(" of them collapsed (counted)");
    }
    if (diverged > 0) {
      text.append(", ").append(diverged).append(" diverged (left out)");
    }
    if (failed > 0) {
      text.append(", ").append(failed).append(" failed (left out)");
    }
    if (missing() > 0) {
      text.append(", ").append(missing()).append(" not run");
    }
    return text.toString();
  }
}
