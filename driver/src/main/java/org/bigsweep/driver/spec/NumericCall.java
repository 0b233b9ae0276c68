package org.bigsweep.driver.spec;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import org.bigsweep.driver.space.Domain;
import org.bigsweep.driver.space.Values;
import org.bigsweep.engine.param.InvalidParameterException;
import org.bigsweep.engine.param.Kind;
import org.bigsweep.engine.param.Parameter;

/**
 * A function of numbers that spells a parameter's values; see {@link DomainSyntax}.
 *
 * @param text the whole call, for messages
 */
record NumericCall(Parameter<?> parameter, String text, List<String> arguments) {

  Values integers() {
    if (!(parameter.kind() instanceof Kind.Whole) || arguments.size() != 2) {
      throw invalid("int(first, last) of a parameter that is a whole number");
    }
    return span();
  }

  /** Whole numbers from the first argument to the second. */
  Values span() {
    long low = Long.parseLong(value(arguments.get(0)));
    long high = Long.parseLong(value(arguments.get(1)));
    if (low > high) {
      throw invalid("from the smaller to the larger");
    }
    if (low == 0 && high == Long.MAX_VALUE) {
      throw invalid("fewer than 2^63 values");
    }
    return new Values.Range(low, high);
  }

  Values range() {
    String form = "range(first, last) or range(first, last, step) with first ≤ last and step > 0";
    List<BigDecimal> numbers = numbers(form);
    if (numbers.size() != 2 && numbers.size() != 3) {
      throw invalid(form);
    }
    BigDecimal first = numbers.get(0);
    BigDecimal last = numbers.get(1);
    BigDecimal step = numbers.size() == 3 ? numbers.get(2) : BigDecimal.ONE;
    if (first.compareTo(last) > 0 || step.signum() <= 0) {
      throw invalid(form);
    }
    if (parameter.kind() instanceof Kind.Whole
        && step.compareTo(BigDecimal.ONE) == 0
        && isWhole(first)
        && isWhole(last)) {
      return span();
    }
    BigDecimal steps = last.subtract(first).divideToIntegralValue(step);
    checkCount(steps.min(BigDecimal.valueOf(Values.LISTABLE)).longValue() + 1);
    return computed(steps.intValue() + 1, k -> first.add(step.multiply(BigDecimal.valueOf(k))));
  }

  Values linspace() {
    String form = "linspace(first, last, count) with whole count ≥ 1";
    List<BigDecimal> numbers = spaced(form);
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

  Values logspace() {
    String form = "logspace(first, last, count) with first and last > 0 and whole count ≥ 1";
    List<BigDecimal> numbers = spaced(form);
    if (numbers.get(0).signum() <= 0 || numbers.get(1).signum() <= 0) {
      throw invalid(form);
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

  Domain uniform() {
    List<Double> bounds = bounds("uniform(low, high) with low < high");
    return new Domain.Uniform(bounds.get(0), bounds.get(1));
  }

  Domain loguniform() {
    String form = "loguniform(low, high) with 0 < low < high";
    List<Double> bounds = bounds(form);
    if (bounds.get(0) <= 0) {
      throw invalid(form);
    }
    return new Domain.LogUniform(bounds.get(0), bounds.get(1));
  }

  private List<Double> bounds(String form) {
    List<BigDecimal> numbers = numbers(form);
    if (!(parameter.kind() instanceof Kind.Real)
        || numbers.size() != 2
        || numbers.get(0).compareTo(numbers.get(1)) >= 0) {
      throw invalid(form + " of a parameter that is a real number");
    }
    arguments.forEach(this::value);
    return numbers.stream().map(BigDecimal::doubleValue).toList();
  }

  private List<BigDecimal> spaced(String form) {
    List<BigDecimal> numbers = numbers(form);
    if (numbers.size() != 3 || !isWhole(numbers.get(2)) || numbers.get(2).signum() <= 0) {
      throw invalid(form);
    }
    checkCount(numbers.get(2).min(BigDecimal.valueOf(Values.LISTABLE + 1)).longValue());
    return numbers;
  }

  private List<BigDecimal> numbers(String form) {
    try {
      return arguments.stream().map(BigDecimal::new).toList();
    } catch (NumberFormatException e) {
      throw invalid(form);
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

  private void checkCount(long count) {
    if (count > Values.LISTABLE) {
      throw invalid("at most " + Values.LISTABLE + " values");
    }
  }

  private static boolean isWhole(BigDecimal number) {
    return number.stripTrailingZeros().scale() <= 0;
  }

  private String value(String number) {
    return parameter.canonical(number.strip());
  }

  private InvalidParameterException invalid(String form) {
    return new InvalidParameterException(parameter.name(), text, form);
  }
}
