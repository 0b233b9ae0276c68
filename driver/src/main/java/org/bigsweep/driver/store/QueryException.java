package org.bigsweep.driver.store;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bigsweep.util.Failures;
import org.bigsweep.util.UserException;

/** A query that is wrong or that hit a damaged file. The message is one sentence for the user. */
public final class QueryException extends UserException {
  private static final long serialVersionUID = 1L;
  private static final Pattern ERROR_CLASS = Pattern.compile("^\\[[A-Z0-9_.]+\\] ");
  private static final Pattern PATH =
      Pattern.compile("(?:file:(?://)?)?(/\\S+?\\.parquet|\\w+://\\S+?\\.parquet)");

  private final boolean aboutFiles;

  private QueryException(String message, Throwable cause, boolean aboutFiles) {
    super(message, cause);
    this.aboutFiles = aboutFiles;
  }

  private QueryException(String message, Throwable cause) {
    this(message, cause, false);
  }

  /** Whether a file could not be read; it may have been replaced since the views were made. */
  public boolean concernsFiles() {
    return aboutFiles;
  }

  static QueryException wrong(Throwable cause) {
    String said = ERROR_CLASS.matcher(Failures.firstLine(cause)).replaceFirst("");
    return new QueryException("Invalid query: " + said, cause);
  }

  static QueryException refused(String what, String requirement) {
    return new QueryException("Invalid query: " + what + " (must be " + requirement + ")", null);
  }

  static QueryException failed(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      Matcher path = PATH.matcher(String.valueOf(cause.getMessage()));
      if (path.find()) {
        return new QueryException(
            "Cannot read "
                + path.group(1)
                + ": it is not a whole Parquet file of this table (bigsweep doctor says what"
                + " helps)",
            failure,
            true);
      }
    }
    return new QueryException("Cannot answer the query: " + Failures.firstLine(failure), failure);
  }
}
