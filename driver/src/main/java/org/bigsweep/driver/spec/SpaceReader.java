package org.bigsweep.driver.spec;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bigsweep.driver.space.Constraint;
import org.bigsweep.driver.space.Domain;
import org.bigsweep.driver.space.Setting;
import org.bigsweep.driver.space.SpaceException;
import org.bigsweep.driver.space.SubSpace;
import org.bigsweep.driver.space.When;
import org.bigsweep.driver.space.Zip;
import org.bigsweep.driver.spec.YamlSource.Entry;
import org.bigsweep.engine.param.InvalidParameterException;
import org.bigsweep.engine.param.Kind;
import org.bigsweep.engine.param.NearestName;
import org.bigsweep.engine.param.Parameter;
import org.bigsweep.engine.param.Preset;
import org.bigsweep.engine.trial.ParameterCatalog;
import org.bigsweep.engine.trial.TrialParameters;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Reads the parts of a sweep file that span its search space. */
final class SpaceReader {
  static final List<String> KEYS = List.of("fixed", "grid", "zip", "union", "when");

  private static final List<String> WHEN_KEYS =
      List.of("if", "fixed", "grid", "zip", "union", "when");
  private static final Pattern BOUND = Pattern.compile("(<=|>=|<|>|≤|≥)\\s*(\\S+)");

  private final YamlSource source;
  private final ParameterCatalog catalog;

