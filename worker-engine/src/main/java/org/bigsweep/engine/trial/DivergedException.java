package org.bigsweep.engine.trial;

/**
 * Training left the finite numbers or a stated bound; becomes the trial's state, never the user's.
 */
final class DivergedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  DivergedException(String reason) {
    super(reason);
  }
}
