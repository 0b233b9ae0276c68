package org.bigsweep.driver.run;

import static java.util.stream.Collectors.toMap;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.bigsweep.results.ResultsFolder;
import org.bigsweep.results.ResultsReader;
import org.bigsweep.results.Table;

/** What a results folder holds, without columns of place and time. */
public final class MeasuredRows {
  private MeasuredRows() {}

  /** Rows by key; a key that is there twice is an error. */
  public static Map<String, String> of(ResultsFolder folder, Table<?> table) {
    List<String> columns = List.copyOf(table.measuredColumns());
    try (var rows = new ResultsReader(folder).read(table, columns)) {
      return rows.collect(
          toMap(
              row ->
                  row.get("trial_id")
                      + (row.hasField("epoch") ? " " + row.get("epoch") : "")
                      + (row.hasField("layer") ? " " + row.get("layer") : ""),
              row -> columns.stream().map(c -> c + "=" + text(row.get(c))).toList().toString(),
              (one, other) -> {
                throw new AssertionError("twice in " + table + ": " + one);
              },
              TreeMap::new));
    }
  }

  /** Maps have no order of their own. */
  private static Object text(Object value) {
    return value instanceof Map<?, ?> map ? new TreeMap<>(map) : value;
  }
}
