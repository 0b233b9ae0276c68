package org.bigsweep.engine.param;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** The valid name that a mistyped one most likely stands for. */
public final class NearestName {
  private NearestName() {}

  /**
   * The candidate closest to {@code name} by edit distance, ignoring case; empty when none is
   * within a third of the longer name's length (at least 2).
   */
  public static Optional<String> of(String name, Collection<String> candidates) {
    return candidates.stream()
        .filter(c -> distance(name, c) <= Math.max(2, Math.max(name.length(), c.length()) / 3))
        .min(Comparator.comparingInt((String c) -> distance(name, c)).thenComparing(c -> c));
  }

  /**
   * The end of a sentence that asks whether the nearest candidate was meant; "" if none is near.
   */
  public static String hint(String name, Collection<String> candidates) {
    return of(name, candidates).map(nearest -> "; did you mean " + nearest + "?").orElse("");
  }

  private static int distance(String a, String b) {
    return LevenshteinDistance.getDefaultInstance()
        .apply(a.toLowerCase(Locale.ROOT), b.toLowerCase(Locale.ROOT));
  }
}
