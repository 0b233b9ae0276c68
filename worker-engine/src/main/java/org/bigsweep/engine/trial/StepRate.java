package org.bigsweep.engine.trial;

/**
 * The speed of a training step in thread CPU time.
 *
 * @param label what was measured
 * @param samplesPerSecond training samples per second
 * @param overhead time of the step over the time of its matrix products alone
 * @param gflops rate at which the step does its products' operations, GFLOP/s
 * @param ceiling {@code gflops} over the rate of a 1024³ product
 * @param megaflops operations of a step's products, MFLOP
 * @param ofPeak {@code gflops} over the rate of fused multiply-adds on registers; NaN in a JVM
 *     without the vector module
 * @param hotProducts rate of the step's products over the same peak where each is repeated on
 *     operands that are in the cache
 */
public record StepRate(
    String label,
    double samplesPerSecond,
    double overhead,
    double gflops,
    double ceiling,
    double megaflops,
    double ofPeak,
    double hotProducts) {
  /** Rate of the step's products over the peak where they run alone in the step's order. */
  public double productsOfPeak() {
    return ofPeak * overhead;
  }
}
