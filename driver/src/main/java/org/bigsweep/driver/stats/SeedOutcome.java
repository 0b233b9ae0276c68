package org.bigsweep.driver.stats;

import java.util.OptionalDouble;
import org.bigsweep.results.TrialState;

/**
 * The outcome of the trial on one seed.
 *
 * @param state state of the trial
 * @param collapsed whether the trial finished and was seen collapsed on the way; its value counts
 *     like any other
 * @param value present exactly if the trial finished
 */
public record SeedOutcome(long seed, TrialState state, boolean collapsed, OptionalDouble value) {
  public SeedOutcome {
    if (value.isPresent() != (state == TrialState.DONE)) {
      throw new IllegalArgumentException(
          "Invalid outcome: %s with value %s (must have one exactly if it is DONE)"
              .formatted(state, value));
    }
    value.ifPresent(Samples::checked);
  }

  /** A finished trial. */
  public static SeedOutcome finished(long seed, boolean collapsed, double value) {
    return new SeedOutcome(seed, TrialState.DONE, collapsed, OptionalDouble.of(value));
  }

  /** A trial that diverged or failed. */
  public static SeedOutcome lost(long seed, TrialState state) {
    return new SeedOutcome(seed, state, false, OptionalDouble.empty());
  }
}
