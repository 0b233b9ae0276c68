package org.bigsweep.driver.space;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The definition of a sweep's space, as its file states it.
 *
 * @param root axes of all rules, that of the rule, the dataset and the seed among them
 * @param rules axes that replace those of {@code root} for a rule or preset; a base rule's hold for
 *     its presets too, a preset's own win
 * @param exclusions points to leave out: those that satisfy all constraints of any entry
 * @param random how often drawn axes are drawn; empty if the sweep enumerates everything
 */
public record SpaceDefinition(
    SubSpace root,
    Map<String, SubSpace> rules,
    List<Map<String, Constraint>> exclusions,
    Optional<RandomDraws> random) {
  public SpaceDefinition {
    rules = Map.copyOf(rules);
    exclusions = List.copyOf(exclusions);
  }

  /** Every axis anywhere in the definition. */
  public Stream<Setting> allSettings() {
    return Stream.concat(Stream.of(root), rules.values().stream()).flatMap(SubSpace::allSettings);
  }

  /** The joint draws of all axes that are drawn, if the sweep draws any. */
  Optional<Quantiles> quantiles() {
    return random.map(
        draws ->
            draws.quantiles(
                allSettings()
                    .filter(s -> s.domain().drawn())
                    .map(Setting::name)
                    .collect(Collectors.toSet())));
  }

  /** Where a parameter is first set; empty if nowhere. */
  String originOf(String name) {
    return allSettings()
        .filter(s -> s.name().equals(name))
        .map(Setting::origin)
        .findFirst()
        .orElse("");
  }
}
