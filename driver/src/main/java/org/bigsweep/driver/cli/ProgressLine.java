package org.bigsweep.driver.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.bigsweep.driver.run.RunProgress;

/** A formatter of a run's progress as one line. */
final class ProgressLine {
  private static final int BAR = 20;

  private ProgressLine() {}

  /** The line with a bar, cut to {@code width} columns. */
  static String withBar(RunProgress progress, int width) {
    int full = (int) Math.floor(BAR * progress.workDone());
    String line = "[" + "=".repeat(full) + " ".repeat(BAR - full) + "] " + text(progress);
    return line.length() <= width ? line : line.substring(0, Math.max(0, width));
  }

  static String text(RunProgress progress) {
    List<String> parts = new ArrayList<>();
    parts.add("%,d/%,d trials".formatted(progress.done(), progress.planned()));
    parts.add(rate(progress.rate()));
    if (progress.done() < progress.planned()) {
      parts.add(
          progress.left().map(left -> Quantity.time(left) + " left").orElse("time left unknown"));
    } else {
      parts.add(Quantity.time(progress.elapsed()));
    }
    parts.add(progress.diverged() + " diverged, " + progress.failed() + " failed");
    if (progress.pruned() > 0) {
      parts.add("%,d configurations pruned".formatted(progress.pruned()));
    }
    progress
        .best()
        .ifPresent(
            b ->
                parts.add(
                    String.format(
                        Locale.ROOT, "best %s %.1f %%", b.rule(), 100 * b.validationAccuracy())));
    return String.join(" · ", parts);
  }

  private static String rate(double perSecond) {
    return perSecond >= 1 || perSecond == 0
        ? String.format(Locale.ROOT, "%.1f/s", perSecond)
        : String.format(Locale.ROOT, "%.1f/min", 60 * perSecond);
  }
}