  SpaceReader(YamlSource source, ParameterCatalog catalog) {
    this.source = source;
    this.catalog = catalog;
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
            case "zip" -> zipNodes(entry.value()).forEach(n -> zips.add(zip(n)));
            case "union" ->
                source
                    .sequence(entry.value(), key)
                    .forEach(n -> union.add(space(source.mapping(n, "member of union", KEYS))));
            case "when" -> whenNodes(entry.value()).forEach(n -> whens.add(when(n)));
            default -> {}
          }
        });
    SubSpace space = new SubSpace(settings, zips, union, whens);
    checkSetOnce(space);
    return space;
  }

  /** The axes that replace others for one rule or preset. */
  SubSpace rule(Entry entry) {
    String label = source.scalar(entry.key(), "rule");
    Set<String> own = new HashSet<>();
    at(entry.key(), () -> catalog.parametersOf(label)).forEach(p -> own.add(p.name()));
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
    List<Node> nodes =
        node instanceof MappingNode ? List.of(node) : source.sequence(node, "exclude");
    return nodes.stream().map(n -> constraints(n, "exclude")).toList();
  }

  /** A domain as a scalar, a list, or a function spelled as a mapping. */
  Domain domain(Parameter<?> parameter, Node node) {
    DomainSyntax syntax = new DomainSyntax(parameter, catalog);
    if (node instanceof SequenceNode) {
      List<String> texts = new ArrayList<>();
      for (Node element : source.sequence(node, parameter.name())) {
        String text = source.scalar(element, parameter.name());
        at(element, () -> syntax.parse(text));
        texts.add(text);
      }
      return at(node, () -> syntax.list(texts));
    }
    if (node instanceof MappingNode) {
      var function = source.mapping(node, parameter.name(), DomainSyntax.FUNCTIONS);
      if (function.size() > 1) {
        throw source.error(
            node, "Invalid " + parameter.name() + ": a mapping (must be one function)");
      }
      var call = function.entrySet().iterator().next();
      List<String> arguments =
          source.sequence(call.getValue().value(), call.getKey()).stream()
              .map(n -> source.scalar(n, call.getKey()))
              .toList();
      return at(node, () -> syntax.parse(call.getKey() + "(" + String.join(", ", arguments) + ")"));
    }
    String text = source.scalar(node, parameter.name());
    return at(node, () -> syntax.parse(text));
  }

  /** The parameter of that name, if it may be an axis. */
  Parameter<?> parameter(String name, Node node) {
    if (name.equals(TrialParameters.SEED.name()) || name.equals(TrialParameters.DATASET.name())) {
      String key = name.equals(TrialParameters.SEED.name()) ? "seeds" : name;
      throw source.error(
          node, "Invalid parameter: " + name + " (must be given as the file's key " + key + ")");
    }
    return known(name, node);
  }

  private Parameter<?> known(String name, Node node) {
    return catalog
        .find(name)
        .orElseThrow(
            () -> {
              List<String> names = catalog.parameters().stream().map(Parameter::name).toList();
              return source.error(
                  node,
                  "Invalid parameter: "
                      + name
                      + " (must be a parameter of a rule)"
                      + NearestName.of(name, names)
                          .map(n -> "; did you mean " + n + "?")
                          .orElse(""));
            });
  }

  /** What {@code action} gives, its fault told with the place of {@code node}. */
  <T> T at(Node node, Supplier<T> action) {
    try {
      return action.get();
    } catch (InvalidParameterException e) {
      throw source.error(node, e.getMessage());
    } catch (SpaceException e) {
      throw new SweepFileException(
          e.origin().isEmpty() ? source.origin(node) : e.origin(), e.getMessage());
    }
  }

  private List<Setting> settings(Node node, String what, boolean single) {
    List<Setting> settings = new ArrayList<>();
    source
        .mapping(node, what)
        .forEach(
            (name, entry) -> {
              Parameter<?> parameter = parameter(name, entry.key());
              Domain domain = domain(parameter, entry.value());
              if (single && (domain.continuous() || domain.values().size() != 1)) {
                throw source.error(
                    entry.value(),
                    "Invalid "
                        + name
                        + ": several values (must be one value; several belong in grid)");
              }
              settings.add(new Setting(name, domain, source.origin(entry.value())));
            });
    return settings;
  }

  private List<Node> zipNodes(Node node) {
    return node instanceof MappingNode ? List.of(node) : source.sequence(node, "zip");
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
    return at(node, () -> new Zip(columns, source.origin(node)));
  }

  private List<Node> whenNodes(Node node) {
    return node instanceof MappingNode ? List.of(node) : source.sequence(node, "when");
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
    return new When(constraints(entries.get("if").value(), "if"), then, source.origin(node));
  }

  private Map<String, Constraint> constraints(Node node, String what) {
    Map<String, Constraint> constraints = new LinkedHashMap<>();
    source
        .mapping(node, what)
        .forEach(
            (name, entry) ->
                constraints.put(name, constraint(known(name, entry.key()), entry.value())));
    return constraints;
  }

  private Constraint constraint(Parameter<?> parameter, Node node) {
    if (node instanceof SequenceNode || node instanceof MappingNode) {
      return oneOf(parameter, node);
    }
    Matcher bound = BOUND.matcher(source.scalar(node, parameter.name()).strip());
    boolean number =
        parameter.kind() instanceof Kind.Real || parameter.kind() instanceof Kind.Whole;
    if (!bound.matches() || !number) {
      return oneOf(parameter, node);
    }
    try {
      return new Constraint.Bound(relation(bound.group(1)), new BigDecimal(bound.group(2)));
    } catch (NumberFormatException e) {
      throw source.error(
          node,
          "Invalid "
              + parameter.name()
              + ": "
              + bound.group()
              + " (must be a sign and a number, such as > 3)");
    }
  }

  private Constraint oneOf(Parameter<?> parameter, Node node) {
    Domain domain = domain(parameter, node);
    if (domain.continuous()) {
      throw source.error(node, "Invalid " + parameter.name() + ": continuous (must be values)");
    }
    return new Constraint.OneOf(Set.copyOf(domain.values().stream().toList()));
  }

  private static Constraint.Relation relation(String sign) {
    return switch (sign) {
      case "<" -> Constraint.Relation.LESS;
      case ">" -> Constraint.Relation.GREATER;
      case "<=", "≤" -> Constraint.Relation.AT_MOST;
      default -> Constraint.Relation.AT_LEAST;
    };
  }

  /** No axis twice: not in two of fixed, grid and zip, and not around and inside of a union. */
  private static void checkSetOnce(SubSpace space) {
    Map<String, String> origins = new HashMap<>();
    space.settings().forEach(s -> setOnce(s, origins));
    space.zips().forEach(z -> z.columns().forEach(c -> setOnce(c, origins)));
    for (SubSpace member : space.union()) {
      Map<String, String> own = new HashMap<>(origins);
      unconditional(member).forEach(s -> setOnce(s, own));
    }
  }

  private static List<Setting> unconditional(SubSpace member) {
    List<Setting> settings = new ArrayList<>(member.settings());
    member.zips().forEach(z -> settings.addAll(z.columns()));
    return settings;
  }

  private static void setOnce(Setting setting, Map<String, String> origins) {
    String earlier = origins.put(setting.name(), setting.origin());
    if (earlier != null) {
      throw new SweepFileException(
          setting.origin(),
          "Invalid axis: "
              + setting.name()
              + " (must be set once; it is also set at "
              + earlier
              + ")");
    }
  }
}
