package org.bigsweep.driver.plan;

import java.util.List;
import java.util.Set;
import org.bigsweep.engine.catalog.ParameterCatalog;
import org.bigsweep.engine.catalog.TrialParameters;
import org.bigsweep.engine.catalog.TrialSpec;
import org.bigsweep.engine.cost.TrialCost;
import org.bigsweep.engine.param.CostRole;

/**
 * A price for a trial's work on a core whose parts run at round rates: matrix products, passes over
 * activations, moves of parameters, diagnostics. A {@link Calibration} multiplies it by what this
 * machine was seen to take, so only its ratios between neighbouring shapes matter.
 */
final class NominalCost {
  /** Rate of the matrix products of a step, in flop/s. */
  private static final double RATE = 110e9;

  /** Time of one pass over one activation of one sample. */
  private static final double PASS_SECONDS = 0.6e-9;

  /**
   * Time to move one parameter, beyond the product that forms its gradient, by the number of values
   * that the optimiser stores for it.
   */
  private static final double[] MOVE_SECONDS = {0, 0.4e-9, 0.6e-9};

  /** Time to set up and publish one trial. */
  private static final double TRIAL_SECONDS = 0.03;

  private static final double SECONDS_PER_DIAGNOSED_CUBE = 2.5e-11;

  private static final String FINEST = "shape";

  private static final Set<String> ALGORITHM = parameters(CostRole.ALGORITHM);

  private static final Set<String> MOVING = parameters(CostRole.ALGORITHM, CostRole.ELEMENTWISE);

  private static final Set<String> SHAPE =
      parameters(CostRole.ALGORITHM, CostRole.ELEMENTWISE, CostRole.SHAPE);

  private static final Set<String> ALL =
      parameters(CostRole.ALGORITHM, CostRole.ELEMENTWISE, CostRole.SHAPE, CostRole.AMOUNT);

  private NominalCost() {}

  private static Set<String> parameters(CostRole... roles) {
    return ParameterCatalog.standard().costParameters(roles);
  }

  /** Parameters on which the cost of a trial depends. */
  static Set<String> dependsOn() {
    return ALL;
  }

  /** Seconds of a trial up to the end of an epoch, 0 for what comes before the first. */
  static double seconds(TrialSpec spec, DatasetShape data, long epochs) {
    TrialCost cost = data.cost(spec);
    double forward = cost.forwardPasses() * PASS_SECONDS;
    double maps =
        cost.auxiliaryPasses() * PASS_SECONDS
            + cost.auxiliaryUpdates().stream().mapToDouble(NominalCost::seconds).sum();
    double step = forward + maps + seconds(cost.forwardUpdates());
    return TRIAL_SECONDS
        + cost.flops(epochs) / RATE
        + cost.steps() * (epochs * step + cost.pretrainEpochs() * (forward + maps))
        + (epochs + 1) * cost.diagnosedCubes() * SECONDS_PER_DIAGNOSED_CUBE;
  }

  private static double seconds(TrialCost.Updates updates) {
    return updates.parameters() * MOVE_SECONDS[updates.states()];
  }

  /** The kinds of trials that cost alike, from the most particular to the most general. */
  static List<String> kinds(TrialSpec spec) {
    return List.of(
        FINEST + values(spec, SHAPE),
        "moving" + values(spec, MOVING),
        "learning" + values(spec, ALGORITHM),
        "rule|" + spec.get(TrialParameters.RULE),
        "");
  }

  /** Whether trials of a kind differ in nothing but their length and seed, as far as cost goes. */
  static boolean isFinest(String kind) {
    return kind.startsWith(FINEST);
  }

  private static String values(TrialSpec spec, Set<String> names) {
    StringBuilder text = new StringBuilder();
    for (String name : names) {
      text.append('|').append(spec.values().getOrDefault(name, ""));
    }
    return text.toString();
  }
}
