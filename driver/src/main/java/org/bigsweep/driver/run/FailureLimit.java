package org.bigsweep.driver.run;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A limit on the failed trials of a run, beyond which the run stops: a sweep in which everything
 * fails is broken, and more failures tell nothing new. Diverged trials are results and do not
 * count.
 *
 * @param most number of trials that may fail
 * @param share share of the finished trials that may fail, 0…1, applied once {@value #LEAST_JUDGED}
 *     have finished
 */
public record FailureLimit(long most, double share) {
  /** Any number. */
  public static final FailureLimit NONE = new FailureLimit(Long.MAX_VALUE, 1);

  static final int LEAST_JUDGED = 20;
  private static final Pattern FORM = Pattern.compile("(\\d{1,9})|(\\d{1,3}(?:\\.\\d+)?)%");

  /** A limit such as {@code 10} or {@code 5%}; empty if the text is neither. */
  public static Optional<FailureLimit> parse(String text) {
    Matcher form = FORM.matcher(text.strip());
    if (!form.matches()) {
      return Optional.empty();
    }
    if (form.group(1) != null) {
      return Optional.of(new FailureLimit(Long.parseLong(form.group(1)), 1));
    }
    double share = Double.parseDouble(form.group(2)) / 100;
    return share > 1 ? Optional.empty() : Optional.of(new FailureLimit(Long.MAX_VALUE, share));
  }

  /** Whether more trials failed than this limit allows. */
  public boolean exceededBy(RunProgress progress) {
    return progress.failed() > most
        || progress.done() >= LEAST_JUDGED && progress.failed() > share * progress.done();
  }
}
