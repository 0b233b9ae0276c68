package org.bigsweep.results;

import java.io.IOException;
import java.io.UncheckedIOException;

/** Damage to results, for tests of what mends it. */
public final class Damage {
  private Damage() {}

  /** Replaces a group's file by bytes that are no Parquet file. */
  public static void corrupt(ResultsFolder folder, Table<?> table, GroupName group) {
    try {
      new SideFiles(folder).replace(folder.file(table, group), new byte[100]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
