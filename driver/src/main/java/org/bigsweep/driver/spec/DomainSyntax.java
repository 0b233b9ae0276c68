package org.bigsweep.driver.spec;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bigsweep.driver.space.Domain;
import org.bigsweep.driver.space.Values;
import org.bigsweep.engine.param.InvalidParameterException;
import org.bigsweep.engine.param.Kind;
import org.bigsweep.engine.param.NearestName;
import org.bigsweep.engine.param.Parameter;
import org.bigsweep.engine.trial.ParameterCatalog;
import org.bigsweep.engine.trial.TrialParameters;

/**
 * How the values of one parameter are written, in files and in overrides alike: a value, {@code
 * first..last}, {@code range(first, last, step)}, {@code linspace(first, last, count)}, {@code
 * logspace(first, last, count)}, {@code int(first, last)}, {@code choice(a, b, …)}, {@code
 * uniform(low, high)}, {@code loguniform(low, high)}. Bounds are inclusive.
 *
 * <p>Faults are {@link InvalidParameterException}s; where they stand is the caller's to say.
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
      return new Domain.All(whole(text, span.group(1), span.group(2)));
    }
    Matcher call = CALL.matcher(text);
    if (call.matches() && FUNCTIONS.contains(call.group(1))) {
      return call(text, call.group(1), splitAtCommas(call.group(2)));
    }
    if (OPEN_CALL.matcher(text).matches()) {
      throw invalid(text, "quoted where it stands inside braces or brackets");
    }
    if (call.matches() && !(parameter.kind() instanceof Kind.Choice)) {
      throw invalid(
          text,
          "a value or one of the functions " + String.join(", ", FUNCTIONS),
          NearestName.of(call.group(1), FUNCTIONS));
    }
    return Domain.of(value(text));
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
      checkCount(text, all.size() + element.values().size());
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
    return switch (function) {
      case "choice" -> new Domain.Pool(choice(text, arguments));
      case "int" -> new Domain.Pool(integers(text, arguments));
      case "range" -> new Domain.All(range(text, arguments));
      case "linspace" -> new Domain.All(linspace(text, arguments));
      case "logspace" -> new Domain.All(logspace(text, arguments));
      case "uniform" -> uniform(text, arguments);
      default -> loguniform(text, arguments);
    };
  }

  private Values choice(String text, List<String> arguments) {
    if (arguments.contains("")) {
      throw invalid(text, "choice(a, b, …) with at least one value");
    }
    return list(arguments.stream().map(this::value).toList()).values();
  }

  private Values integers(String text, List<String> arguments) {
    if (!(parameter.kind() instanceof Kind.Whole) || arguments.size() != 2) {
      throw invalid(text, "int(first, last) of a parameter that is a whole number");
    }
    return whole(text, arguments.get(0), arguments.get(1));
  }

  private Values whole(String text, String first, String last) {
    long low = Long.parseLong(value(first));
    long high = Long.parseLong(value(last));
    if (low > high) {
      throw invalid(text, "from the smaller to the larger");
    }
    if (low == 0 && high == Long.MAX_VALUE) {
      throw invalid(text, "fewer than 2^63 values");
    }
    return new Values.Range(low, high);
  }

  private Values range(String text, List<String> arguments) {
    String law = "range(first, last) or range(first, last, step) with first ≤ last and step > 0";
    List<BigDecimal> numbers = numbers(text, arguments, law);
    if (numbers.size() != 2 && numbers.size() != 3) {
      throw invalid(text, law);
    }
    BigDecimal first = numbers.get(0);
    BigDecimal last = numbers.get(1);
    BigDecimal step = numbers.size() == 3 ? numbers.get(2) : BigDecimal.ONE;
    if (first.compareTo(last) > 0 || step.signum() <= 0) {
      throw invalid(text, law);
    }
    if (parameter.kind() instanceof Kind.Whole
        && step.compareTo(BigDecimal.ONE) == 0
        && isWhole(first)
        && isWhole(last)) {
      return whole(text, arguments.get(0), arguments.get(1));
    }
    BigDecimal steps = last.subtract(first).divideToIntegralValue(step);
    checkCount(text, steps.min(BigDecimal.valueOf(Values.LISTABLE)).longValue() + 1);
    return computed(steps.intValue() + 1, k -> first.add(step.multiply(BigDecimal.valueOf(k))));
  }

  private Values linspace(String text, List<String> arguments) {
    String law = "linspace(first, last, count) with whole count ≥ 1";
    List<BigDecimal> numbers = spaced(text, arguments, law);
    BigDecimal first = numbers.get(0);
    BigDecimal width = numbers.get(1).subtract(first);
    int count = numbers.get(2).intValueExact();
    return computed(
        count,
        k ->
            first.add(
                width
                    .multiply(BigDecimal.valueOf(k))
                    .divide(BigDecimal.valueOf(Math.max(1, count - 1)), MathContext.DECIMAL64)));
  }

  private Values logspace(String text, List<String> arguments) {
    String law = "logspace(first, last, count) with first and last > 0 and whole count ≥ 1";
    List<BigDecimal> numbers = spaced(text, arguments, law);
    if (numbers.get(0).signum() <= 0 || numbers.get(1).signum() <= 0) {
      throw invalid(text, law);
    }
    int count = numbers.get(2).intValueExact();
    double first = StrictMath.log(numbers.get(0).doubleValue());
    double last = StrictMath.log(numbers.get(1).doubleValue());
    return computed(
        count,
        k -> {
          if (k == 0 || k == count - 1) {
            return numbers.get(k == 0 ? 0 : 1);
          }
          return new BigDecimal(StrictMath.exp(first + (last - first) * k / (count - 1)));
        });
  }

  private Domain uniform(String text, List<String> arguments) {
    List<Double> bounds = bounds(text, arguments, "uniform(low, high) with low < high");
    return new Domain.Uniform(bounds.get(0), bounds.get(1));
  }

  private Domain loguniform(String text, List<String> arguments) {
    String law = "loguniform(low, high) with 0 < low < high";
    List<Double> bounds = bounds(text, arguments, law);
    if (bounds.get(0) <= 0) {
      throw invalid(text, law);
    }
    return new Domain.LogUniform(bounds.get(0), bounds.get(1));
  }

  private List<Double> bounds(String text, List<String> arguments, String law) {
    List<BigDecimal> numbers = numbers(text, arguments, law);
    if (!(parameter.kind() instanceof Kind.Real)
        || numbers.size() != 2
        || numbers.get(0).compareTo(numbers.get(1)) >= 0) {
      throw invalid(text, law + " of a parameter that is a real number");
    }
    arguments.forEach(this::value);
    return numbers.stream().map(BigDecimal::doubleValue).toList();
  }

  private List<BigDecimal> spaced(String text, List<String> arguments, String law) {
    List<BigDecimal> numbers = numbers(text, arguments, law);
    if (numbers.size() != 3 || !isWhole(numbers.get(2)) || numbers.get(2).signum() <= 0) {
      throw invalid(text, law);
    }
    checkCount(text, numbers.get(2).min(BigDecimal.valueOf(Values.LISTABLE + 1)).longValue());
    return numbers;
  }

  private List<BigDecimal> numbers(String text, List<String> arguments, String law) {
    try {
      return arguments.stream().map(BigDecimal::new).toList();
    } catch (NumberFormatException e) {
      throw invalid(text, law);
    }
  }

  private interface Sequence {
    BigDecimal at(int k);
  }

  private Values computed(int count, Sequence sequence) {
    List<String> values = new ArrayList<>();
    for (int k = 0; k < count; k++) {
      values.add(value(sequence.at(k).toString()));
    }
    return Values.of(values);
  }

  private void checkCount(String text, long count) {
    if (count > Values.LISTABLE) {
      throw invalid(text, "at most " + Values.LISTABLE + " values");
    }
  }

  private static boolean isWhole(BigDecimal number) {
    return number.stripTrailingZeros().scale() <= 0;
  }

  private InvalidParameterException invalid(String text, String law) {
    return invalid(text, law, Optional.empty());
  }

  private InvalidParameterException invalid(String text, String law, Optional<String> nearest) {
    return new InvalidParameterException(
        "Invalid "
            + parameter.name()
            + ": "
            + text
            + " (must be "
            + law
            + ")"
            + nearest.map(n -> "; did you mean " + n + "?").orElse(""));
  }
}
