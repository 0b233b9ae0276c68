package org.bigsweep.engine.param;

import java.util.Map;
import java.util.Set;

/**
 * The condition under which a parameter is active: one of the named choices has one of its listed
 * values. A choice that is itself inactive has no value and so matches nothing.
 *
 * @param anyOf choice name to the values that make the parameter active; empty means always active
 */
public record Condition(Map<String, Set<String>> anyOf) {
  public static final Condition ALWAYS = new Condition(Map.of());

  public Condition {
    anyOf = Map.copyOf(anyOf);
  }

  public static Condition when(String choice, String... values) {
    return new Condition(Map.of(choice, Set.of(values)));
  }

  /** Whether the parameter is active, given the choices resolved so far in canonical spelling. */
  public boolean holds(Map<String, String> resolved) {
    return anyOf.isEmpty()
        || anyOf.entrySet().stream()
            .anyMatch(
                e ->
                    resolved.containsKey(e.getKey())
                        && e.getValue().contains(resolved.get(e.getKey())));
  }
}
