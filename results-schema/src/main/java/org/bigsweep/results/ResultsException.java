package org.bigsweep.results;

/**
 * Results that cannot be read or written. The message is one sentence for the user: {@code Cannot
 * <verb> <thing>: <reason>}.
 */
public final class ResultsException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ResultsException(String message, Throwable cause) {
    super(message, cause);
  }

  ResultsException(String message) {
    super(message);
  }
}
