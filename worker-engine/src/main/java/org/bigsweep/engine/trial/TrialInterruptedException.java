package org.bigsweep.engine.trial;

/** Thrown when a trial was asked to stop before its end. It has no result. */
public final class TrialInterruptedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public TrialInterruptedException(String trialId) {
    super("Trial " + trialId + " was interrupted");
  }
}
