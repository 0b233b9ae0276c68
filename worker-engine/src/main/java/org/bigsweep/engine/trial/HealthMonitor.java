package org.bigsweep.engine.trial;

import java.util.Locale;
import java.util.Map;
import org.bigsweep.engine.kernel.Kernels;
import org.bigsweep.engine.net.Mlp;
import org.bigsweep.engine.net.Pass;

/**
 * A monitor that watches training for divergence and collapse.
 *
 * <p><b>Diverged</b>: a loss that is not finite or above {@value #LARGEST_LOSS} nats per sample, or
 * a target beyond {@value #LARGEST_TARGET}. <b>Collapsed</b>: more than 90 % of the entries of some
 * hidden layer with |h| &gt; .95 at two checks in a row, or, after the first epoch, one predicted
 * class for 500 training samples in a row; a flag only, and only from the first epoch on: in
 * pre-training, epochs 0 and below, f is as it was drawn.
 */
final class HealthMonitor {
  static final double LARGEST_LOSS = 1e3;
  static final double LARGEST_TARGET = 1e5;
  private static final int STEPS_PER_CHECK = 100;
  private static final float SATURATED = 0.95f;
  private static final double MOST_SATURATED = 0.9;
  private static final int LONGEST_RUN = 500;

  private final Mlp net;
  private final Kernels kernels;
  private final boolean targets;
  private final int[] saturatedChecks;
  private int predicted = -1;
  private int run;
  private int collapsedEpoch;

  /**
   * @param targets whether the rule has targets to check
   */
  HealthMonitor(Mlp net, Kernels kernels, boolean targets) {
    this.net = net;
    this.kernels = kernels;
    this.targets = targets;
    this.saturatedChecks = new int[net.depth()];
  }

  /** Checks the loss after forward; NaN or Inf in any parameter reaches it. */
  void afterForward(Pass pass) {
    checkLoss(pass.loss() / pass.batch());
    if (pass.epoch() > 1) {
      followPredictions(pass);
    }
  }

  /**
   * Checks targets and saturation every hundredth step and after an epoch's last one.
   *
   * @param last whether the step was an epoch's last
   */
  void afterStep(Pass pass, boolean last) {
    if (last || pass.step() % STEPS_PER_CHECK == STEPS_PER_CHECK - 1) {
      check(pass);
    }
  }

  /** Fails if {@code loss}, nats per sample, is not finite or beyond the bound. */
  static void checkLoss(double loss) {
    if (!(loss <= LARGEST_LOSS)) {
      throw new DivergedException("loss " + text(loss) + " (bound " + text(LARGEST_LOSS) + ")");
    }
  }

  /** First epoch at which collapse was seen; 0 if it was not. */
  int collapsedEpoch() {
    return collapsedEpoch;
  }

  /** Puts what it remembers of earlier steps. */
  void collect(Map<String, Long> counters) {
    counters.put("monitor.predicted", (long) predicted);
    counters.put("monitor.run", (long) run);
    counters.put("monitor.collapsedEpoch", (long) collapsedEpoch);
    for (int l = 1; l < net.depth(); l++) {
      counters.put("monitor.saturated" + l, (long) saturatedChecks[l]);
    }
  }

  /** Remembers what {@link #collect} put. */
  void restore(Map<String, Long> counters) {
    predicted = counters.get("monitor.predicted").intValue();
    run = counters.get("monitor.run").intValue();
    collapsedEpoch = counters.get("monitor.collapsedEpoch").intValue();
    for (int l = 1; l < net.depth(); l++) {
      saturatedChecks[l] = counters.get("monitor.saturated" + l).intValue();
    }
  }

  private void followPredictions(Pass pass) {
    for (int r = 0; r < pass.batch(); r++) {
      run = pass.predicted(r) == predicted ? run + 1 : 1;
      predicted = pass.predicted(r);
      if (run >= LONGEST_RUN) {
        flag(pass.epoch());
      }
    }
  }

  private void check(Pass pass) {
    for (int l = 1; l < net.depth(); l++) {
      if (targets) {
        checkTarget(l, kernels.largest(pass.target(l)));
      }
      if (net.layer(l).activation().bounded()) {
        checkSaturation(l, pass);
      }
    }
  }

  private static void checkTarget(int l, float largest) {
    if (!(largest <= LARGEST_TARGET)) {
      throw new DivergedException(
          "target of layer %s reached %s (bound %s)"
              .formatted(l, text(largest), text(LARGEST_TARGET)));
    }
  }

  private void checkSaturation(int l, Pass pass) {
    double share = (double) kernels.countBeyond(pass.h(l), SATURATED) / pass.h(l).size();
    saturatedChecks[l] = share > MOST_SATURATED ? saturatedChecks[l] + 1 : 0;
    if (saturatedChecks[l] >= 2) {
      flag(pass.epoch());
    }
  }

  private void flag(long epoch) {
    if (collapsedEpoch == 0 && epoch >= 1) {
      collapsedEpoch = (int) epoch;
    }
  }

  private static String text(double value) {
    return String.format(Locale.ROOT, "%.3g", value);
  }
}
