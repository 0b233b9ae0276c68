package org.bigsweep.results;

/** Somebody else holds the lease; the message is one sentence for the user. */
public final class LeaseHeldException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  LeaseHeldException(String message) {
    super(message);
  }
}
