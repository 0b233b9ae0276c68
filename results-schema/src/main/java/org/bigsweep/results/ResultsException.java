package org.bigsweep.results;

import java.io.IOException;
import org.apache.hadoop.fs.Path;
import org.bigsweep.util.UserException;

/**
 * The failure to read or write results. The message is one sentence for the user: {@code Cannot
 * <verb> <thing>: <reason>}.
 */
public final class ResultsException extends UserException {
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

  @Override
  public String advised() {
    return damagedFolder.isEmpty()
        ? getMessage()
        : getMessage() + " (bigsweep doctor " + damagedFolder + " says what helps)";
  }

  /**
   * An exception that says what cannot be done with a folder, and why.
   *
   * @param what the failed action, such as {@code read the sweeps of}
   */
  public static ResultsException of(String what, ResultsFolder folder, IOException cause) {
    return cannot(what + " " + folder, cause);
  }

  /** As {@link #of(String, ResultsFolder, IOException)}, of a file or directory. */
  static ResultsException of(String what, Path path, IOException cause) {
    return cannot(what + " " + ResultsFolder.display(path), cause);
  }

  /** An exception that says what cannot be done, and why. */
  static ResultsException cannot(String action, Exception cause) {
    return new ResultsException("Cannot " + action + ": " + StorageReason.of(cause), cause);
  }
}
