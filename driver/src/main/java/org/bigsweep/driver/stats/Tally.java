package org.bigsweep.driver.stats;

import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;

/**
 * How many trials met which fate, and how they counted: nothing is dropped silently.
 *
 * @param done finished trials, collapsed ones included
 * @param collapsed those of {@code done} that were seen collapsed
 */
public record Tally(int planned, int done, int collapsed, int diverged, int failed) {

  /** The tally of trials that were all run. */
  public static Tally of(Collection<SeedOutcome> outcomes) {
    Map<Fate, Integer> counts = new EnumMap<>(Fate.class);
    outcomes.forEach(o -> counts.merge(o.fate(), 1, Integer::sum));
    int collapsed = counts.getOrDefault(Fate.COLLAPSED, 0);
    return new Tally(
        outcomes.size(),
        counts.getOrDefault(Fate.DONE, 0) + collapsed,
        collapsed,
        counts.getOrDefault(Fate.DIVERGED, 0),
        counts.getOrDefault(Fate.FAILED, 0));
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
