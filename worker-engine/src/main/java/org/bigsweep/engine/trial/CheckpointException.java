package org.bigsweep.engine.trial;

/** A saved state that a trial cannot continue from; the message completes "because …". */
final class CheckpointException extends Exception {
  private static final long serialVersionUID = 1L;

  CheckpointException(String message) {
    super(message);
  }
}
