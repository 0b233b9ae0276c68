package org.bigsweep.driver.verify;

import java.math.BigDecimal;
import java.util.Optional;

/** The size of a sample: a number, or a percentage. */
public sealed interface SampleSize {

  /** The size for so many trials, at least 1 and at most all of them. */
  long of(long trials);

  /** A number of trials. */
  record Count(long count) implements SampleSize {
    @Override
    public long of(long trials) {
      return Math.min(count, trials);
    }
  }

  /** A share of all, rounded up. */
  record Percent(double percent) implements SampleSize {
    @Override
    public long of(long trials) {
      return Math.min(trials, (long) Math.ceil(trials * percent / 100 - 1e-9));
    }
  }

  /** The size that a text such as {@code 20} or {@code 1%} states; empty if it states none. */
  static Optional<SampleSize> parse(String text) {
    try {
      String stripped = text.strip();
      if (stripped.endsWith("%")) {
        double percent =
            new BigDecimal(stripped.substring(0, stripped.length() - 1).strip()).doubleValue();
        return percent > 0 && percent <= 100 ? Optional.of(new Percent(percent)) : Optional.empty();
      }
      long count = Long.parseLong(stripped);
      return count > 0 ? Optional.of(new Count(count)) : Optional.empty();
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}
