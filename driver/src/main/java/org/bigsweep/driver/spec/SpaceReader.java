package org.bigsweep.driver.spec;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bigsweep.driver.space.Constraint;
import org.bigsweep.driver.space.Domain;
import org.bigsweep.driver.space.Setting;
import org.bigsweep.driver.space.SubSpace;
import org.bigsweep.driver.space.When;
import org.bigsweep.driver.space.Zip;
import org.bigsweep.driver.spec.YamlSource.Entry;
import org.bigsweep.engine.catalog.ParameterCatalog;
import org.bigsweep.engine.catalog.TrialParameters;
import org.bigsweep.engine.param.Parameter;
import org.bigsweep.engine.param.Preset;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;

/** A reader of those parts of a sweep file that define its search space. */
final class SpaceReader {
  static final List<String> KEYS = List.of("fixed", "grid", "zip", "union", "when");

  private static final List<String> WHEN_KEYS =
      List.of("if", "fixed", "grid", "zip", "union", "when");

  private final YamlSource source;
  private final ParameterCatalog catalog;
  private final ParameterReader parameters;
  private final ConstraintReader constraints;

  SpaceReader(YamlSource source, ParameterCatalog catalog) {
    this.source = source;
    this.catalog = catalog;
    this.parameters = new ParameterReader(source, catalog);
    this.constraints = new ConstraintReader(source, parameters);
  }

  /** The space of those entries whose keys are {@link #KEYS}; others are left alone. */
  SubSpace space(Map<String, Entry> entries) {
    List<Setting> settings = new ArrayList<>();
    List<Zip> zips = new ArrayList<>();
    List<SubSpace> union = new ArrayList<>();
    List<When> whens = new ArrayList<>();
    entries.forEach(
        (key, entry) -> {
          switch (key) {
            case "fixed" -> settings.addAll(settings(entry.value(), key, true));
            case "grid" -> settings.addAll(settings(entry.value(), key, false));
            case "zip" -> nodes(entry.value(), key).forEach(n -> zips.add(zip(n)));
            case "union" ->
                source
                    .sequence(entry.value(), key)
                    .forEach(n -> union.add(space(source.mapping(n, "member of union", KEYS))));
            case "when" -> nodes(entry.value(), key).forEach(n -> whens.add(when(n)));
            default -> {}
          }
        });
    SubSpace space = new SubSpace(settings, zips, union, whens);
    AxesSetOnce.check(space);
    return space;
  }

  /** The axes that replace others for one rule or preset. */
  SubSpace rule(Entry entry) {
    String label = source.scalar(entry.key(), "rule");
    Set<String> own = new HashSet<>();
    parameters.at(entry.key(), () -> catalog.parametersOf(label)).forEach(p -> own.add(p.name()));
    Map<String, String> fixed = catalog.preset(label).map(Preset::values).orElse(Map.of());
    List<Setting> settings = settings(entry.value(), label, false);
    for (Setting setting : settings) {
      String name = setting.name();
      if (!own.contains(name)) {
        throw new SweepFileException(
            setting.origin(), "Invalid parameter: " + name + " (must be one of " + label + "'s)");
      }
      if (name.equals(TrialParameters.RULE.name()) || fixed.containsKey(name)) {
        throw new SweepFileException(
            setting.origin(),
            "Invalid parameter: " + name + " (must not be one that " + label + " fixes)");
      }
    }
    return new SubSpace(settings, List.of(), List.of(), List.of());
  }

  /** The entries of {@code exclude}. */
  List<Map<String, Constraint>> exclusions(Node node) {
    return nodes(node, "exclude").stream().map(n -> constraints.read(n, "exclude")).toList();
  }

  /** The domain of a parameter. */
  Domain domain(Parameter<?> parameter, Node node) {
    return parameters.domain(parameter, node);
  }

  private List<Setting> settings(Node node, String what, boolean single) {
    List<Setting> settings = new ArrayList<>();
    source
        .mapping(node, what)
        .forEach(
            (name, entry) -> {
              Parameter<?> parameter = parameters.axis(name, entry.key());
              Domain domain = parameters.domain(parameter, entry.value());
              if (single && (domain.continuous() || domain.values().size() != 1)) {
                throw source.invalid(
                    entry.value(), name, "several values", "one value; several belong in grid");
              }
              settings.add(new Setting(name, domain, source.origin(entry.value())));
            });
    return settings;
  }

  /** The elements of a list, or the mapping that stands for a list of one. */
  private List<Node> nodes(Node node, String what) {
    return node instanceof MappingNode ? List.of(node) : source.sequence(node, what);
  }

  private Zip zip(Node node) {
    List<Setting> columns = settings(node, "zip", false);
    for (Setting column : columns) {
      if (column.domain().drawn()) {
        throw new SweepFileException(
            column.origin(),
            "Invalid " + column.name() + ": drawn at random (must be listed in a zip)");
      }
    }
    return parameters.at(node, () -> new Zip(columns, source.origin(node)));
  }

  private When when(Node node) {
    Map<String, Entry> entries = source.mapping(node, "when", WHEN_KEYS);
    if (!entries.containsKey("if")) {
      throw source.error(node, "Missing key: if (must be given in every entry of when)");
    }
    SubSpace then = space(entries);
    if (then.equals(SubSpace.EMPTY)) {
      throw source.error(node, "Invalid when: empty (must set something where its if holds)");
    }
    then.allSettings()
        .filter(s -> s.name().equals(TrialParameters.RULE.name()))
        .findFirst()
        .ifPresent(
            s -> {
              throw new SweepFileException(
                  s.origin(), "Invalid parameter: rule (must be set outside when)");
            });
    return new When(constraints.read(entries.get("if").value(), "if"), then, source.origin(node));
  }
}
