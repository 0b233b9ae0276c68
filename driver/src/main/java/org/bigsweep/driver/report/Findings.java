package org.bigsweep.driver.report;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The sentences that several figures share. */
final class Findings {
  private Findings() {}

  /** A difference that would be written as 0.0 points. */
  private static final double LEVEL = 0.0005;

  /**
   * A sentence that says which rule leads which by how much. It compares the best rule, the exact
   * gradient aside, with the rule under study or, if that leads itself, with the next rule.
   *
   * @param accuracy by rule, best first; at least one
   */
  static String lead(Map<String, Double> accuracy, String where) {
    List<String> rules = accuracy.keySet().stream().filter(r -> !Roles.isExact(r)).toList();
    if (rules.size() < 2) {
      String best = accuracy.keySet().iterator().next();
      return "%s reaches %s%s".formatted(best, Prose.percent(accuracy.get(best)), where);
    }
    String first = rules.get(0);
    Optional<String> studied = rules.stream().skip(1).filter(Roles::isStudied).findFirst();
    String second = studied.filter(rule -> !Roles.isStudied(first)).orElse(rules.get(1));
    double lead = accuracy.get(first) - accuracy.get(second);
    String reference =
        accuracy.keySet().stream()
            .filter(Roles::isExact)
            .findFirst()
            .map(rule -> "; %s reaches %s".formatted(rule, Prose.percent(accuracy.get(rule))))
            .orElse("");
    return lead < LEVEL
        ? "%s and %s are level%s%s".formatted(first, second, where, reference)
        : "%s leads %s by %s%s%s".formatted(first, second, Prose.points(lead), where, reference);
  }
}
