package org.bigsweep.driver.cli;

import org.bigsweep.driver.run.FailureLimit;
import org.bigsweep.util.UserException;
import picocli.CommandLine.Option;

/** The options that {@code run} has and {@code plan} has not. */
final class RunOptions {
  /** States of trials that may be trained again. */
  enum Retry {
    FAILED
  }

  @Option(
      names = "--max-failures",
      paramLabel = "N|N%",
      description =
          "Stop when more trials than this have failed, or more than this share of at least 20"
              + " finished ones (default: never). Diverged trials do not count.")
  private String maxFailures;

  @Option(
      names = "--retry",
      paramLabel = "failed",
      description = "Train the sweep's failed trials again; a success then counts instead.")
  private Retry retry;

  @Option(
      names = "--serve",
      description =
          "Open the page of bigsweep serve on this machine for as long as the sweep runs.")
  private boolean serve;

  FailureLimit failures() {
    if (maxFailures == null) {
      return FailureLimit.NONE;
    }
    return FailureLimit.parse(maxFailures)
        .orElseThrow(
            () ->
                UserException.invalid(
                    "--max-failures", maxFailures, "a number such as 10, or a share such as 5%"));
  }

  /** Whether a live page is wanted. */
  boolean serve() {
    return serve;
  }

  boolean retryFailed() {
    return retry == Retry.FAILED;
  }
}
