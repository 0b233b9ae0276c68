package org.bigsweep.util;

/**
 * A failure that the user can understand and mend. The message is one sentence, such as {@code
 * Invalid <thing>: <value> (must be <requirement>)} or {@code Cannot <verb> <thing>: <reason>}. A
 * command prints it without a stack trace and ends with an exit code for its {@link Remedy}.
 */
public class UserException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What the user can do about a failure. */
  public enum Remedy {
    /** Correct the arguments, files or settings of the command. */
    CORRECT_INPUT,
    /** Wait until another driver releases its lease. */
    WAIT,
    /** Make the results folder writable and give the same command again. */
    MEND_OUTPUT,
    /** Give the same command again; Spark cut the run short. */
    RUN_AGAIN
  }

  private final Remedy remedy;

  public UserException(Remedy remedy, String message, Throwable cause) {
    super(message, cause);
    this.remedy = remedy;
  }

  public UserException(Remedy remedy, String message) {
    this(remedy, message, null);
  }

  /** A failure by bad input. */
  public UserException(String message, Throwable cause) {
    this(Remedy.CORRECT_INPUT, message, cause);
  }

  /** A failure by bad input. */
  public UserException(String message) {
    this(Remedy.CORRECT_INPUT, message, null);
  }

  /** A failure by a value that is not allowed. */
  public static UserException invalid(String what, Object value, String requirement) {
    return new UserException(sentence(what, value, requirement));
  }

  /** The sentence on a value that is not allowed. */
  public static String sentence(String what, Object value, String requirement) {
    return "Invalid " + what + ": " + value + " (must be " + requirement + ")";
  }

  /**
   * Checks a value.
   *
   * @throws UserException {@link #invalid} unless {@code holds}
   */
  public static void check(boolean holds, String what, Object value, String requirement) {
    if (!holds) {
      throw invalid(what, value, requirement);
    }
  }

  public Remedy remedy() {
    return remedy;
  }

  /** The message, followed by what helps where a command is known. */
  public String advised() {
    return getMessage();
  }
}
