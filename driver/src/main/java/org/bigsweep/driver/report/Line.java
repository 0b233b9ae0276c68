package org.bigsweep.driver.report;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A row whose values are found by the names of its columns. */
record Line(List<String> columns, List<Object> values) {
  private Optional<Object> cell(String column) {
    int place = columns.indexOf(column);
    if (place < 0) {
      throw new IllegalArgumentException("Invalid column: " + column + " (must be in " + columns);
    }
    Object value = values.get(place);
    return value instanceof Optional<?> none ? none.map(Object.class::cast) : Optional.of(value);
  }

  /** The value as text, empty if absent. */
  String text(String column) {
    return cell(column).map(Object::toString).orElse("");
  }

  Optional<Double> number(String column) {
    return cell(column).map(value -> ((Number) value).doubleValue());
  }

  /** A value that is never absent. */
  double real(String column) {
    return number(column).orElseThrow();
  }

  /** A value that is never absent. */
  int whole(String column) {
    return Math.toIntExact(Math.round(real(column)));
  }

  boolean flag(String column) {
    return cell(column).map(Boolean.class::cast).orElse(false);
  }

  Map<?, ?> map(String column) {
    return cell(column).<Map<?, ?>>map(value -> (Map<?, ?>) value).orElse(Map.of());
  }
}
