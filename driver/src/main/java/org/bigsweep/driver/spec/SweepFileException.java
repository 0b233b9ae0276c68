package org.bigsweep.driver.spec;

import org.bigsweep.util.UserException;

/**
 * A mistake in a sweep file or an override. The message is one sentence for the user that starts
 * with its place: {@code sweep.yaml:12: Invalid sigma2: -1 (must be a number > 0)}.
 */
public final class SweepFileException extends UserException {
  private static final long serialVersionUID = 1L;

  SweepFileException(String origin, String sentence) {
    super(origin.isEmpty() ? sentence : origin + ": " + sentence);
  }
}
