package org.bigsweep.driver.stats;

import java.util.OptionalDouble;

/**
 * How a diverged trial counts. Whichever is chosen, it appears in the {@link Tally}; failed and
 * missing trials never have a value.
 *
 * @param asIf the value that a diverged trial counts with; empty to leave it out of the figures
 */
public record Counting(OptionalDouble asIf) {
  /** Diverged trials are counted, but have no value. */
  public static final Counting LEFT_OUT = new Counting(OptionalDouble.empty());

  /** Diverged trials have {@code value}, such as the accuracy of guessing. */
  public static Counting as(double value) {
    return new Counting(OptionalDouble.of(Samples.checked(value)[0]));
  }
}
