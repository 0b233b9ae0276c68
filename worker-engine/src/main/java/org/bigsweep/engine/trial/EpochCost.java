package org.bigsweep.engine.trial;

/**
 * The cost of an epoch in seconds of thread CPU time.
 *
 * @param label what was measured
 * @param training all minibatches
 * @param test evaluation on the test images
 * @param validation evaluation on the validation images
 * @param diagnostics diagnostics on the probe
 */
public record EpochCost(
    String label, double training, double test, double validation, double diagnostics) {
  /** Evaluations and diagnostics over the whole epoch, 0..1. */
  public double share() {
    double beside = test + validation + diagnostics;
    return beside / (training + beside);
  }
}
