package org.bigsweep.driver.plan;

import org.bigsweep.engine.trial.TrialParameters;
import org.bigsweep.engine.trial.TrialSpec;

/** Memory that a trial needs, estimated from its shape. */
final class TrialMemory {
  /** A slab with the room that alignment takes. */
  private static final double SLAB = (4 << 20) + 64;

  /** Bytes of slabs over bytes in use: a matrix does not straddle two slabs. */
  private static final double UNUSED = 1.15;

  /** Samples that are evaluated together. */
  private static final double EVALUATED = 500;

  /** Samples whose Jacobians the diagnostics form. */
  private static final double JACOBIANS = 16;

  private final TrialSpec spec;
  private final DatasetShape data;
  private final TrialFlops shape;
  private final double units;

  TrialMemory(TrialSpec spec, DatasetShape data) {
    this.spec = spec;
    this.data = data;
    this.shape = new TrialFlops(spec, data);
    this.units = shape.hiddenUnits() + data.classes();
  }

  /**
   * Bytes off the heap: parameters with their optimisers' state and gradient, activations,
   * estimates, targets and what diagnostics keep of them, in slabs.
   */
  double offHeapBytes() {
    double f = shape.forwardWeights();
    double g = shape.feedbackWeights();
    double i = shape.inhibitionWeights();
    double parameters =
        f * (1 + states("optimizer"))
            + g * (1 + states("feedbackOptimizer"))
            + i * (1 + states("inhibitionOptimizer"))
            + (g > 0 ? 0 : shape.fixedFeedbackWeights());
    double jacobians = JACOBIANS * data.classes() * (2 * shape.hiddenUnits() + data.classes());
    double diagnostics = 2 * f + jacobians;
    double perSample =
        data.pixels()
            + 9 * units
            + (g > 0 ? 6 * units : 0)
            + (i > 0 ? 4 * units : 0)
            + 2 * shape.interneurons()
            + (spec.values().getOrDefault("feedbackLoss", "").equals("difference") ? 9 * units : 0);
    double evaluation = EVALUATED * (data.pixels() + units);
    double floats =
        parameters
            + diagnostics
            + shape.largestMatrix()
            + spec.get(TrialParameters.BATCH_SIZE) * perSample
            + evaluation;
    return Math.ceil(UNUSED * floats * Float.BYTES / SLAB + 1) * SLAB;
  }

  /** Bytes of f, g and i. */
  double parameterBytes() {
    return Float.BYTES
        * (shape.forwardWeights() + shape.feedbackWeights() + shape.inhibitionWeights() + units);
  }

  /** Bytes on the heap for the images, as they come and as networks read them. */
  double imageBytes() {
    double read =
        spec.get(TrialParameters.TRAINING_IMAGES)
            + spec.get(TrialParameters.VALIDATION_IMAGES)
            + data.testImages();
    double all = data.trainingFileImages() + data.testImages();
    return data.pixels() * (all + Float.BYTES * read);
  }

  private double states(String optimizer) {
    return switch (spec.values().getOrDefault(optimizer, "")) {
      case "adam" -> 2;
      case "momentum", "rmsprop" -> 1;
      default -> 0;
    };
  }
}
