package org.bigsweep.driver.report;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Sentences that figures share. */
final class Findings {
  private static final String REFERENCE = "BP";
  private static final String SUBJECT = "BIG";

  private Findings() {}

  /**
   * Which rule leads which by how much: the best rule but backpropagation against the balanced
   * inhibition gradient, or against the next where that leads itself.
   *
   * @param accuracy by rule, best first; at least one
   */
  static String lead(Map<String, Double> accuracy, String where) {
    List<String> rules = accuracy.keySet().stream().filter(r -> !r.equals(REFERENCE)).toList();
    if (rules.size() < 2) {
      String best = accuracy.keySet().iterator().next();
      return "%s reaches %s%s".formatted(best, Prose.percent(accuracy.get(best)), where);
    }
    String first = rules.get(0);
    Optional<String> big =
        rules.stream().skip(1).filter(rule -> rule.startsWith(SUBJECT)).findFirst();
    String second = big.filter(rule -> !first.startsWith(SUBJECT)).orElse(rules.get(1));
    double lead = accuracy.get(first) - accuracy.get(second);
    String reference =
        Optional.ofNullable(accuracy.get(REFERENCE))
            .map(bp -> "; BP reaches " + Prose.percent(bp))
            .orElse("");
    return "%s leads %s by %s%s%s".formatted(first, second, Prose.points(lead), where, reference);
  }
}
