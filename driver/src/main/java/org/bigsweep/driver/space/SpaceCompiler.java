package org.bigsweep.driver.space;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
<<<<<<< HEAD
=======
import java.util.function.Function;
>>>>>>> space
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bigsweep.engine.param.Default;
import org.bigsweep.engine.param.Parameter;
import org.bigsweep.engine.param.Preset;
import org.bigsweep.engine.trial.ParameterCatalog;
import org.bigsweep.engine.trial.TrialParameters;

/**
 * Turns a definition into blocks: one for each choice that decides which parameters are active,
 * their remaining axes left whole. Work and memory follow the number of such choices and the length
 * of the axes, never the number of points.
 */
final class SpaceCompiler {
  private static final String RULE = TrialParameters.RULE.name();
  private static final int MOST_BLOCKS = 100_000;

  private final SpaceDefinition definition;
  private final ParameterCatalog catalog;
  private final Map<String, Parameter<?>> parameters;

  SpaceCompiler(SpaceDefinition definition, ParameterCatalog catalog) {
    this.definition = definition;
    this.catalog = catalog;
    this.parameters =
        catalog.parameters().stream()
            .collect(Collectors.toMap(Parameter::name, p -> p, (a, b) -> a));
  }

  /** Disjoint blocks that hold every point of the definition once. */
  List<Block> compile() {
    List<Block> disjoint = new ArrayList<>();
    Map<String, List<Block>> byRule = new LinkedHashMap<>();
    for (Branch branch : Branch.start(definition.random()).with(definition.root())) {
      if (!branch.sets(RULE)) {
        throw new SpaceException("Missing axis: rule");
      }
<<<<<<< HEAD
      split(branch, RULE)
=======
      split(branch, RULE, value -> value)
>>>>>>> space
          .forEach(
              (label, part) ->
                  new RuleCompiler(label)
                      .blocks(part)
                      .forEach(
                          b ->
                              add(
                                  b,
                                  byRule.computeIfAbsent(
                                      b.constants().get(RULE), r -> new ArrayList<>()))));
    }
    byRule.values().forEach(disjoint::addAll);
    for (Map<String, Constraint> exclusion : definition.exclusions()) {
      for (Map<String, Constraint> plain : withoutPresets(exclusion)) {
        disjoint = disjoint.stream().flatMap(b -> b.cut(plain).outside().stream()).toList();
      }
    }
    return disjoint;
  }

  private static void add(Block block, List<Block> disjoint) {
    List<Block> rest = List.of(block);
    for (Block earlier : disjoint) {
      rest = rest.stream().flatMap(b -> b.minus(earlier).stream()).toList();
    }
    disjoint.addAll(rest);
    if (disjoint.size() > MOST_BLOCKS) {
      throw new SpaceException(
          "Invalid sweep: more than "
              + MOST_BLOCKS
              + " separate alternatives (must be fewer; unite or simplify conditions)");
    }
  }

  /** An exclusion's rule names as constraints on base rules and options. */
  private List<Map<String, Constraint>> withoutPresets(Map<String, Constraint> exclusion) {
    if (!(exclusion.get(RULE) instanceof Constraint.OneOf rules)) {
      return List.of(exclusion);
    }
    return rules.values().stream()
        .flatMap(
            label -> {
              Map<String, Constraint> plain = new TreeMap<>(exclusion);
              plain.put(RULE, oneOf(baseOf(label)));
              boolean possible = true;
              for (var fixed : presetValues(label).entrySet()) {
                Constraint also = exclusion.get(fixed.getKey());
                possible &= also == null || also.holds(fixed.getValue());
                plain.put(fixed.getKey(), oneOf(fixed.getValue()));
              }
              return possible ? Stream.of(plain) : Stream.empty();
            })
        .toList();
  }

  private static Constraint oneOf(String value) {
    return new Constraint.OneOf(Set.of(value));
  }

  private String baseOf(String label) {
    return catalog.preset(label).map(Preset::rule).orElse(label);
  }

