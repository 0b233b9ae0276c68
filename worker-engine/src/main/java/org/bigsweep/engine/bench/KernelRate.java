package org.bigsweep.engine.bench;

/**
 * Speed of one kernel on 32,768 values (128 samples of 256 units).
 *
 * @param kernel what it computes
 * @param microseconds thread CPU time per call
 */
public record KernelRate(String kernel, double microseconds) {
  /** Values that a call works on. */
  public static final int VALUES = 32_768;

  /** Nanoseconds per value. */
  public double nanosecondsPerValue() {
    return microseconds * 1e3 / VALUES;
  }
}
