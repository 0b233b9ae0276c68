package org.bigsweep.driver.cli;

import java.io.PrintWriter;
import org.bigsweep.driver.store.Rows;
import picocli.CommandLine.Option;

/** The option {@code --json} of all commands that read. */
final class FormatOption {
  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  boolean json() {
    return json;
  }

  void print(Rows rows, PrintWriter out) {
    (json ? RowsFormat.JSON : RowsFormat.TEXT).print(rows, out);
  }
}
