package org.bigsweep.driver.cli;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** A formatter of hours, times and bytes as people read them. */
final class Quantity {
  private static final double SECONDS_PER_HOUR = 3600;
  private static final List<String> UNITS = List.of("B", "kB", "MB", "GB", "TB", "PB");

  private Quantity() {}

  /** Hours to three significant digits. */
  static String hours(double seconds) {
    return new BigDecimal(seconds / SECONDS_PER_HOUR)
        .round(new MathContext(3))
        .stripTrailingZeros()
        .toPlainString();
  }

  static String time(double seconds) {
    return time(Duration.ofSeconds(Math.round(seconds)));
  }

  static String time(Duration duration) {
    long seconds = duration.toSeconds();
    if (seconds < 60) {
      return seconds + " s";
    }
    if (seconds < 3600) {
      return "%d min %02d s".formatted(seconds / 60, seconds % 60);
    }
    return "%d h %02d min".formatted(seconds / 3600, seconds / 60 % 60);
  }

  /** Bytes by powers of 1000, to two or three significant digits. */
  static String bytes(double bytes) {
    double value = bytes;
    int unit = 0;
    while (value >= 999.5 && unit < UNITS.size() - 1) {
      value /= 1000;
      unit++;
    }
    String format = unit == 0 || value >= 99.95 ? "%.0f %s" : "%.1f %s";
    return String.format(Locale.ROOT, format, value, UNITS.get(unit));
  }
}
