package org.bigsweep.driver.space;

import java.util.List;

/** Parameters that move together: the k-th value of each goes with the k-th of all others. */
public record Zip(List<Setting> columns, String origin) {
  /**
   * @throws SpaceException if the columns differ in length
   */
  public Zip {
    columns = List.copyOf(columns);
    long length = columns.get(0).domain().values().size();
    for (Setting column : columns) {
      long other = column.domain().values().size();
      if (other != length) {
        throw new SpaceException(
            column.origin(),
            "Invalid zip: %s with %s values (must be %s, as many as %s has)"
                .formatted(column.name(), other, length, columns.get(0).name()));
      }
    }
  }
}
