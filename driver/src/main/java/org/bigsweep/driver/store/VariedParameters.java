package org.bigsweep.driver.store;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The parameters in which some trials or configurations differ, apart from their rule.
 *
 * @param values more than one by the parameter's name; trials without the parameter do not count
 */
public record VariedParameters(SortedMap<String, SortedSet<String>> values) {
  /** The parameters in which {@code all} differ, of which each is values by name. */
  public static VariedParameters of(Collection<? extends Map<?, ?>> all) {
    SortedMap<String, SortedSet<String>> values = new TreeMap<>();
    for (Map<?, ?> one : all) {
      one.forEach(
          (name, value) ->
              values.computeIfAbsent(name.toString(), n -> new TreeSet<>()).add(value.toString()));
    }
    values.values().removeIf(found -> found.size() < 2);
    return new VariedParameters(values).without("rule");
  }

  public VariedParameters without(String... names) {
    SortedMap<String, SortedSet<String>> others = new TreeMap<>(values);
    others.keySet().removeAll(List.of(names));
    return new VariedParameters(others);
  }

  /** What one of the trials has of them, as {@code name=value name=value}. */
  public String text(Map<String, String> one) {
    return values.keySet().stream()
        .filter(one::containsKey)
        .map(name -> name + "=" + one.get(name))
        .collect(Collectors.joining(" "));
  }
}
