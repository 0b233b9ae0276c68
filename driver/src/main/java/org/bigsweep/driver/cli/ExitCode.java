package org.bigsweep.driver.cli;

/** What the program's exit code says. */
final class ExitCode {
  static final int DONE = 0;

  /** The run went to its end; some trials failed. */
  static final int TRIALS_FAILED = 3;

  /** Retrained trials came out otherwise. */
  static final int DIFFERENT = 4;

  /** Bad usage, sweep file or other input; nothing was written. */
  static final int BAD_INPUT = 64;

  static final int INTERNAL = 70;
  static final int INTERRUPTED = 130;

  private ExitCode() {}
}
