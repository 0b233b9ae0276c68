package org.bigsweep.engine.param;

/**
 * The value of a parameter that a sweep does not name.
 *
 * @param <T> type of the value
 */
public sealed interface Default<T> {

  /** A fixed value. */
  record Constant<T>(T value) implements Default<T> {}

  /**
   * A fixed value at which the parameter is not written down: a trial of this value has no entry
   * for it, and so is the same trial as before the parameter existed. Conditions name only other
   * values of such a parameter.
   */
  record Absent<T>(T value) implements Default<T> {}

  /** The value of another parameter, which must be active whenever this one is. */
  record SameAs<T>(Parameter<T> other) implements Default<T> {}

  /** No default: a sweep must name it. */
  record Required<T>() implements Default<T> {}
}
