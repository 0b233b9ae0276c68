package org.bigsweep.engine.data;

/**
 * Thrown when a dataset cannot be obtained or breaks its format. The message is one sentence for
 * the user.
 */
public final class DatasetException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public DatasetException(String message) {
    super(message);
  }

  DatasetException(String message, Throwable cause) {
    super(message, cause);
  }
}
