package org.bigsweep.engine.trial;

import org.bigsweep.engine.catalog.TrialParameters;
import org.bigsweep.engine.catalog.TrialParameters.RateSchedule;
import org.bigsweep.engine.catalog.TrialSpec;

/**
 * How the learning rate of f changes from epoch to epoch, by {@code learningRateSchedule}, with e =
 * 1 … E the epoch and E the horizon:
 *
 * <pre>
 * constant  lr(e) = lr
 * cosine    lr(e) = lr [φ + (1 − φ) ½ (1 + cos π(e − 1)/E)],  φ = learningRateFloor
 * step      lr(e) = lr γ^⌊(e − 1)/k⌋,  γ = learningRateDecay, k = learningRateDecayEvery
 * </pre>
 *
 * <p>Cosine annealing is that of Loshchilov and Hutter 2017 without restarts. The rate is constant
 * within an epoch. Pre-training is at the rates themselves; {@code auxiliarySchedule: same} makes g
 * and i follow.
 *
 * @param floor φ
 * @param decay γ
 * @param every k
 * @param horizon E
 */
record LearningRateSchedule(
    RateSchedule shape, double floor, double decay, long every, long horizon) {
  static LearningRateSchedule of(TrialSpec spec) {
    return new LearningRateSchedule(
        spec.get(TrialParameters.LEARNING_RATE_SCHEDULE),
        spec.find(TrialParameters.LEARNING_RATE_FLOOR).orElse(0.0),
        spec.find(TrialParameters.LEARNING_RATE_DECAY).orElse(1.0),
        spec.find(TrialParameters.LEARNING_RATE_DECAY_EVERY).orElse(1L),
        spec.get(TrialParameters.EPOCHS));
  }

  /** lr(e)/lr. */
  double factor(int epoch) {
    return switch (shape) {
      case CONSTANT -> 1;
      case COSINE ->
          floor + (1 - floor) * 0.5 * (1 + StrictMath.cos(Math.PI * (epoch - 1) / horizon));
      case STEP -> StrictMath.pow(decay, (epoch - 1) / every);
    };
  }
}
