package org.bigsweep.driver.cli;

/** A user's mistake on the command line. The message is one sentence. */
final class UsageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UsageException(String message) {
    super(message);
  }
}
