package org.bigsweep.driver.spec;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bigsweep.driver.space.Constraint;
import org.bigsweep.driver.space.Domain;
import org.bigsweep.engine.param.Kind;
import org.bigsweep.engine.param.Parameter;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * A reader of the conditions in {@code if} and {@code exclude}: values, lists of values, bounds.
 */
final class ConstraintReader {
  private static final Pattern BOUND = Pattern.compile("(<=|>=|<|>|≤|≥)\\s*(\\S+)");

  private final YamlSource source;
  private final ParameterReader parameters;

  ConstraintReader(YamlSource source, ParameterReader parameters) {
    this.source = source;
    this.parameters = parameters;
  }

  /** The constraints of a mapping, by parameter. */
  Map<String, Constraint> read(Node node, String what) {
    Map<String, Constraint> constraints = new LinkedHashMap<>();
    source
        .mapping(node, what)
        .forEach(
            (name, entry) ->
                constraints.put(
                    name, constraint(parameters.known(name, entry.key()), entry.value())));
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
      throw source.invalid(
          node, parameter.name(), bound.group(), "a sign and a number, such as > 3");
    }
  }

  private Constraint oneOf(Parameter<?> parameter, Node node) {
    Domain domain = parameters.domain(parameter, node);
    if (domain.continuous()) {
      throw source.invalid(node, parameter.name(), "continuous", "values");
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
}
