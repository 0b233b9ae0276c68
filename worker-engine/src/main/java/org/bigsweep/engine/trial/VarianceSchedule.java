package org.bigsweep.engine.trial;

import org.bigsweep.engine.catalog.TrialParameters;
import org.bigsweep.engine.catalog.TrialSpec;
import org.bigsweep.engine.rule.RuleParameters;

/**
 * How the variances of a rule (σ² and those of the noise of g and i) change from epoch to epoch, by
 * {@code sigma2Annealing} ρ, with e = 1 … E the epoch and E the horizon:
 *
 * <pre>σ²(e) = σ² ρ^((e − 1)/(E − 1)),   σ² where E = 1</pre>
 *
 * <p>a geometric sequence as in Song and Ermon 2019. Pre-training is at σ² itself.
 *
 * @param ratio ρ
 * @param horizon E
 */
record VarianceSchedule(double ratio, long horizon) {
  static VarianceSchedule of(TrialSpec spec) {
    return new VarianceSchedule(
        spec.find(RuleParameters.SIGMA2_ANNEALING).orElse(1.0), spec.get(TrialParameters.EPOCHS));
  }

  /** σ²(e)/σ². */
  double factor(int epoch) {
    return epoch == 1 ? 1 : StrictMath.pow(ratio, (epoch - 1.0) / (horizon - 1));
  }
}
