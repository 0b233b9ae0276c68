package org.bigsweep.driver.cli;

import java.io.PrintWriter;
import java.util.Locale;
import org.bigsweep.driver.store.AnswerTable;
import org.bigsweep.util.UserException;
import picocli.CommandLine.Option;

/** The option {@code --format} of commands that print their answer. */
final class FormatOption {
  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "text",
      description =
          "text, json or, where the answer is a single table, csv (default: ${DEFAULT-VALUE}).")
  private OutputFormat format;

  OutputFormat chosen() {
    return format;
  }

  /** Whether an answer of several tables is wanted as one JSON document instead of text. */
  boolean json() {
    return switch (format) {
      case TEXT -> false;
      case JSON -> true;
      default ->
          throw UserException.invalid(
              "--format", format.name().toLowerCase(Locale.ROOT), "text or json");
    };
  }

  void print(AnswerTable table, PrintWriter out) {
    format.print(table, out);
  }
}
