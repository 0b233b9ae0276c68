package org.bigsweep.driver.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.bigsweep.util.UserException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The program {@code bigsweep}, with all its commands. */
@Command(
    name = "bigsweep",
    description =
        "Trains many small networks under local learning rules and keeps every figure in Parquet.",
    mixinStandardHelpOptions = true,
    scope = ScopeType.INHERIT,
    versionProvider = VersionProvider.class,
    usageHelpAutoWidth = true,
    exitCodeOnInvalidInput = ExitCode.BAD_INPUT,
    exitCodeOnExecutionException = ExitCode.INTERNAL,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      ExitCode.DONE + ":all done",
      ExitCode.TRIALS_FAILED + ":some trials failed",
      ExitCode.DIFFERENT + ":verify found differences",
      ExitCode.BAD_INPUT + ":bad usage, sweep file or other input; nothing was written",
      ExitCode.UNSOUND + ":results have faults",
      ExitCode.INTERNAL + ":internal error",
      ExitCode.OUTPUT_LOST + ":results cannot be written; the same command continues",
      ExitCode.HELD + ":another driver runs this sweep",
      ExitCode.INTERRUPTED + ":interrupted; the same command continues"
    },
    subcommands = {
      DemoCommand.class,
      InitCommand.class,
      DataCommand.class,
      PlanCommand.class,
      RunCommand.class,
      StatusCommand.class,
      ShowCommand.class,
      VerifyCommand.class,
      TopCommand.class,
      SqlCommand.class,
      ExportCommand.class,
      ReportCommand.class,
      ServeCommand.class,
      CompactCommand.class,
      DoctorCommand.class,
      MergeCommand.class,
      ExtractCommand.class,
      OracleCommand.class,
      BenchCommand.class,
      CompletionCommand.class
    })
public final class Bigsweep implements Runnable {
  @CommandLine.Spec CommandLine.Model.CommandSpec spec;

  @Option(
      names = "--conf",
      paramLabel = "KEY=VALUE",
      scope = ScopeType.INHERIT,
      description =
          "Spark setting, such as spark.executor.memory=4g or"
              + " spark.hadoop.fs.s3a.endpoint=http://host:9000; repeatable.")
  void conf(Map<String, String> settings) {
    settings.forEach(Bigsweep::set);
  }

  /** Sets a system property, as spark-submit does: Spark reads its settings from there. */
  private static void set(String key, String value) {
    if (!key.startsWith("spark.")) {
      throw new UserException("Invalid --conf: " + key + " (must begin with spark.)");
    }
    System.setProperty(key, value);
  }

  /** Ends the process with the command's exit code. */
  public static void main(String[] arguments) {
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    System.exit(run(out, err, arguments));
  }

  /**
   * Runs one command.
   *
   * @return its exit code
   */
  public static int run(PrintWriter toOut, PrintWriter toErr, String... arguments) {
    PrintWriter out = PlainText.writer(toOut);
    PrintWriter err = PlainText.writer(toErr);
    CommandLine line =
        new CommandLine(new Bigsweep())
            .setOut(out)
            .setErr(err)
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setParameterExceptionHandler(new ErrorReporter())
            .setExecutionExceptionHandler(new ErrorReporter());
    int code = line.execute(arguments);
    out.flush();
    err.flush();
    return code;
  }

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }
}
