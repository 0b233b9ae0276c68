package org.bigsweep.driver.spec;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bigsweep.driver.space.Domain;
import org.bigsweep.driver.space.Values;
import org.bigsweep.engine.catalog.ParameterCatalog;
import org.bigsweep.engine.catalog.TrialParameters;
import org.bigsweep.engine.param.InvalidParameterException;
import org.bigsweep.engine.param.Kind;
import org.bigsweep.engine.param.NearestName;
import org.bigsweep.engine.param.Parameter;
import org.bigsweep.util.UserException;

/**
 * The syntax of a parameter's values, in files and in overrides alike: a value, {@code
 * first..last}, {@code range(first, last, step)}, {@code linspace(first, last, count)}, {@code
 * logspace(first, last, count)}, {@code int(first, last)}, {@code choice(a, b, …)}, {@code
 * uniform(low, high)}, {@code loguniform(low, high)}. Bounds are inclusive.
 *
 * <p>Mistakes are {@link InvalidParameterException}s. The caller adds the place of the mistake.
 */
final class DomainSyntax {
  static final List<String> FUNCTIONS =
      List.of("range", "linspace", "logspace", "int", "choice", "uniform", "loguniform");

  private static final Pattern CALL = Pattern.compile("([A-Za-z]+)\\s*\\((.*)\\)");

  /** A call that YAML cut at its first comma. */
  private static final Pattern OPEN_CALL =
      Pattern.compile("(" + String.join("|", FUNCTIONS) + ")\\s*\\([^)]*");

  private static final Pattern SPAN = Pattern.compile("(\\d+)\\s*\\.\\.\\s*(\\d+)");

  private final Parameter<?> parameter;
  private final ParameterCatalog catalog;

  DomainSyntax(Parameter<?> parameter, ParameterCatalog catalog) {
    this.parameter = parameter;
    this.catalog = catalog;
  }

  /** The domain that one scalar spells. */
  Domain parse(String written) {
    String text = written.strip();
    Matcher span = SPAN.matcher(text);
    if (span.matches() && parameter.kind() instanceof Kind.Whole) {
      return new Domain.All(
          new NumericCall(parameter, text, List.of(span.group(1), span.group(2))).span());
    }
    Matcher call = CALL.matcher(text);
    if (call.matches() && FUNCTIONS.contains(call.group(1))) {
      return call(text, call.group(1), splitAtCommas(call.group(2)));
    }
    if (OPEN_CALL.matcher(text).matches()) {
      throw invalid(text, "quoted where it stands inside braces or brackets");
    }
    if (call.matches() && takesNumbers(parameter.kind())) {
      throw new InvalidParameterException(
          UserException.sentence(
                  parameter.name(),
                  text,
                  "a value or one of the functions " + String.join(", ", FUNCTIONS))
              + NearestName.hint(call.group(1), FUNCTIONS));
    }
    return Domain.of(value(text));
  }

  /** Whether {@code f(x)} must be a call. Names of rules, presets and folders may look like one. */
  private static boolean takesNumbers(Kind<?> kind) {
    return !(kind instanceof Kind.Choice<?> || kind instanceof Kind.Name);
  }

  /** The domain of a written list; elements may be spans and functions that enumerate. */
  Domain list(List<String> texts) {
    if (texts.size() == 1) {
      return parse(texts.get(0));
    }
    Set<String> seen = new HashSet<>();
    List<String> all = new ArrayList<>();
    for (String text : texts) {
      Domain element = parse(text);
      if (element.drawn()) {
        throw invalid(text, "alone, not an element of a list");
      }
      if (all.size() + element.values().size() > Values.LISTABLE) {
        throw invalid(text, "at most " + Values.LISTABLE + " values");
      }
      for (String value : element.values().stream().toList()) {
        if (!seen.add(value)) {
          throw invalid(text, "listed once");
        }
        all.add(value);
      }
    }
    return new Domain.All(Values.of(all));
  }

  /** The canonical spelling of a single value. */
  String value(String text) {
    if (parameter.name().equals(TrialParameters.RULE.name())) {
      catalog.parametersOf(text.strip());
    }
    return parameter.canonical(text.strip());
  }

  /** The parts between commas that stand outside parentheses, stripped. */
  static List<String> splitAtCommas(String text) {
    List<String> parts = new ArrayList<>();
    int depth = 0;
    int start = 0;
    for (int i = 0; i <= text.length(); i++) {
      char c = i < text.length() ? text.charAt(i) : ',';
      depth += c == '(' ? 1 : c == ')' ? -1 : 0;
      if (i == text.length() || (c == ',' && depth == 0)) {
        parts.add(text.substring(start, i).strip());
        start = i + 1;
      }
    }
    return parts;
  }

  private Domain call(String text, String function, List<String> arguments) {
    NumericCall numbers = new NumericCall(parameter, text, arguments);
    return switch (function) {
      case "choice" -> new Domain.Pool(choice(text, arguments));
      case "int" -> new Domain.Pool(numbers.integers());
      case "range" -> new Domain.All(numbers.range());
      case "linspace" -> new Domain.All(numbers.linspace());
      case "logspace" -> new Domain.All(numbers.logspace());
      case "uniform" -> numbers.uniform();
      default -> numbers.loguniform();
    };
  }

  private Values choice(String text, List<String> arguments) {
    if (arguments.contains("")) {
      throw invalid(text, "choice(a, b, …) with at least one value");
    }
    return list(arguments.stream().map(this::value).toList()).values();
  }

  private InvalidParameterException invalid(String text, String requirement) {
    return new InvalidParameterException(parameter.name(), text, requirement);
  }
}
