package org.bigsweep.driver.cli;

import java.util.OptionalInt;

/** The terminal that the launcher found behind the error stream. */
final class Terminal {
  private Terminal() {}

  /** Its width; empty if the error stream goes elsewhere. */
  static OptionalInt columns() {
    int columns = Integer.getInteger("bigsweep.columns", 0);
    return columns > 0 ? OptionalInt.of(columns) : OptionalInt.empty();
  }
}
