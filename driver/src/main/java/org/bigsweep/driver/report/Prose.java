package org.bigsweep.driver.report;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/** A formatter of numbers in sentences. */
final class Prose {
  private static final double PERCENT = 100;
  private static final double SMALL = 1e-3;
  private static final double LARGE = 1e5;

  private Prose() {}

  /** A fraction as percent. */
  static String percent(double fraction) {
    return String.format(Locale.ROOT, "%.1f %%", PERCENT * fraction);
  }

  /** A difference of fractions in percentage points, without sign. */
  static String points(double difference) {
    return String.format(Locale.ROOT, "%.1f points", Math.abs(PERCENT * difference));
  }

  /** A cosine or correlation, to two decimals. */
  static String cosine(double value) {
    double rounded = Math.round(value * 100) / 100.0;
    return String.format(Locale.ROOT, "%.2f", rounded == 0 ? 0.0 : rounded).replace('-', '−');
  }

  /** A number to four digits, without trailing zeros. */
  static String number(double value) {
    if (value == Math.rint(value) && Math.abs(value) < LARGE) {
      return String.valueOf((long) value);
    }
    if (Math.abs(value) < SMALL || Math.abs(value) >= LARGE) {
      String shortest = String.format(Locale.ROOT, "%.2e", value);
      return shortest.replaceAll("\\.?0*e([+-])0?", "e$1").replace("e+", "e");
    }
    return String.format(Locale.ROOT, "%.4g", value).replaceAll("0+$", "").replaceAll("\\.$", "");
  }

  /** {@code n} if all are the same, otherwise {@code n to m}. */
  static String range(Collection<Integer> counts) {
    SortedSet<Integer> sorted = new TreeSet<>(counts);
    if (sorted.isEmpty()) {
      return "0";
    }
    return sorted.size() == 1
        ? String.valueOf(sorted.first())
        : sorted.first() + " to " + sorted.last();
  }

  /** What was counted, such as {@code n = 3 to 5 seeds per rule}. */
  static String n(Stream<Integer> counts, String what) {
    return "n = " + range(counts.toList()) + " " + what;
  }

  /** {@code 1 seed}, {@code 2 seeds}. */
  static String count(long number, String noun) {
    return String.format(Locale.ROOT, "%,d %s%s", number, noun, number == 1 ? "" : "s");
  }

  /** {@code a, b and c}. */
  static String list(List<String> words) {
    int last = words.size() - 1;
    return last < 1
        ? String.join("", words)
        : String.join(", ", words.subList(0, last)) + " and " + words.get(last);
  }
}
