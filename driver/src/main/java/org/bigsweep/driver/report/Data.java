package org.bigsweep.driver.report;

import java.util.ArrayList;
import java.util.List;
import org.bigsweep.driver.store.Rows;

/**
 * A table in memory.
 *
 * @param rows values in the order of {@code columns}, {@link java.util.Optional#empty} for an
 *     absent one
 * @param cut whether there were more rows
 */
record Data(List<String> columns, List<List<Object>> rows, boolean cut) {
  Data {
    columns = List.copyOf(columns);
    rows = List.copyOf(rows);
  }

  static Data of(List<String> columns, List<List<Object>> rows) {
    return new Data(columns, rows, false);
  }

  /** The first {@code most} rows of an answer. */
  static Data first(int most, Rows answer) {
    List<List<Object>> rows = new ArrayList<>();
    while (rows.size() < most && answer.rows().hasNext()) {
      rows.add(answer.rows().next());
    }
    return new Data(answer.columns(), rows, answer.rows().hasNext());
  }

  boolean isEmpty() {
    return rows.isEmpty();
  }

  /** Every row, by column name. */
  List<Line> lines() {
    return rows.stream().map(row -> new Line(columns, row)).toList();
  }
}
