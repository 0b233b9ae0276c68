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

  /**
   * These options for a statement of cost. Whoever reads a parameter whose {@link Parameter#cost}
   * is {@link CostRole#NONE} gets an {@link IllegalArgumentException}: planning takes trials that
   * differ only in such parameters for equally costly.
   */
  default Options forCost() {
    Options all = this;
    return new Options() {
      @Override
      public <T> Optional<T> find(Parameter<T> parameter) {
        if (parameter.cost() == CostRole.NONE) {
          throw new IllegalArgumentException(
              parameter.name() + " is read by a statement of cost but has no cost role");
        }
        return all.find(parameter);
      }
    };
  }
}
