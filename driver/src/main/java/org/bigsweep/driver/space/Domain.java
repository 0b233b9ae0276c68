package org.bigsweep.driver.space;

import java.math.BigDecimal;

/** The values that one parameter may take in a sweep, in canonical spelling. */
public sealed interface Domain {

  /** Every value, one after another: a list, {@code range}, {@code linspace}, {@code logspace}. */
  record All(Values values) implements Domain {}

  /**
   * {@code int} and {@code choice}: drawn with equal probability where the sweep has {@code
   * random}, otherwise every value.
   */
  record Pool(Values values) implements Domain {}

  /** {@code uniform(low, high)}: drawn with equal density. */
  record Uniform(double low, double high) implements Domain {}

  /** {@code loguniform(low, high)}: drawn so that the logarithm has equal density. */
  record LogUniform(double low, double high) implements Domain {}

  /** A single value. */
  static Domain of(String value) {
    return new All(new Values.Listed(java.util.List.of(value)));
  }

  /** Whether a sweep with {@code random} draws from it. */
  default boolean drawn() {
    return !(this instanceof All);
  }

  /** Whether it has infinitely many values and so cannot stand in a sweep without random. */
  default boolean continuous() {
    return this instanceof Uniform || this instanceof LogUniform;
  }

  /**
   * All values of a domain that is not continuous.
   *
   * @throws IllegalStateException if it is continuous
   */
  default Values values() {
    if (this instanceof All all) {
      return all.values;
    }
    if (this instanceof Pool pool) {
      return pool.values;
    }
    throw new IllegalStateException("continuous: " + this);
  }

  /**
   * The value at quantile {@code u}, not yet in canonical spelling.
   *
   * @param u from 0 inclusive to 1 exclusive
   */
  default String quantile(double u) {
    if (this instanceof Uniform uniform) {
      return text(uniform.low + u * (uniform.high - uniform.low));
    }
    if (this instanceof LogUniform log) {
      return text(
          log.low * StrictMath.exp(u * (StrictMath.log(log.high) - StrictMath.log(log.low))));
    }
    Values values = values();
    return values.get((long) (u * values.size()));
  }

  private static String text(double value) {
    return new BigDecimal(value).toString();
  }
}
