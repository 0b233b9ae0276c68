package org.bigsweep.results;

import java.io.IOException;
import java.util.Optional;

/**
 * The failure to read or write results. The message is one sentence for the user: {@code Cannot
 * <verb> <thing>: <reason>}.
 */
public final class ResultsException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String damagedFolder;

  private ResultsException(String message, String damagedFolder, Throwable cause) {
    super(message, cause);
    this.damagedFolder = damagedFolder;
  }

  ResultsException(String message, Throwable cause) {
    this(message, "", cause);
  }

  ResultsException(String message) {
    this(message, "", null);
  }

  /** An exception that says that a file is not what was published. */
  static ResultsException damaged(String message, String folder, Throwable cause) {
    return new ResultsException(message, folder, cause);
  }

  /** The results folder of which a file is damaged, if that is what happened. */
  public Optional<String> damagedFolder() {
    return Optional.of(damagedFolder).filter(folder -> !folder.isEmpty());
  }

  /**
   * An exception that says what cannot be done with a folder, and why.
   *
   * @param what the failed action, such as {@code read the sweeps of}
   */
  public static ResultsException of(String what, ResultsFolder folder, IOException cause) {
    return new ResultsException(
        "Cannot " + what + " " + folder + ": " + StorageReason.of(cause), cause);
  }
}
