package org.bigsweep.driver.report;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.bigsweep.engine.catalog.ParameterCatalog;
import org.bigsweep.engine.rule.RuleRole;

/** The roles that the rules of a figure play. A rule that the catalog does not know plays none. */
final class Roles {
  private static final Set<String> EXACT = names(RuleRole.EXACT_GRADIENT);
  private static final Set<String> STUDIED = names(RuleRole.STUDIED);

  private Roles() {}

  private static Set<String> names(RuleRole role) {
    return new HashSet<>(ParameterCatalog.standard().namesOf(role));
  }

  /** Whether a rule follows the exact gradient. */
  static boolean isExact(String rule) {
    return EXACT.contains(rule);
  }

  /** Whether a rule, or the rule of a preset, is the one under study. */
  static boolean isStudied(String rule) {
    return STUDIED.contains(rule);
  }

  /** The rules that the one under study is compared with. */
  static List<String> compared() {
    ParameterCatalog catalog = ParameterCatalog.standard();
    return Stream.of(RuleRole.EXACT_GRADIENT, RuleRole.BASELINE)
        .flatMap(role -> catalog.namesOf(role).stream())
        .toList();
  }
}
