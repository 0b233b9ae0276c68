package org.bigsweep.driver.stats;

import java.util.OptionalDouble;

/**
 * What a seed gave.
 *
 * @param value present exactly if the trial finished
 */
public record SeedOutcome(long seed, Fate fate, OptionalDouble value) {
  public SeedOutcome {
    if (value.isPresent() != fate.finished()) {
      throw new IllegalArgumentException(
          "Invalid outcome: %s with value %s (must have one exactly if it finished)"
              .formatted(fate, value));
    }
    value.ifPresent(Samples::checked);
  }

  /** A finished trial. */
  public static SeedOutcome finished(long seed, boolean collapsed, double value) {
    return new SeedOutcome(seed, collapsed ? Fate.COLLAPSED : Fate.DONE, OptionalDouble.of(value));
  }

  /** A trial without a final value. */
  public static SeedOutcome lost(long seed, Fate fate) {
    return new SeedOutcome(seed, fate, OptionalDouble.empty());
  }
}
