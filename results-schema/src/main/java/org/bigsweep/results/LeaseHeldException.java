package org.bigsweep.results;

/**
 * The failure to take a lease that somebody else holds. The message is one sentence for the user.
 */
public final class LeaseHeldException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  LeaseHeldException(String message) {
    super(message);
  }
}
