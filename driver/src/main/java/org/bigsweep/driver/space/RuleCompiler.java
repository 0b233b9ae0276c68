package org.bigsweep.driver.space;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bigsweep.engine.catalog.ParameterCatalog;
import org.bigsweep.engine.catalog.TrialParameters;
import org.bigsweep.engine.param.Default;
import org.bigsweep.engine.param.Parameter;
import org.bigsweep.engine.param.Preset;
import org.bigsweep.engine.param.Shadow;

/**
 * A compiler that turns the part of a definition that belongs to one rule or preset into blocks.
 * There is one block for each choice that decides which parameters are active; inactive axes are
 * dropped.
 */
final class RuleCompiler {
  private static final String RULE = TrialParameters.RULE.name();

  private final SpaceDefinition definition;
  private final Optional<Quantiles> random;
  private final Map<String, Parameter<?>> parameters = new HashMap<>();
  private final String label;
  private final String base;
  private final Map<String, String> preset;
  private final List<Parameter<?>> ordered;

  private final BlockBuilder builder;

  /** Parameters that decide which others are active, or count. */
  private final Set<String> choices = new HashSet<>();

  /**
   * @param label rule or preset
   * @param random the definition's draws
   */
  RuleCompiler(
      String label,
      SpaceDefinition definition,
      Optional<Quantiles> random,
      ParameterCatalog catalog) {
    this.label = label;
    this.definition = definition;
    this.random = random;
    base = catalog.preset(label).map(Preset::rule).orElse(label);
    preset = catalog.preset(label).map(Preset::values).orElse(Map.of());
    ordered = catalog.parametersOf(base);
    ordered.forEach(p -> parameters.put(p.name(), p));
    ordered.forEach(p -> choices.addAll(p.condition().anyOf().keySet()));
    List<Shadow<?>> shadows = catalog.shadowsOf(base);
    shadows.forEach(shadow -> choices.addAll(shadow.where().anyOf().keySet()));
    builder = new BlockBuilder(label, ordered, shadows, random);
  }

  Stream<Block> blocks(Branch branch) {
    List<Branch> parts = with(branch.fixed(RULE, base), definition.rules().get(base));
    if (!label.equals(base)) {
      parts = parts.stream().flatMap(b -> with(b, definition.rules().get(label)).stream()).toList();
    }
    List<Block> blocks = new ArrayList<>();
    parts.forEach(b -> decide(presetFixed(b), blocks));
    return blocks.stream();
  }

  private List<Branch> with(Branch branch, SubSpace space) {
    return space == null ? List.of(branch) : branch.with(space);
  }

  private Branch presetFixed(Branch branch) {
    Branch fixed = branch;
    for (var option : preset.entrySet()) {
      fixed = fixed.fixed(option.getKey(), option.getValue());
    }
    return fixed;
  }

  /** Decides all conditional parts, then makes blocks. */
  private void decide(Branch branch, List<Block> blocks) {
    fork(
        branch,
        0,
        Map.of(),
        likeness(branch.whens()),
        (part, known) -> {
          List<When> holding = part.whens().stream().filter(w -> holds(w, known)).toList();
          if (holding.isEmpty()) {
            blocks.add(builder.block(part, known));
            return;
          }
          checkDistinct(holding);
          List<Branch> alternatives = List.of(part.withWhens(List.of()));
          for (When when : holding) {
            alternatives =
                alternatives.stream().flatMap(b -> b.with(when.then()).stream()).toList();
          }
          alternatives.forEach(b -> decide(presetFixed(b), blocks));
        });
  }

  private boolean holds(When when, Map<String, String> known) {
    return when.condition().entrySet().stream()
        .allMatch(
            e -> {
              String value = known.get(e.getKey());
              return value != null
                  && (e.getValue().holds(value)
                      || (e.getKey().equals(RULE) && e.getValue().holds(label)));
            });
  }

  private void checkDistinct(List<When> holding) {
    Set<String> set = new HashSet<>();
    for (When when : holding) {
      Set<String> here = when.then().allSettings().map(Setting::name).collect(Collectors.toSet());
      for (String name : new TreeSet<>(here)) {
        if (!set.add(name)) {
          throw new SpaceException(
              when.origin(),
              "Invalid when: " + name + " (must be set by one entry where several hold)");
        }
      }
    }
  }

  /**
   * For every parameter that decides something, a function that maps values to equal objects if
   * they need no branch of their own. Values of a choice always need one, others only if conditions
   * tell them apart.
   */
  private Map<String, Function<String, Object>> likeness(List<When> whens) {
    Map<String, List<Constraint>> asked = new TreeMap<>();
    whens.forEach(
        w ->
            w.condition()
                .forEach((n, c) -> asked.computeIfAbsent(n, x -> new ArrayList<>()).add(c)));
    Map<String, Function<String, Object>> likeness = new TreeMap<>();
    asked.forEach(
        (name, constraints) ->
            likeness.put(name, value -> constraints.stream().map(c -> c.holds(value)).toList()));
    likeness.put(RULE, value -> value);
    choices.forEach(name -> likeness.put(name, value -> value));
    for (int i = ordered.size() - 1; i >= 0; i--) {
      if (likeness.containsKey(ordered.get(i).name())
          && ordered.get(i).fallback() instanceof Default.SameAs<?> same) {
        likeness.put(same.other().name(), value -> value);
      }
    }
    return likeness;
  }

  /** Splits a branch until every active parameter that decides something has alike values. */
  private void fork(
      Branch branch,
      int at,
      Map<String, String> known,
      Map<String, Function<String, Object>> likeness,
      BiConsumer<Branch, Map<String, String>> then) {
    if (at == ordered.size()) {
      then.accept(branch, known);
      return;
    }
    Parameter<?> parameter = ordered.get(at);
    String name = parameter.name();
    if (!likeness.containsKey(name) || !parameter.condition().holds(known)) {
      fork(branch, at + 1, known, likeness, then);
    } else if (branch.sets(name)) {
      split(branch, name, likeness.get(name))
          .forEach((value, part) -> fork(part, at + 1, plus(known, name, value), likeness, then));
    } else {
      Optional<String> value = BlockBuilder.fallback(parameter, known);
      fork(branch, at + 1, value.map(v -> plus(known, name, v)).orElse(known), likeness, then);
    }
  }

  private static Map<String, String> plus(Map<String, String> known, String name, String value) {
    Map<String, String> more = new TreeMap<>(known);
    more.put(name, value);
    return more;
  }

  private Map<String, Branch> split(Branch branch, String name, Function<String, Object> likeness) {
    return branch.split(name, likeness, random, (n, value) -> parameters.get(n).canonical(value));
  }
}
