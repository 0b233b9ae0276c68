package org.bigsweep.engine.param;

import java.util.Optional;

/**
 * One setting of a trial.
 *
 * @param name as in sweep files, camelCase; its result column is the same in snake_case
 * @param meaning one line for help texts, with symbol and unit
 * @param kind the values it takes
 * @param fallback its value when a sweep does not name it
 * @param condition when it exists at all; an inactive parameter never multiplies a sweep and is not
 *     part of a trial's id
 * @param cost how it changes what a trial costs
 * @param <T> type of the value
 */
public record Parameter<T>(
    String name,
    String meaning,
    Kind<T> kind,
    Default<T> fallback,
    Condition condition,
    CostRole cost) {

  /** A parameter that does not change what a trial costs. */
  public Parameter(
      String name, String meaning, Kind<T> kind, Default<T> fallback, Condition condition) {
    this(name, meaning, kind, fallback, condition, CostRole.NONE);
  }

  public static <T> Parameter<T> of(String name, String meaning, Kind<T> kind, T fallback) {
    return new Parameter<>(name, meaning, kind, new Default.Constant<>(fallback), Condition.ALWAYS);
  }

  public Parameter<T> activeWhen(Condition when) {
    return new Parameter<>(name, meaning, kind, fallback, when, cost);
  }

  /** This parameter, which changes what a trial costs. */
  public Parameter<T> changingCost(CostRole role) {
    return new Parameter<>(name, meaning, kind, fallback, condition, role);
  }

  /** This parameter, absent from trials where it has {@code value}; see {@link Default.Absent}. */
  public Parameter<T> absentAt(T value) {
    return new Parameter<>(name, meaning, kind, new Default.Absent<>(value), condition, cost);
  }

  /** The value at which trials have no entry for this parameter, if there is one. */
  public Optional<T> absentValue() {
    return fallback instanceof Default.Absent<T> absent
        ? Optional.of(absent.value())
        : Optional.empty();
  }

  /**
   * The canonical spelling of {@code text}.
   *
   * @throws InvalidParameterException if the parameter cannot have it
   */
  public String canonical(String text) {
    return kind.canonical(value(text));
  }

  /**
   * The value that {@code text} spells.
   *
   * @throws InvalidParameterException if the parameter cannot have it
   */
  public T value(String text) {
    return kind.parse(text).orElseThrow(() -> new InvalidParameterException(name, text, kind));
  }
}
