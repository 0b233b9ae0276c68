package org.bigsweep.driver.plan;

/**
 * The default time of a probe of costs: a small share of the run that it predicts. Before the
 * probe, that run is known only by the figures of a typical core.
 */
public final class ProbeTime {
  private static final double SHARE = 0.02;

  /** A shorter probe would tell little for its price: the engine loads and is compiled first. */
  private static final double LEAST_SECONDS = 2;

  private static final double MOST_SECONDS = 5;

  private ProbeTime() {}

  /**
   * Seconds of a probe, or 0 if it does not pay.
   *
   * @param run predicted wall time of the run on this machine
   */
  public static double seconds(double run) {
    double seconds = SHARE * run;
    return seconds < LEAST_SECONDS ? 0 : Math.min(MOST_SECONDS, seconds);
  }
}
