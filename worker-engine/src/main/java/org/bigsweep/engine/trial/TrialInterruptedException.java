package org.bigsweep.engine.trial;

/** A trial was asked to stop before its end; it has no result. */
public final class TrialInterruptedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public TrialInterruptedException(String trialId) {
    super("Trial " + trialId + " was interrupted");
  }
}
