package org.bigsweep.engine.data;

import org.bigsweep.util.UserException;

/**
 * Thrown when a dataset cannot be obtained or breaks its format. The message is one sentence for
 * the user.
 */
public final class DatasetException extends UserException {
  private static final long serialVersionUID = 1L;

  public DatasetException(String message) {
    super(message);
  }

  DatasetException(String message, Throwable cause) {
    super(message, cause);
  }
}
