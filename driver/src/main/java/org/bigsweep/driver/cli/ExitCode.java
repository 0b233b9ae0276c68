package org.bigsweep.driver.cli;

/** The exit codes of the program. */
final class ExitCode {
  static final int DONE = 0;

  /** The run went to its end or was stopped by its limit; some of the sweep's trials failed. */
  static final int TRIALS_FAILED = 3;

  /** Retraining gave other results than those stored. */
  static final int DIFFERENT = 4;

  /** Bad usage, sweep file or other input; nothing was written. */
  static final int BAD_INPUT = 64;

  /** {@code doctor} or {@code merge} found faults in results that are still there. */
  static final int UNSOUND = 65;

  static final int INTERNAL = 70;

  /** Results could not be written, although the run retried for a while. */
  static final int OUTPUT_LOST = 74;

  /** Another driver runs the same sweep; try again later. */
  static final int HELD = 75;

  static final int INTERRUPTED = 130;

  private ExitCode() {}
}
