package org.bigsweep.driver.cli;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bigsweep.util.UserException;

/** A parser of times such as {@code 10m}. */
final class Durations {
  private static final Pattern FORM = Pattern.compile("(\\d{1,9})([smhd])");

  private Durations() {}

  /**
   * A time such as {@code 90s}, {@code 10m}, {@code 2h} or {@code 30d}.
   *
   * @param option the option whose value is parsed, for error messages
   * @throws UserException if it is none
   */
  static Duration parse(String option, String text) {
    Matcher form = FORM.matcher(text.strip());
    if (!form.matches()) {
      throw UserException.invalid(option, text, "a time such as 90s, 10m, 2h or 30d");
    }
    long number = Long.parseLong(form.group(1));
    return switch (form.group(2)) {
      case "s" -> Duration.ofSeconds(number);
      case "m" -> Duration.ofMinutes(number);
      case "h" -> Duration.ofHours(number);
      default -> Duration.ofDays(number);
    };
  }
}
