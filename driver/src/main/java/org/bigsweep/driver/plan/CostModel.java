package org.bigsweep.driver.plan;

import org.bigsweep.engine.trial.TrialSpec;

/**
 * Predicts how long a trial takes on one core: its matrix products at a rate, and a constant.
 *
 * @param gigaflops rate of large single-precision products on one core, GFLOP/s
 * @param efficiency fraction of that rate that whole steps reach, above 0 up to 1
 * @param secondsPerTrial set-up and publication
 */
public record CostModel(double gigaflops, double efficiency, double secondsPerTrial) {
  /** Of a core whose rate is not known. */
  public static final CostModel TYPICAL = new CostModel(100, 0.4, 0.02);

  public CostModel {
    if (!(gigaflops > 0) || !(efficiency > 0 && efficiency <= 1) || !(secondsPerTrial >= 0)) {
      throw new IllegalArgumentException(
          "Invalid cost model: %s GFLOP/s, efficiency %s, %s s (must be > 0, in (0, 1], ≥ 0)"
              .formatted(gigaflops, efficiency, secondsPerTrial));
    }
  }

  /** This model at the measured rate of a core. */
  public CostModel at(double measuredGigaflops) {
    return new CostModel(measuredGigaflops, efficiency, secondsPerTrial);
  }

  /** Floating-point operations of a trial's matrix products. */
  public double flops(TrialSpec spec, DatasetShape data) {
    return TrialFlops.of(spec, data);
  }

  /** Seconds of a trial on one core. */
  public double seconds(TrialSpec spec, DatasetShape data) {
    return seconds(flops(spec, data), 1);
  }

  double seconds(double flops, double trials) {
    return flops / (gigaflops * 1e9 * efficiency) + trials * secondsPerTrial;
  }
}
