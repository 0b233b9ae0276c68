package org.bigsweep.driver.store;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** A table with named columns: the answer to a query, or what a command prints. */
public final class AnswerTable implements Iterable<AnswerTable.Row> {
  private final List<String> columns;
  private final Iterable<Row> rows;
  private final boolean cut;

  private AnswerTable(List<String> columns, Iterable<Row> rows, boolean cut) {
    this.columns = List.copyOf(columns);
    this.rows = rows;
    this.cut = cut;
  }

  /**
   * A row. Values are found by the names of their columns.
   *
   * @param values in the order of {@code columns}, {@link Optional#empty} for an absent one
   */
  public record Row(List<String> columns, List<Object> values) {
    private Optional<Object> cell(String column) {
      int place = columns.indexOf(column);
      if (place < 0) {
        throw new IllegalArgumentException("Invalid column: " + column + " (must be in " + columns);
      }
      Object value = values.get(place);
      return value instanceof Optional<?> none ? none.map(Object.class::cast) : Optional.of(value);
    }

    /** The value as text, empty if absent. */
    public String text(String column) {
      return cell(column).map(Object::toString).orElse("");
    }

    public Optional<Double> number(String column) {
      return cell(column).map(value -> ((Number) value).doubleValue());
    }

    /** A value that is never absent. */
    public double real(String column) {
      return number(column).orElseThrow();
    }

    /** A value that is never absent. */
    public int whole(String column) {
      return Math.toIntExact(Math.round(real(column)));
    }

    /** False if absent. */
    public boolean flag(String column) {
      return cell(column).map(Boolean.class::cast).orElse(false);
    }

    /** Empty if absent. */
    public Map<?, ?> map(String column) {
      return cell(column).<Map<?, ?>>map(value -> (Map<?, ?>) value).orElse(Map.of());
    }
  }

  /** A table with one row for each of some items. Each column has a name and says its value. */
  public static final class Builder<T> {
    private final Collection<? extends T> items;
    private final Map<String, Function<? super T, ?>> columns = new LinkedHashMap<>();

    private Builder(Collection<? extends T> items) {
      this.items = items;
    }

    /** Adds a column; an empty {@link Optional} is an absent value. */
    public Builder<T> column(String name, Function<? super T, ?> value) {
      columns.put(name, value);
      return this;
    }

    public AnswerTable build() {
      List<String> names = List.copyOf(columns.keySet());
      List<Row> rows = new ArrayList<>();
      for (T item : items) {
        rows.add(
            new Row(names, columns.values().stream().<Object>map(c -> c.apply(item)).toList()));
      }
      return new AnswerTable(names, rows, false);
    }
  }

  /** A table of items; its columns follow. */
  public static <T> Builder<T> of(Collection<? extends T> items) {
    return new Builder<>(items);
  }

  /** A table whose rows come one by one, and only once. */
  static AnswerTable streamed(List<String> columns, Iterator<Row> rows) {
    return new AnswerTable(columns, () -> rows, false);
  }

  public List<String> columns() {
    return columns;
  }

  @Override
  public Iterator<Row> iterator() {
    return rows.iterator();
  }

  /** All rows, in memory. */
  public List<Row> rows() {
    List<Row> all = new ArrayList<>();
    rows.forEach(all::add);
    return all;
  }

  /** The values of all rows, each in the order of the columns. */
  public List<List<Object>> values() {
    return rows().stream().map(Row::values).toList();
  }

  /** Whether {@link #first} left out rows. */
  public boolean isCut() {
    return cut;
  }

  /** The first {@code most} rows, in memory. */
  public AnswerTable first(int most) {
    List<Row> kept = new ArrayList<>();
    Iterator<Row> all = iterator();
    while (kept.size() < most && all.hasNext()) {
      kept.add(all.next());
    }
    return new AnswerTable(columns, kept, all.hasNext());
  }

  /** At most so many of the rows, the first and the last among them. */
  public AnswerTable thinned(int most) {
    List<Row> all = rows();
    int count = Math.min(most, all.size());
    List<Row> kept = new ArrayList<>();
    for (int k = 0; k < count; k++) {
      kept.add(all.get(count == 1 ? 0 : (int) ((long) k * (all.size() - 1) / (count - 1))));
    }
    return new AnswerTable(columns, kept, cut);
  }

  /** One row for each column that has values but the first, whose values head the columns. */
  public AnswerTable transposed() {
    List<Row> all = rows();
    List<String> names =
        columns.stream()
            .skip(1)
            .filter(name -> all.stream().anyMatch(row -> row.cell(name).isPresent()))
            .toList();
    Builder<String> turned = of(names).column(columns.get(0), name -> name);
    all.forEach(row -> turned.column(row.text(columns.get(0)), row::cell));
    return turned.build();
  }

  /** This table without a column. */
  public AnswerTable without(String column) {
    Builder<Row> fewer = of(rows());
    columns.stream()
        .filter(name -> !name.equals(column))
        .forEach(name -> fewer.column(name, row -> row.cell(name)));
    return fewer.build();
  }
}
