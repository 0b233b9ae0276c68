package org.bigsweep.driver.store;

import java.util.Collections;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The parameters that any sweep of a folder names as a factor. Their values are compared, so no
 * configuration is chosen between them: the best one is chosen within each level, that is, each
 * combination of the values that occurs.
 *
 * @param names names of the parameters
 */
public record Factors(SortedSet<String> names) {
  /** No factors: all trials are of one level. */
  public static final Factors NONE = new Factors(new TreeSet<>());

  public Factors {
    names = Collections.unmodifiableSortedSet(new TreeSet<>(names));
  }

  /** The level of a trial: its factors, {@code name=value}, sorted, joined by blanks. */
  String level(Map<String, String> parameters) {
    return names.stream()
        .filter(parameters::containsKey)
        .map(name -> name + "=" + parameters.get(name))
        .sorted()
        .collect(Collectors.joining(" "));
  }

  /** An expression for {@link #level} over {@code parameters}. */
  String level(SqlDialect dialect) {
    if (names.isEmpty()) {
      return "''";
    }
    String quoted = names.stream().map(name -> "'" + name + "'").collect(Collectors.joining(", "));
    // DuckDB joins no entries to null
    return "coalesce(" + dialect.entries("$NAME IN (" + quoted + ")") + ", '')";
  }

  /**
   * A condition that two tables agree in every factor that both have. A rule without a factor can
   * be compared with each of the factor's values.
   */
  String agree(String table, String other) {
    return names.isEmpty()
        ? "true"
        : names.stream()
            .map(
                name ->
                    "coalesce(%1$s.parameters['%3$s'] = %2$s.parameters['%3$s'], true)"
                        .formatted(table, other, name))
            .collect(Collectors.joining(" AND "));
  }
}
