package org.bigsweep.engine.param;

/**
 * A parameter that, under a condition, only supplies the default of another one. Under {@code
 * where}, {@code hidden} is stored with the value of {@code by}, so that equivalent trials share an
 * id. Named values are looked at by conditions of a sweep before they are put in the shadow.
 *
 * @param hidden the parameter without effect
 * @param by the parameter whose default it is
 * @param where when it has none
 * @param <T> type of both
 */
public record Shadow<T>(Parameter<T> hidden, Parameter<T> by, Condition where) {
  public Shadow {
    if (!(by.fallback() instanceof Default.SameAs<T> same) || !same.other().equals(hidden)) {
      throw new IllegalArgumentException(
          "Invalid shadow: %s by %s (must be by one whose default it is)"
              .formatted(hidden.name(), by.name()));
    }
  }

  /** How {@code hidden} is written where {@code by} has a value: the same, or else its default. */
  public String text(String valueOfBy) {
    return hidden.kind().parse(valueOfBy).map(hidden.kind()::canonical).orElseGet(this::fallback);
  }

  private String fallback() {
    if (hidden.fallback() instanceof Default.Constant<T> constant) {
      return hidden.kind().canonical(constant.value());
    }
    throw new IllegalStateException(hidden.name() + " has no constant default");
  }
}
