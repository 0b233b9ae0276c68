package org.bigsweep.engine.param;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.text.CaseUtils;

/**
 * The values that a parameter takes, and how each is spelled.
 *
 * <p>A value has exactly one canonical spelling, so that equal values hash alike.
 *
 * @param <T> type of the value
 */
public sealed interface Kind<T> permits Kind.Real, Kind.Whole, Kind.Name, Kind.Choice, Kind.Widths {

  /** What a value must be, completing "must be …". */
  String requirement();

  /**
   * The value that {@code text} spells, or empty when that is none. {@code parse(canonical(v))} is
   * {@code v}.
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
    public String requirement() {
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
    public String requirement() {
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

  /** Any name. */
  record Name() implements Kind<String> {
    @Override
    public String requirement() {
      return "a name";
    }

    @Override
    public Optional<String> parse(String text) {
      return Optional.of(text.strip()).filter(name -> !name.isEmpty());
    }

    @Override
    public String canonical(String value) {
      return value;
    }
  }

  /**
   * One of a few values, spelled as they are named in code, in lower case and with '-' for '_',
   * unless they are {@link CamelCased}.
   *
   * @param values in the order in which messages list them
   */
  record Choice<E extends Enum<E>>(List<E> values) implements Kind<E> {
    public Choice {
      values = List.copyOf(values);
    }

    /** Any of the type's values. */
    public static <E extends Enum<E>> Choice<E> of(Class<E> type) {
      return new Choice<>(List.of(type.getEnumConstants()));
    }

    /** The spellings of all values. */
    public List<String> options() {
      return values.stream().map(this::canonical).toList();
    }

    @Override
    public String requirement() {
      return "one of " + String.join(", ", options());
    }

    @Override
    public Optional<E> parse(String text) {
      String name = text.strip();
      return values.stream().filter(value -> canonical(value).equals(name)).findFirst();
    }

    @Override
    public String canonical(E value) {
      String words = value.name().toLowerCase(Locale.ROOT);
      return value instanceof CamelCased
          ? CaseUtils.toCamelCase(words, false, '_')
          : words.replace('_', '-');
    }
  }

  /** Units per hidden layer: one number for all layers, or one per layer joined by '-'. */
  record Widths() implements Kind<List<Integer>> {
    private static final int LARGEST = 1 << 20;

    @Override
    public String requirement() {
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
