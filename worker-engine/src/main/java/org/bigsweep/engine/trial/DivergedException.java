package org.bigsweep.engine.trial;

/**
 * Thrown when training produces a number that is not finite or exceeds a bound. It becomes the
 * trial's state and never reaches the user.
 */
final class DivergedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  DivergedException(String reason) {
    super(reason);
  }
}
