package org.bigsweep.driver.space;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.bigsweep.engine.param.Default;
import org.bigsweep.engine.param.Parameter;
import org.bigsweep.engine.param.Shadow;

/**
 * A builder that makes blocks from branches whose choices are all known. It drops inactive axes and
 * fills in defaults.
 */
final class BlockBuilder {
  private final String label;
  private final List<Parameter<?>> ordered;
  private final List<Shadow<?>> shadows;
  private final Optional<Quantiles> random;
  private final Map<String, Parameter<?>> parameters = new HashMap<>();

  /**
   * @param label rule or preset
   * @param ordered its parameters
   */
  BlockBuilder(
      String label,
      List<Parameter<?>> ordered,
      List<Shadow<?>> shadows,
      Optional<Quantiles> random) {
    this.label = label;
    this.ordered = List.copyOf(ordered);
    this.shadows = List.copyOf(shadows);
    this.random = random;
    ordered.forEach(p -> parameters.put(p.name(), p));
  }

  /**
   * The block of a branch.
   *
   * @param known value of every parameter that decides which others are active
   */
  Block block(Branch branch, Map<String, String> known) {
    Set<String> active = new TreeSet<>();
    Set<String> drawn = new TreeSet<>();
    Map<String, String> copies = new LinkedHashMap<>();
    List<Factor> factors = new ArrayList<>();
    for (Parameter<?> parameter : ordered) {
      String name = parameter.name();
      if (!parameter.condition().holds(known)) {
        continue;
      }
      active.add(name);
      Domain domain = branch.axes().get(name);
      if (domain != null && domain.drawn() && random.isPresent()) {
        drawn.add(name);
      } else if (domain != null) {
        factors.add(new Factor.Column(name, domain.values()));
      } else if (!branch.sets(name)) {
        copyOrDefault(parameter, copies, factors);
      }
    }
    branch.zips().forEach(zip -> zipped(zip, active).ifPresent(factors::add));
    if (!drawn.isEmpty()) {
      factors.add(draws(branch, List.copyOf(drawn)));
    }
    copies.forEach((name, original) -> copy(name, original, factors));
    shadows.stream().filter(s -> s.where().holds(known)).forEach(s -> hide(s, factors));
    return new Block(factors);
  }

  private <T> void copyOrDefault(
      Parameter<T> parameter, Map<String, String> copies, List<Factor> factors) {
    if (parameter.fallback() instanceof Default.SameAs<T> same) {
      copies.put(parameter.name(), same.other().name());
      return;
    }
    String value =
        fallback(parameter, Map.of())
            .orElseThrow(
                () ->
                    new SpaceException(
                        "Missing axis: " + parameter.name() + " (must be set for " + label + ")"));
    factors.add(new Factor.Column(parameter.name(), new Values.Listed(List.of(value))));
  }

  private Optional<Factor> zipped(Factor.Table zip, Set<String> active) {
    List<String> kept = zip.names().stream().filter(active::contains).toList();
    return kept.isEmpty() ? Optional.empty() : Optional.of(zip.project(kept));
  }

  private Factor draws(Branch branch, List<String> names) {
    List<List<String>> rows = new ArrayList<>();
    for (int k : branch.draws()) {
      rows.add(
          names.stream()
              .map(
                  n ->
                      parameters
                          .get(n)
                          .canonical(branch.axes().get(n).quantile(random.orElseThrow().at(n, k))))
              .toList());
    }
    return new Factor.Table(names, rows);
  }

  private static void copy(String name, String original, List<Factor> factors) {
    int at = holding(original, factors);
    Factor.Table table = Factor.Table.product(List.of(factors.get(at)));
    factors.set(at, table.withCopy(name, original, text -> text));
  }

  /**
   * Writes the hidden parameter with the other's value. Points that differed only in the hidden one
   * become equal.
   */
  private static void hide(Shadow<?> shadow, List<Factor> factors) {
    String hidden = shadow.hidden().name();
    int at = holding(hidden, factors);
    List<String> others =
        factors.get(at).names().stream().filter(name -> !name.equals(hidden)).toList();
    Factor without = factors.remove(at);
    if (!others.isEmpty()) {
      factors.add(Factor.Table.product(List.of(without)).project(others));
    }
    int by = holding(shadow.by().name(), factors);
    Factor.Table table = Factor.Table.product(List.of(factors.get(by)));
    factors.set(by, table.withCopy(hidden, shadow.by().name(), shadow::text));
  }

  private static int holding(String name, List<Factor> factors) {
    for (int i = 0; i < factors.size(); i++) {
      if (factors.get(i).names().contains(name)) {
        return i;
      }
    }
    throw new IllegalStateException(name + " is not active");
  }

  /** The value of a parameter that is not set, if it has one. */
  static <T> Optional<String> fallback(Parameter<T> parameter, Map<String, String> known) {
    if (parameter.fallback() instanceof Default.Constant<T> constant) {
      return Optional.of(parameter.kind().canonical(constant.value()));
    }
    if (parameter.fallback() instanceof Default.Absent<T> absent) {
      return Optional.of(parameter.kind().canonical(absent.value()));
    }
    if (parameter.fallback() instanceof Default.SameAs<T> same) {
      return Optional.ofNullable(known.get(same.other().name()));
    }
    return Optional.empty();
  }
}
