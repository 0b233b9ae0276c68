package org.bigsweep.driver.space;

import java.math.BigDecimal;
import java.util.Set;

/** A requirement of a condition or an exclusion on one parameter's value. */
public sealed interface Constraint {

  /** Whether a value in canonical spelling satisfies it. */
  boolean holds(String value);

  /** The requirement to be one of a few values. */
  record OneOf(Set<String> values) implements Constraint {
    public OneOf {
      values = Set.copyOf(values);
    }

    @Override
    public boolean holds(String value) {
      return values.contains(value);
    }
  }

  /** The requirement to lie on one side of a bound. */
  record Bound(Relation relation, BigDecimal bound) implements Constraint {
    @Override
    public boolean holds(String value) {
      int order = new BigDecimal(value).compareTo(bound);
      return switch (relation) {
        case LESS -> order < 0;
        case AT_MOST -> order <= 0;
        case GREATER -> order > 0;
        case AT_LEAST -> order >= 0;
      };
    }
  }

  /** The relation of a value to its bound. */
  enum Relation {
    LESS,
    AT_MOST,
    GREATER,
    AT_LEAST
  }
}
