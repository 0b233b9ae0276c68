package org.bigsweep.results;

import org.bigsweep.util.UserException;

/**
 * The failure to take a lease that somebody else holds. The message is one sentence for the user.
 */
public final class LeaseHeldException extends UserException {
  private static final long serialVersionUID = 1L;

  LeaseHeldException(String message) {
    super(Remedy.WAIT, message);
  }
}
