package org.bigsweep.driver.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A few rows of a table.
 *
 * @param rows values in the order of {@code columns}, {@link java.util.Optional#empty} for an
 *     absent one
 */
public record StoredRows(List<String> columns, List<List<Object>> rows) {
  public StoredRows {
    columns = List.copyOf(columns);
    rows = List.copyOf(rows);
  }

  /** These rows as the answer to a query. */
  public Rows answer() {
    return Rows.of(columns, rows);
  }

  /** At most so many of the rows, the first and the last among them. */
  public StoredRows thinned(int most) {
    int count = Math.min(most, rows.size());
    List<List<Object>> kept = new ArrayList<>();
    for (int k = 0; k < count; k++) {
      kept.add(rows.get(count == 1 ? 0 : (int) ((long) k * (rows.size() - 1) / (count - 1))));
    }
    return new StoredRows(columns, kept);
  }

  /** One row for each column that has values but the first, whose values head the columns. */
  public StoredRows transposed() {
    List<String> heads = new ArrayList<>(List.of(columns.get(0)));
    rows.forEach(row -> heads.add(row.get(0).toString()));
    List<List<Object>> turned = new ArrayList<>();
    for (int c = 1; c < columns.size(); c++) {
      List<Object> row = new ArrayList<>(List.of(columns.get(c)));
      for (List<Object> source : rows) {
        row.add(source.get(c));
      }
      if (row.stream().skip(1).anyMatch(value -> !value.equals(Optional.empty()))) {
        turned.add(row);
      }
    }
    return new StoredRows(heads, turned);
  }

  /** The numbers of a column, absent ones left out. */
  public List<Double> numbers(String column) {
    int at = columns.indexOf(column);
    return rows.stream()
        .map(row -> row.get(at))
        .filter(Number.class::isInstance)
        .map(value -> ((Number) value).doubleValue())
        .toList();
  }

  /** These rows without a column. */
  public StoredRows without(String column) {
    int at = columns.indexOf(column);
    List<String> fewer = new ArrayList<>(columns);
    fewer.remove(at);
    return new StoredRows(
        fewer,
        rows.stream()
            .map(
                row -> {
                  List<Object> shorter = new ArrayList<>(row);
                  shorter.remove(at);
                  return shorter;
                })
            .map(List::copyOf)
            .toList());
  }
}
