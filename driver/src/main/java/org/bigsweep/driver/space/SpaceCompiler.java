package org.bigsweep.driver.space;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.bigsweep.engine.catalog.ParameterCatalog;
import org.bigsweep.engine.catalog.TrialParameters;
import org.bigsweep.engine.param.Preset;

/**
 * A compiler that turns a definition into blocks: one for each choice that decides which parameters
 * are active, with the remaining axes left whole. Work and memory grow with the number of such
 * choices and the length of the axes, never with the number of points.
 */
final class SpaceCompiler {
  private static final String RULE = TrialParameters.RULE.name();
  private static final int MOST_BLOCKS = 100_000;

  private final SpaceDefinition definition;
  private final ParameterCatalog catalog;

  SpaceCompiler(SpaceDefinition definition, ParameterCatalog catalog) {
    this.definition = definition;
    this.catalog = catalog;
  }

  /** Disjoint blocks that hold every point of the definition once. */
  List<Block> compile() {
    if (definition.random().isEmpty()) {
      definition.allSettings().forEach(SpaceCompiler::checkFinite);
    }
    Optional<Quantiles> random = definition.quantiles();
    List<Block> disjoint = new ArrayList<>();
    Map<String, List<Block>> byRule = new LinkedHashMap<>();
    for (Branch branch : Branch.start(definition.random()).with(definition.root())) {
      if (!branch.sets(RULE)) {
        throw new SpaceException("Missing axis: rule");
      }
      branch
          .split(RULE, value -> value, random, (rule, value) -> value)
          .forEach(
              (label, part) ->
                  new RuleCompiler(label, definition, random, catalog)
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

  private static void checkFinite(Setting setting) {
    if (setting.domain().continuous()) {
      throw new SpaceException(
          setting.origin(),
          "Invalid "
              + setting.name()
              + ": a continuous domain (must stand in a sweep with random)");
    }
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
}
