package org.bigsweep.driver.cli;

import java.util.List;
import org.bigsweep.driver.store.ResultsViews;
import org.bigsweep.results.ResultsFolder;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** SQL over results. */
@Command(
    name = "sql",
    description = {
      "Answers a SQL query over the views trials, epochs, layers and attempts.",
      "Example: bigsweep sql results \"select rule, avg(test_accuracy) from trials group by all\""
    })
final class SqlCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Parameters(
      arity = "1..2",
      paramLabel = "[RESULTS] QUERY",
      description = "Results folder (default: ./results) and query, in Spark's SQL.")
  private List<String> arguments;

  @ArgGroup private Format format = new Format();

  static final class Format {
    @Option(names = "--csv", description = "Print CSV.")
    boolean csv;

    @Option(names = "--json", description = "Print JSON.")
    boolean json;

    RowsFormat chosen() {
      return csv ? RowsFormat.CSV : json ? RowsFormat.JSON : RowsFormat.TEXT;
    }
  }

  @Override
  public void run() {
    ResultsFolder folder = ResultsOption.existing(ResultsOption.location(arguments));
    try (ResultsViews views = ResultsViews.over(folder)) {
      format
          .chosen()
          .print(views.query(arguments.get(arguments.size() - 1)), spec.commandLine().getOut());
    }
  }
}
