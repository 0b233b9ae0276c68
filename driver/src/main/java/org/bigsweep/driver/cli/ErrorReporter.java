package org.bigsweep.driver.cli;

import org.bigsweep.driver.report.NoFigureException;
import org.bigsweep.driver.run.InvalidSettingException;
import org.bigsweep.driver.run.OutputLostException;
import org.bigsweep.driver.run.RunFailedException;
import org.bigsweep.driver.spec.SweepFileException;
import org.bigsweep.driver.store.QueryException;
import org.bigsweep.driver.store.UnknownTrialException;
import org.bigsweep.engine.data.DatasetException;
import org.bigsweep.engine.param.InvalidParameterException;
import org.bigsweep.results.LeaseHeldException;
import org.bigsweep.results.ResultsException;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** A handler that turns every failure into one sentence and an exit code. */
final class ErrorReporter implements IExecutionExceptionHandler, IParameterExceptionHandler {
  @Override
  public int handleParseException(ParameterException mistake, String[] arguments) {
    CommandLine command = mistake.getCommandLine();
    say(command, mistake.getMessage());
    if (!CommandLine.UnmatchedArgumentException.printSuggestions(mistake, command.getErr())) {
      command.getErr().println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
    }
    return ExitCode.BAD_INPUT;
  }

  @Override
  public int handleExecutionException(Exception mistake, CommandLine command, ParseResult parsed) {
    if (processEnds()) {
      return ExitCode.INTERRUPTED;
    }
    LoggerFactory.getLogger(ErrorReporter.class).error("Command failed", mistake);
    if (isUsers(mistake)) {
      say(command, mistake.getMessage() + advice(mistake));
      return ExitCode.BAD_INPUT;
    }
    if (mistake instanceof LeaseHeldException) {
      say(command, mistake.getMessage());
      return ExitCode.HELD;
    }
    if (mistake instanceof OutputLostException) {
      say(command, mistake.getMessage() + "; the same command continues");
      return ExitCode.OUTPUT_LOST;
    }
    if (mistake instanceof RunFailedException) {
      say(command, mistake.getMessage());
      return ExitCode.INTERNAL;
    }
    say(command, "Internal error: " + mistake);
    for (StackTraceElement frame : mistake.getStackTrace()) {
      command.getErr().println("  at " + frame);
    }
    return ExitCode.INTERNAL;
  }

  /**
   * Whether a signal is ending the process. Errors raised during shutdown, such as calls to a
   * stopped Spark, are suppressed.
   */
  private static boolean processEnds() {
    Thread none = new Thread(() -> {});
    try {
      Runtime.getRuntime().addShutdownHook(none);
      Runtime.getRuntime().removeShutdownHook(none);
      return false;
    } catch (IllegalStateException e) {
      return true;
    }
  }

  private static String advice(Exception mistake) {
    return mistake instanceof ResultsException results
        ? results
            .damagedFolder()
            .map(f -> " (bigsweep doctor " + f + " says what helps)")
            .orElse("")
        : "";
  }

  private static boolean isUsers(Exception mistake) {
    return mistake instanceof UsageException
        || mistake instanceof InvalidParameterException
        || mistake instanceof DatasetException
        || mistake instanceof SweepFileException
        || mistake instanceof QueryException
        || mistake instanceof UnknownTrialException
        || mistake instanceof NoFigureException
        || mistake instanceof InvalidSettingException
        || mistake instanceof ResultsException;
  }

  private static void say(CommandLine command, String sentence) {
    command.getErr().println("bigsweep: " + sentence);
  }
}
