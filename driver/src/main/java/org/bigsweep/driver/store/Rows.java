package org.bigsweep.driver.store;

import java.util.Iterator;
import java.util.List;

/**
 * A table as the answer to a query.
 *
 * @param rows read once; values in the order of {@code columns}, {@link java.util.Optional#empty}
 *     for an absent one
 */
public record Rows(List<String> columns, Iterator<List<Object>> rows) {
  public Rows {
    columns = List.copyOf(columns);
  }

  public static Rows of(List<String> columns, List<List<Object>> rows) {
    return new Rows(columns, rows.iterator());
  }
}
