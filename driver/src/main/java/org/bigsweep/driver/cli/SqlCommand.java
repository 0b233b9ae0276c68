package org.bigsweep.driver.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.bigsweep.driver.store.ResultsViews;
import org.bigsweep.driver.store.SqlDialect;
import org.bigsweep.driver.store.ViewScript;
import org.bigsweep.results.ResultsFolder;
import org.bigsweep.util.UserException;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code sql}, which answers SQL queries over results. */
@Command(
    name = "sql",
    description = {
      "Answers a SQL query over the views trials, epochs, layers, attempts, paused, decisions,"
          + " best, curves and paired.",
      "Example: bigsweep sql results \"select rule, avg(test_accuracy) from trials group by all\""
    })
final class SqlCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Parameters(
      arity = "0..2",
      paramLabel = "[RESULTS] QUERY",
      description =
          "Results folder (default: ./results) and query, in Spark's SQL; no query with --file or"
              + " --script.")
  private List<String> arguments = List.of();

  @ArgGroup private Source source = new Source();

  static final class Source {
    @Option(names = "--file", paramLabel = "FILE", description = "Read the query from a file.")
    Optional<Path> file = Optional.empty();

    @Option(
        names = "--script",
        paramLabel = "DIALECT",
        description = "Print the views as a script for ${COMPLETION-CANDIDATES}; answer nothing.")
    Optional<SqlDialect> script = Optional.empty();

    boolean given() {
      return file.isPresent() || script.isPresent();
    }
  }

  @Mixin private FormatOption format;

  @Override
  public void run() {
    int most = source.given() ? 1 : 2;
    if (arguments.size() > most || arguments.size() < most - 1) {
      throw new UserException(
          source.given()
              ? "Invalid arguments: " + arguments + " (must be a results folder alone)"
              : "Invalid arguments: none (must end in a query; or use --file or --script)");
    }
    if (source.script.isPresent()) {
      spec.commandLine().getOut().print(ViewScript.of(source.script.get(), folder()));
      return;
    }
    String query = source.file.map(SqlCommand::text).orElseGet(this::lastArgument);
    try (ResultsViews views = ResultsViews.over(folder())) {
      format.print(views.query(query), spec.commandLine().getOut());
    }
  }

  private ResultsFolder folder() {
    return ResultsArgument.before(source.given() ? 0 : 1, arguments);
  }

  private String lastArgument() {
    return arguments.get(arguments.size() - 1);
  }

  private static String text(Path file) {
    try {
      return Files.readString(file).strip().replaceFirst(";$", "");
    } catch (NoSuchFileException e) {
      throw new UserException("Cannot read query " + file + ": there is no such file");
    } catch (IOException e) {
      throw new UserException("Cannot read query " + file + ": " + e.getMessage());
    }
  }
}
