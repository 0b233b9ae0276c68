package org.bigsweep.driver.report;

import java.util.List;
import java.util.Optional;
import org.bigsweep.driver.store.AnswerTable.Row;
import org.bigsweep.driver.store.VariedParameters;
import org.bigsweep.engine.catalog.ParameterCatalog;
import org.bigsweep.engine.param.Default.SameAs;
import org.bigsweep.engine.param.Parameter;

/**
 * Configurations of an answer, with what a figure draws of their parameters.
 *
 * @param rows with the columns {@code rule} and {@code parameters}
 */
record Configurations(List<Row> rows) {
  /** Ratio of largest to smallest value from which an axis is logarithmic. */
  private static final double WIDE = 20;

  Configurations {
    rows = List.copyOf(rows);
  }

  /** The value of a parameter; empty if the configuration does not have it. */
  static Optional<String> parameter(Row row, String name) {
    return name.equals("rule")
        ? Optional.of(row.text("rule"))
        : Optional.ofNullable(row.map("parameters").get(name)).map(Object::toString);
  }

  /**
   * The parameters in which the configurations differ, without rule and seed. A parameter that has
   * another's value everywhere, because that is its default, does not count.
   */
  List<String> varied() {
    VariedParameters varied =
        VariedParameters.of(rows.stream().map(row -> row.map("parameters")).toList());
    return varied.without("seed").values().keySet().stream()
        .filter(name -> !hasAnothersValue(name))
        .toList();
  }

  private boolean hasAnothersValue(String name) {
    return ParameterCatalog.standard()
        .find(name)
        .map(Parameter::fallback)
        .filter(SameAs.class::isInstance)
        .map(fallback -> ((SameAs<?>) fallback).other().name())
        .filter(
            other ->
                rows.stream().allMatch(row -> parameter(row, name).equals(parameter(row, other))))
        .isPresent();
  }

  /** An axis of a parameter's values: numbers, logarithmic if they span much, or categories. */
  Axis axis(String name) {
    List<String> present =
        rows.stream().flatMap(row -> parameter(row, name).stream()).distinct().sorted().toList();
    double[] numbers = present.stream().mapToDouble(Configurations::number).sorted().toArray();
    if (numbers.length == 0 || Double.isNaN(numbers[numbers.length - 1])) {
      return Axis.of(name, present);
    }
    return numbers[0] > 0 && numbers[numbers.length - 1] / numbers[0] >= WIDE
        ? Axis.log(name)
        : Axis.linear(name);
  }

  /** Where a configuration stands on the axis of a parameter; empty if it does not have it. */
  static Optional<Double> place(Axis axis, Row row) {
    return parameter(row, axis.name())
        .map(
            value ->
                axis.scale() == Axis.Scale.CATEGORY
                    ? (double) axis.categories().indexOf(value)
                    : number(value));
  }

  /** NaN, which sorts last, for what is no number. */
  private static double number(String value) {
    try {
      return Double.parseDouble(value);
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }
}
