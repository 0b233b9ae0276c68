package org.bigsweep.engine.trial;

/** Thrown when a trial cannot resume from a checkpoint. The message completes "because …". */
final class CheckpointException extends Exception {
  private static final long serialVersionUID = 1L;

  CheckpointException(String message) {
    super(message);
  }
}
