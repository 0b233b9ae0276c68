package org.bigsweep.driver.cli;

import org.bigsweep.util.UserException;
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
    if (mistake instanceof UserException users) {
      say(command, users.advised());
      return switch (users.remedy()) {
        case CORRECT_INPUT -> ExitCode.BAD_INPUT;
        case WAIT -> ExitCode.HELD;
        case MEND_OUTPUT -> ExitCode.OUTPUT_LOST;
        case RUN_AGAIN -> ExitCode.INTERNAL;
      };
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

  private static void say(CommandLine command, String sentence) {
    command.getErr().println("bigsweep: " + sentence);
  }
}
