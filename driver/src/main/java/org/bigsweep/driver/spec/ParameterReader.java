package org.bigsweep.driver.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.bigsweep.driver.space.Domain;
import org.bigsweep.driver.space.SpaceException;
import org.bigsweep.engine.catalog.ParameterCatalog;
import org.bigsweep.engine.catalog.TrialParameters;
import org.bigsweep.engine.param.InvalidParameterException;
import org.bigsweep.engine.param.NearestName;
import org.bigsweep.engine.param.Parameter;
import org.bigsweep.util.UserException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** A reader of parameter names and values, which tells where a fault stands. */
final class ParameterReader {
  private final YamlSource source;
  private final ParameterCatalog catalog;

  ParameterReader(YamlSource source, ParameterCatalog catalog) {
    this.source = source;
    this.catalog = catalog;
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
        throw source.invalid(node, parameter.name(), "a mapping", "one function");
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
  Parameter<?> axis(String name, Node node) {
    if (name.equals(TrialParameters.SEED.name()) || name.equals(TrialParameters.DATASET.name())) {
      String key = name.equals(TrialParameters.SEED.name()) ? "seeds" : name;
      throw source.invalid(node, "parameter", name, "given as the file's key " + key);
    }
    return known(name, node);
  }

  /** The parameter of that name. */
  Parameter<?> known(String name, Node node) {
    return catalog
        .find(name)
        .orElseThrow(
            () -> {
              List<String> names = catalog.parameters().stream().map(Parameter::name).toList();
              return source.error(
                  node,
                  UserException.sentence("parameter", name, "a parameter of a rule")
                      + NearestName.hint(name, names));
            });
  }

  /** The result of {@code action}. If it fails, the error names the place of {@code node}. */
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
}
