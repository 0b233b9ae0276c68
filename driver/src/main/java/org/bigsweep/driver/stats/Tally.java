package org.bigsweep.driver.stats;

import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
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
    Map<TrialState, Integer> counts = new EnumMap<>(TrialState.class);
    outcomes.forEach(o -> counts.merge(o.state(), 1, Integer::sum));
    return new Tally(
        outcomes.size(),
        counts.getOrDefault(TrialState.DONE, 0),
        (int) outcomes.stream().filter(SeedOutcome::collapsed).count(),
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
