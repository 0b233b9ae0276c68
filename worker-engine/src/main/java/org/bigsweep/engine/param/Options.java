package org.bigsweep.engine.param;

import java.util.Optional;

/** The active parameters of one trial. */
public interface Options {

  /**
   * The value of an active parameter.
   *
   * @throws IllegalArgumentException if it is not active in this trial
   */
  default <T> T get(Parameter<T> parameter) {
    return find(parameter)
        .orElseThrow(() -> new IllegalArgumentException(parameter.name() + " is not active"));
  }

  /** The value of a parameter, or empty if it is not active in this trial. */
  <T> Optional<T> find(Parameter<T> parameter);
}
