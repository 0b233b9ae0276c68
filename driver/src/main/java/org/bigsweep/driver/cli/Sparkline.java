package org.bigsweep.driver.cli;

import java.util.Collections;
import java.util.List;

/** A row of bars whose heights stand for numbers. */
final class Sparkline {
  private static final String BARS = "▁▂▃▄▅▆▇█";
  private static final int MOST_BARS = 60;

  private Sparkline() {}

  /** The least number is the lowest bar; long rows are thinned out, their ends kept. */
  static String of(List<Double> numbers) {
    if (numbers.isEmpty()) {
      return "";
    }
    double least = Collections.min(numbers);
    double span = Collections.max(numbers) - least;
    int bars = Math.min(MOST_BARS, numbers.size());
    StringBuilder line = new StringBuilder();
    for (int k = 0; k < bars; k++) {
      double number = numbers.get(bars == 1 ? 0 : k * (numbers.size() - 1) / (bars - 1));
      double height = span > 0 ? (number - least) / span : 0;
      line.append(BARS.charAt((int) Math.min(BARS.length() - 1, height * BARS.length())));
    }
    return line.toString();
  }
}
