package org.bigsweep.driver.plan;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.bigsweep.engine.trial.TrialParameters;
import org.bigsweep.engine.trial.TrialSpec;

/**
 * What a trial takes on a core whose parts run at round rates: matrix products, passes over
 * activations, moves of parameters, diagnostics. A {@link Calibration} multiplies it by what this
 * machine was seen to take, so that only its ratios between neighbouring shapes matter.
 */
final class NominalCost {
  /** Parameters on which the cost of a trial depends. */
  static final Set<String> DEPENDS_ON =
      Set.of(
          "rule",
          "depth",
          "width",
          "activation",
          "batchSize",
          "epochs",
          "trainingImages",
          "validationImages",
          "innerSteps",
          "pretrainEpochs",
          "feedbackLoss",
          "inhibitionTarget",
          "interneurons",
          "optimizer",
          "feedbackOptimizer",
          "inhibitionOptimizer");

  /** Of the products of a step, flop/s. */
  private static final double RATE = 110e9;

  /** Of one pass over one activation of one sample. */
  private static final double PASS_SECONDS = 0.6e-9;

  private static final double PASSES_OF_F = 4;
  private static final double PASSES_OF_G = 5;
  private static final double PASSES_OF_I = 5;

  /** Of one set-up and publication. */
  private static final double TRIAL_SECONDS = 0.03;

  /** Samples for which the Gauss-Newton direction is solved. */
  private static final double NEWTON_SAMPLES = 16;

  private static final double NEWTON_SECONDS_PER_UNIT_CUBED = 2.5e-11;

  private static final String FINEST = "shape";

  private NominalCost() {}

  /** Seconds of a trial up to the end of an epoch, 0 for what comes before the first. */
  static double seconds(TrialSpec spec, DatasetShape data, long epochs) {
    TrialFlops flops = new TrialFlops(spec, data);
    double batch = spec.get(TrialParameters.BATCH_SIZE);
    double steps = flops.steps();
    double inner = flops.innerSteps();
    double hiddenLayers = spec.get(TrialParameters.DEPTH) - 1;
    double maps =
        inner
            * (moves(spec, "feedbackOptimizer") * flops.feedbackWeights()
                + moves(spec, "inhibitionOptimizer") * flops.inhibitionWeights()
                + batch * flops.hiddenUnits() * PASS_SECONDS * mapPasses(flops)
                + batch * flops.interneurons() * hiddenLayers * PASS_SECONDS * PASSES_OF_I);
    double forward = batch * flops.hiddenUnits() * PASS_SECONDS * PASSES_OF_F;
    double step = forward + maps + moves(spec, "optimizer") * flops.forwardWeights();
    long[] sizes = flops.sizes();
    double diagnostics =
        NEWTON_SAMPLES
            * NEWTON_SECONDS_PER_UNIT_CUBED
            * Arrays.stream(sizes, 1, sizes.length - 1).mapToDouble(n -> Math.pow(n, 3)).sum();
    return TRIAL_SECONDS
        + flops.upTo(epochs) / RATE
        + steps * (epochs * step + flops.pretrainEpochs() * (forward + maps))
        + (epochs + 1) * diagnostics;
  }

  private static double mapPasses(TrialFlops flops) {
    return (flops.feedbackWeights() > 0 ? PASSES_OF_G : 0)
        + (flops.inhibitionWeights() > 0 ? PASSES_OF_I : 0);
  }

  /** Of one parameter's move, beyond the product that forms its gradient. */
  private static double moves(TrialSpec spec, String optimizer) {
    return switch (spec.values().getOrDefault(optimizer, "")) {
      case "adam" -> 0.6e-9;
      case "momentum", "rmsprop" -> 0.4e-9;
      default -> 0;
    };
  }

  /** From the most particular to the most general: what trials of like cost have in common. */
  static List<String> kinds(TrialSpec spec) {
    String rule = values(spec, "rule");
    String learning = values(spec, "rule", "feedbackLoss", "inhibitionTarget");
    String moving =
        learning
            + values(spec, "activation", "optimizer", "feedbackOptimizer", "inhibitionOptimizer");
    String shape = moving + values(spec, "depth", "width", "interneurons", "batchSize");
    return List.of(FINEST + shape, "moving" + moving, "learning" + learning, "rule" + rule, "");
  }

  /** Whether trials of a kind differ in nothing but their length and seed, as far as cost goes. */
  static boolean isFinest(String kind) {
    return kind.startsWith(FINEST);
  }

  private static String values(TrialSpec spec, String... names) {
    StringBuilder text = new StringBuilder();
    for (String name : names) {
      text.append('|').append(spec.values().getOrDefault(name, ""));
    }
    return text.toString();
  }
}
