package org.bigsweep.driver.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * Measures what does not depend on training: planning, scheduling, publishing, reading and
 * searching; and what the engine is compared with. Not part of the program; {@code
 * driver/BENCHMARKS.md} has the command that starts it.
 */
@Command(
    name = "driver-benchmarks",
    subcommands = {
      ScaleCommand.class,
      BenchResultsCommand.class,
      SearchCommand.class,
      OverheadCommand.class,
      SoakCommand.class
    },
    description =
        "Measures planning, scheduling, publishing, reading, searching and the live page.",
    mixinStandardHelpOptions = true)
public final class DriverBenchmarks implements Runnable {
  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  /** Ends the process with the benchmark's exit code. */
  public static void main(String[] arguments) {
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    System.exit(run(out, err, arguments));
  }

  static int run(PrintWriter out, PrintWriter err, String... arguments) {
    int code =
        new CommandLine(new DriverBenchmarks())
            .setOut(out)
            .setErr(err)
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setParameterExceptionHandler(new ErrorReporter())
            .setExecutionExceptionHandler(new ErrorReporter())
            .execute(arguments);
    out.flush();
    err.flush();
    return code;
  }

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }
}
