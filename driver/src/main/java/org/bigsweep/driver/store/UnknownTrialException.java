package org.bigsweep.driver.store;

import org.bigsweep.results.ResultsFolder;

/**
 * A request for a trial that results do not hold, or not in the way asked for. The message is one
 * sentence for the user.
 */
public final class UnknownTrialException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UnknownTrialException(String message) {
    super(message);
  }

  UnknownTrialException(ResultsFolder folder, String prefix, boolean none) {
    super(
        "Invalid trial: "
            + prefix
            + (none
                ? " (must be the id of a trial in " + folder + ")"
                : " (must be the beginning of one id only; several begin so)"));
  }
}
