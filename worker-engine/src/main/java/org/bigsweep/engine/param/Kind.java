package org.bigsweep.engine.param;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Optional;

/**
 * What values a parameter takes, and how each is spelled.
 *
 * <p>A value has exactly one canonical spelling, so that equal values hash alike.
 *
 * @param <T> type of the value
 */
public sealed interface Kind<T> permits Kind.Real, Kind.Whole, Kind.Choice, Kind.Widths {

  /** The law in words, completing "must be …". */
  String law();

  /**
   * The value that {@code text} spells, or empty when it breaks the law. {@code
   * parse(canonical(v))} is {@code v}.
   */
  Optional<T> parse(String text);

  /** The one spelling of {@code value}. */
  String canonical(T value);

  /**
   * A real number above (or from) {@code low} up to {@code high} inclusive, kept to 12 significant
   * decimal digits.
   */
  record Real(double low, boolean lowInclusive, double high) implements Kind<Double> {
    private static final double PLAIN_FROM = 1e-6;
    private static final double PLAIN_BELOW = 1e9;

    public static Real positive() {
      return new Real(0, false, Double.MAX_VALUE);
    }

    public static Real nonNegative() {
      return new Real(0, true, Double.MAX_VALUE);
    }

    /** From 0 inclusive to just below 1. */
    public static Real decay() {
      return new Real(0, true, Math.nextDown(1.0));
    }

    @Override
    public String law() {
      String from = "a number " + (lowInclusive ? "≥ " : "> ") + text(low);
      if (high == Double.MAX_VALUE) {
        return from;
      }
      return from + (high == Math.nextDown(1.0) ? " and < 1" : " and ≤ " + text(high));
    }

    @Override
    public Optional<Double> parse(String text) {
      try {
        double value = rounded(new BigDecimal(text.strip())).doubleValue();
        boolean aboveLow = lowInclusive ? value >= low : value > low;
        return aboveLow && value <= high ? Optional.of(value) : Optional.empty();
      } catch (NumberFormatException e) {
        return Optional.empty();
      }
    }

    @Override
    public String canonical(Double value) {
      return text(value);
    }

    private static String text(double value) {
      BigDecimal exact = rounded(new BigDecimal(value)).stripTrailingZeros();
      if (exact.signum() == 0) {
        return "0";
      }
      double size = Math.abs(value);
      return size >= PLAIN_FROM && size < PLAIN_BELOW ? exact.toPlainString() : exact.toString();
    }

    private static BigDecimal rounded(BigDecimal value) {
      return value.round(new MathContext(12));
    }
  }

  /** A whole number between {@code low} and {@code high}, both inclusive. */
  record Whole(long low, long high) implements Kind<Long> {
    @Override
    public String law() {
      return high == Integer.MAX_VALUE || high == Long.MAX_VALUE
          ? "a whole number ≥ " + low
          : "a whole number from " + low + " to " + high;
    }

    @Override
    public Optional<Long> parse(String text) {
      try {
        long value = new BigDecimal(text.strip()).longValueExact();
        return value >= low && value <= high ? Optional.of(value) : Optional.empty();
      } catch (ArithmeticException | NumberFormatException e) {
        return Optional.empty();
      }
    }

    @Override
    public String canonical(Long value) {
      return Long.toString(value);
    }
  }

  /** One of a few names, or any name at all when {@code options} is empty. */
  record Choice(List<String> options) implements Kind<String> {
    public Choice {
      options = List.copyOf(options);
    }

    @Override
    public String law() {
      return options.isEmpty() ? "a name" : "one of " + String.join(", ", options);
    }

    @Override
    public Optional<String> parse(String text) {
      String name = text.strip();
      boolean known = options.isEmpty() ? !name.isEmpty() : options.contains(name);
      return known ? Optional.of(name) : Optional.empty();
    }

    @Override
    public String canonical(String value) {
      return value;
    }
  }

  /** Units per hidden layer: one number for all layers, or one per layer joined by '-'. */
  record Widths() implements Kind<List<Integer>> {
    private static final int LARGEST = 1 << 20;

    @Override
    public String law() {
      return "a whole number ≥ 1, or one per hidden layer joined by '-' such as 300-100";
    }

    @Override
    public Optional<List<Integer>> parse(String text) {
      Whole whole = new Whole(1, LARGEST);
      List<Optional<Long>> parts =
          List.of(text.strip().split("-", -1)).stream().map(whole::parse).toList();
      if (parts.stream().anyMatch(Optional::isEmpty)) {
        return Optional.empty();
      }
      return Optional.of(parts.stream().map(w -> w.orElseThrow().intValue()).toList());
    }

    @Override
    public String canonical(List<Integer> value) {
      return String.join("-", value.stream().map(String::valueOf).toList());
    }
  }
}