  private Map<String, String> presetValues(String label) {
    return catalog.preset(label).map(Preset::values).orElse(Map.of());
  }

<<<<<<< HEAD
  private Map<String, Branch> split(Branch branch, String name) {
    return branch.split(
        name, definition.random(), (n, value) -> parameters.get(n).canonical(value));
=======
  private Map<String, Branch> split(Branch branch, String name, Function<String, Object> likeness) {
    return branch.split(
        name, likeness, definition.random(), (n, value) -> parameters.get(n).canonical(value));
>>>>>>> space
  }

  /** Compiles the part of one rule or preset. */
  private final class RuleCompiler {
    private final String label;
    private final String base;
    private final Map<String, String> preset;
    private final List<Parameter<?>> ordered;

    /** Parameters that decide which others are active. */
    private final Set<String> choices = new HashSet<>();

    RuleCompiler(String label) {
      this.label = label;
      base = baseOf(label);
      preset = presetValues(label);
      ordered = catalog.parametersOf(base);
      ordered.forEach(p -> choices.addAll(p.condition().anyOf().keySet()));
    }

    Stream<Block> blocks(Branch branch) {
      List<Branch> parts = with(branch.fixed(RULE, base), definition.rules().get(base));
      if (!label.equals(base)) {
        parts =
            parts.stream().flatMap(b -> with(b, definition.rules().get(label)).stream()).toList();
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
<<<<<<< HEAD
      Set<String> wanted = new TreeSet<>(choices);
      branch.whens().forEach(w -> wanted.addAll(w.condition().keySet()));
      fork(
          branch,
          wanted,
=======
      fork(
          branch,
          0,
          Map.of(),
          likeness(branch.whens()),
>>>>>>> space
          (part, known) -> {
            List<When> holding = part.whens().stream().filter(w -> holds(w, known)).toList();
            if (holding.isEmpty()) {
              blocks.add(block(part, known));
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

<<<<<<< HEAD
    /** Splits a branch until each wanted parameter that is active has a single value. */
    private void fork(
        Branch branch, Set<String> wanted, BiConsumer<Branch, Map<String, String>> then) {
      Set<String> all = new TreeSet<>(wanted);
      for (int i = ordered.size() - 1; i >= 0; i--) {
        if (all.contains(ordered.get(i).name())
            && ordered.get(i).fallback() instanceof Default.SameAs<?> same) {
          all.add(same.other().name());
        }
      }
      fork(branch, 0, Map.of(), all, then);
    }

=======
    /**
     * Which values need no branch of their own, for every parameter that decides something: those
     * of a choice always do, others only where conditions tell them apart.
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
>>>>>>> space
    private void fork(
        Branch branch,
        int at,
        Map<String, String> known,
<<<<<<< HEAD
        Set<String> wanted,
=======
        Map<String, Function<String, Object>> likeness,
>>>>>>> space
        BiConsumer<Branch, Map<String, String>> then) {
      if (at == ordered.size()) {
        then.accept(branch, known);
        return;
      }
      Parameter<?> parameter = ordered.get(at);
      String name = parameter.name();
<<<<<<< HEAD
      if (!wanted.contains(name) && !name.equals(RULE) || !parameter.condition().holds(known)) {
        fork(branch, at + 1, known, wanted, then);
      } else if (branch.sets(name)) {
        split(branch, name)
            .forEach((value, part) -> fork(part, at + 1, plus(known, name, value), wanted, then));
      } else {
        Optional<String> value = fallback(parameter, known);
        fork(branch, at + 1, value.map(v -> plus(known, name, v)).orElse(known), wanted, then);
=======
      if (!likeness.containsKey(name) || !parameter.condition().holds(known)) {
        fork(branch, at + 1, known, likeness, then);
      } else if (branch.sets(name)) {
        split(branch, name, likeness.get(name))
            .forEach((value, part) -> fork(part, at + 1, plus(known, name, value), likeness, then));
      } else {
        Optional<String> value = fallback(parameter, known);
        fork(branch, at + 1, value.map(v -> plus(known, name, v)).orElse(known), likeness, then);
>>>>>>> space
      }
    }

    private <T> Optional<String> fallback(Parameter<T> parameter, Map<String, String> known) {
      if (parameter.fallback() instanceof Default.Constant<T> constant) {
        return Optional.of(parameter.kind().canonical(constant.value()));
      }
      if (parameter.fallback() instanceof Default.SameAs<T> same) {
        return Optional.ofNullable(known.get(same.other().name()));
      }
      return Optional.empty();
    }

    private static Map<String, String> plus(Map<String, String> known, String name, String value) {
      Map<String, String> more = new TreeMap<>(known);
      more.put(name, value);
      return more;
    }

    /** The block of a branch of which all choices are known: inactive axes dropped. */
    private Block block(Branch branch, Map<String, String> known) {
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
        if (domain != null && domain.drawn() && definition.random().isPresent()) {
          drawn.add(name);
        } else if (domain != null) {
          factors.add(column(name, domain));
        } else if (!branch.sets(name)) {
          copyOrDefault(parameter, copies, factors);
        }
      }
      branch.zips().forEach(zip -> zipped(zip, active).ifPresent(factors::add));
      if (!drawn.isEmpty()) {
        factors.add(draws(branch, List.copyOf(drawn)));
      }
      copies.forEach((name, original) -> copy(name, original, factors));
      return new Block(factors);
    }

    private Factor column(String name, Domain domain) {
      if (domain.continuous()) {
        throw new SpaceException(
            definition.originOf(name),
            "Invalid " + name + ": a continuous domain (must stand in a sweep with random)");
      }
      return new Factor.Column(name, domain.values());
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
                          "Missing axis: "
                              + parameter.name()
                              + " (must be set for "
                              + label
                              + ")"));
      factors.add(new Factor.Column(parameter.name(), new Values.Listed(List.of(value))));
    }

    private Optional<Factor> zipped(Factor.Table zip, Set<String> active) {
      List<String> kept = zip.names().stream().filter(active::contains).toList();
      return kept.isEmpty() ? Optional.empty() : Optional.of(zip.project(kept));
    }

    private Factor draws(Branch branch, List<String> names) {
      RandomDraws random = definition.random().orElseThrow();
      List<List<String>> rows = new ArrayList<>();
      for (int k : branch.draws()) {
        rows.add(
            names.stream()
                .map(
                    n ->
                        parameters
                            .get(n)
                            .canonical(branch.axes().get(n).quantile(random.quantile(n, k))))
                .toList());
      }
      return new Factor.Table(names, rows);
    }

    private void copy(String name, String original, List<Factor> factors) {
      for (int i = 0; i < factors.size(); i++) {
        if (factors.get(i).names().contains(original)) {
          Factor.Table table = Factor.Table.product(List.of(factors.get(i)));
          factors.set(i, table.withCopy(name, original));
          return;
        }
      }
      throw new IllegalStateException(name + " copies " + original + ", which is not active");
    }
  }
}
