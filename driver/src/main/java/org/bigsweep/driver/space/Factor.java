package org.bigsweep.driver.space;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** One of the independent parts of a product: distinct rows of values for a few parameters. */
sealed interface Factor {
  List<String> names();

  long size();

  /** Puts the values of a row into {@code point}. */
  void put(long row, Map<String, String> point);

  /** The row that {@code point} has here, or -1. */
  long indexOf(Map<String, String> point);

  /** The rows that pass a test over their values, and the rest; either may be empty. */
  Parts split(Predicate<Map<String, String>> test);

  /** Rows that pass a test, and those that do not in disjoint pieces. */
  record Parts(Factor in, List<Factor> out) {}

  /** The values of a row. */
  default Map<String, String> row(long row) {
    Map<String, String> values = new HashMap<>();
    put(row, values);
    return values;
  }

  /** One parameter. */
  record Column(String name, Values values) implements Factor {
    @Override
    public List<String> names() {
      return List.of(name);
    }

    @Override
    public long size() {
      return values.size();
    }

    @Override
    public void put(long row, Map<String, String> point) {
      point.put(name, values.get(row));
    }

    @Override
    public long indexOf(Map<String, String> point) {
      String value = point.get(name);
      return value == null ? -1 : values.indexOf(value);
    }

    @Override
    public Parts split(Predicate<Map<String, String>> test) {
      return parts(values.split((String value) -> test.test(Map.of(name, value))));
    }

    Parts split(Column other) {
      return parts(values.split(other.values));
    }

    private Parts parts(Values.Parts parts) {
      return new Parts(
          new Column(name, parts.in()),
          parts.out().stream().map(v -> (Factor) new Column(name, v)).toList());
    }
  }

  /** Several parameters that move together, in rows held in memory. */
  final class Table implements Factor {
    private final List<String> names;
    private final List<List<String>> rows;
    private final Map<List<String>, Integer> positions = new HashMap<>();

    /** The table of all rows without repeats. */
    Table(List<String> names, List<List<String>> rows) {
      this.names = List.copyOf(names);
      this.rows = List.copyOf(new LinkedHashSet<>(rows));
      for (int i = 0; i < this.rows.size(); i++) {
        positions.put(this.rows.get(i), i);
      }
    }

    /** All rows of a product; every factor has one or more names of its own. */
    static Table product(List<Factor> factors) {
      List<String> names = factors.stream().flatMap(f -> f.names().stream()).sorted().toList();
      long size = Products.of(factors.stream().mapToLong(Factor::size));
      if (size > Values.LISTABLE) {
        throw new SpaceException(
            ("Invalid sweep: %s combinations of %s (must be at most %s where alternatives that "
                    + "overlap zip them differently)")
                .formatted(size, String.join(", ", names), Values.LISTABLE));
      }
      List<List<String>> rows = new ArrayList<>();
      for (long i = 0; i < size; i++) {
        Map<String, String> point = new HashMap<>();
        Products.put(factors, i, point);
        rows.add(names.stream().map(point::get).toList());
      }
      return new Table(names, rows);
    }

    /** This table with a column more that says again what another does. */
    Table withCopy(String name, String original, UnaryOperator<String> spelling) {
      int at = names.indexOf(original);
      List<String> more = new ArrayList<>(names);
      more.add(name);
      return new Table(
          more,
          rows.stream()
              .map(
                  row -> {
                    List<String> longer = new ArrayList<>(row);
                    longer.add(spelling.apply(row.get(at)));
                    return List.copyOf(longer);
                  })
              .toList());
    }

    /** The distinct rows of some of the columns. */
    Table project(List<String> kept) {
      int[] at = kept.stream().mapToInt(names::indexOf).toArray();
      return new Table(
          kept, rows.stream().map(row -> Arrays.stream(at).mapToObj(row::get).toList()).toList());
    }

    List<List<String>> rows() {
      return rows;
    }

    @Override
    public List<String> names() {
      return names;
    }

    @Override
    public long size() {
      return rows.size();
    }

    @Override
    public void put(long row, Map<String, String> point) {
      List<String> values = rows.get(Math.toIntExact(row));
      for (int i = 0; i < names.size(); i++) {
        point.put(names.get(i), values.get(i));
      }
    }

    @Override
    public long indexOf(Map<String, String> point) {
      List<String> row = new ArrayList<>(names.size());
      for (String name : names) {
        row.add(point.get(name));
      }
      return positions.getOrDefault(row, -1);
    }

    @Override
    public Parts split(Predicate<Map<String, String>> test) {
      List<List<String>> in = new ArrayList<>();
      List<List<String>> out = new ArrayList<>();
      for (int i = 0; i < rows.size(); i++) {
        (test.test(row(i)) ? in : out).add(rows.get(i));
      }
      return new Parts(new Table(names, in), List.of(new Table(names, out)));
    }
  }
}
