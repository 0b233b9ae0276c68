package org.bigsweep.engine.data;

/** A dataset that cannot be had or breaks its format; the message is one sentence for the user. */
public final class DatasetException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public DatasetException(String message) {
    super(message);
  }

  DatasetException(String message, Throwable cause) {
    super(message, cause);
  }
}
