package org.bigsweep.engine.rule;

import static org.bigsweep.engine.param.Condition.when;

import java.util.List;
import org.bigsweep.engine.kernel.Activation;
import org.bigsweep.engine.optim.OptimizerName;
import org.bigsweep.engine.optim.OptimizerParameters;
import org.bigsweep.engine.param.CamelCased;
import org.bigsweep.engine.param.Condition;
import org.bigsweep.engine.param.CostRole;
import org.bigsweep.engine.param.Default;
import org.bigsweep.engine.param.Kind;
import org.bigsweep.engine.param.Options;
import org.bigsweep.engine.param.Parameter;

/**
 * The options of the rules that come with bigsweep, with their defaults. Each rule lists its own.
 */
public final class RuleParameters {
  /** What g learns; see {@link FeedbackMaps}. */
  public enum FeedbackLoss {
    RECONSTRUCT,
    PRESERVE,
    DENOISE,
    TARGET,
    DIFFERENCE
  }

  /** What i learns; see {@link InhibitoryMaps}. */
  public enum InhibitionTarget {
    ACTIVITY,
    FEEDBACK,
    RECEIVED
  }

  /** The circuit of i; see {@link InhibitoryMaps}. */
  public enum Inhibition {
    AFFINE,
    INTERNEURONS,
    MIRRORED
  }

  /** How i learns; see {@link PotentialLearner}. */
  public enum InhibitionLearner implements CamelCased {
    GRADIENT,
    NORMALIZED_DELTA,
    AFFINE_PROJECTION
  }

  /** Which of g and i learns first in an inner step; see {@link TargetLearner}. */
  public enum AuxiliaryOrder implements CamelCased {
    SIMULTANEOUS,
    FEEDBACK_FIRST
  }

  /** The minibatches on which g and i learn. */
  public enum AuxiliaryMinibatches {
    SAME,
    SEPARATE
  }

  /** The form of BIG's target; see {@link BalancedInhibitionGradient}. */
  public enum TargetForm implements CamelCased {
    LITERAL,
    EXCITATION_MINUS_INHIBITION
  }

  /** The layer whose target is a step along its exact gradient. */
  public enum TopTarget {
    OUTPUT,
    PENULTIMATE
  }

  /** The activation of an auxiliary map: f's, or none. */
  public enum MapActivation {
    SAME,
    LINEAR
  }

  /** How the learning rates of auxiliary maps change over the epochs: not, or as that of f. */
  public enum AuxiliarySchedule {
    CONSTANT,
    SAME
  }

  /** The optimiser of f, which every trial has; here for the cost of maps that learn as f does. */
  static final Parameter<OptimizerName> FORWARD_OPTIMIZER =
      Parameter.of("optimizer", "optimiser of f", OptimizerParameters.NAMES, OptimizerName.ADAM)
          .changingCost(CostRole.ELEMENTWISE);

  private static final Kind.Choice<MapActivation> MAP_ACTIVATIONS =
      Kind.Choice.of(MapActivation.class);

  public static final Parameter<Double> TOP_TARGET_STEP =
      Parameter.of("topTargetStep", "η, step of the top target", Kind.Real.nonNegative(), 1.0);

  public static final Parameter<Double> TOP_UPDATE_STEP =
      new Parameter<>(
          "topUpdateStep",
          "step of the top layer's own update; with topTargetStep 0 the no-label control",
          Kind.Real.nonNegative(),
          new Default.SameAs<>(TOP_TARGET_STEP),
          Condition.ALWAYS);

  public static final Parameter<Long> INNER_STEPS =
      Parameter.of("innerSteps", "steps of g and i before the targets", new Kind.Whole(0, 1000), 1L)
          .changingCost(CostRole.AMOUNT);

  public static final Parameter<Long> PRETRAIN_EPOCHS =
      Parameter.of(
              "pretrainEpochs", "epochs of g and i with f fixed", new Kind.Whole(0, 1 << 20), 1L)
          .changingCost(CostRole.AMOUNT);

  public static final Parameter<FeedbackLoss> FEEDBACK_LOSS =
      Parameter.of(
              "feedbackLoss",
              "what g learns",
              Kind.Choice.of(FeedbackLoss.class),
              FeedbackLoss.RECONSTRUCT)
          .changingCost(CostRole.ALGORITHM);

  public static final Parameter<Double> FEEDBACK_NOISE_VARIANCE =
      Parameter.of(
              "feedbackNoiseVariance",
              "variance of the noise that g is trained with",
              Kind.Real.nonNegative(),
              0.01)
          .activeWhen(when("feedbackLoss", "preserve", "denoise", "difference"));

  public static final Parameter<MapActivation> FEEDBACK_ACTIVATION =
      Parameter.of(
          "feedbackActivation",
          "activation of g: as f's, or linear",
          MAP_ACTIVATIONS,
          MapActivation.SAME);

  public static final Parameter<OptimizerName> FEEDBACK_OPTIMIZER =
      Parameter.of(
              "feedbackOptimizer", "optimiser of g", OptimizerParameters.NAMES, OptimizerName.ADAM)
          .changingCost(CostRole.ELEMENTWISE);

  public static final Parameter<Double> FEEDBACK_LEARNING_RATE =
      Parameter.of(
          "feedbackLearningRate", "lr_g, learning rate of g", Kind.Real.nonNegative(), 1e-3);

  public static final Parameter<Double> SIGMA2 =
      Parameter.of("sigma2", "σ², a variance, in the targets", Kind.Real.positive(), 1.0);

  public static final Parameter<TargetForm> TARGET_FORM =
      Parameter.of(
          "targetForm",
          "form of BIG's target",
          Kind.Choice.of(TargetForm.class),
          TargetForm.LITERAL);

  public static final Parameter<Double> ALPHA =
      Parameter.of("alpha", "α, scale of the target displacement", Kind.Real.positive(), 1.0);

  public static final Parameter<InhibitionTarget> INHIBITION_TARGET =
      Parameter.of(
              "inhibitionTarget",
              "what i learns",
              Kind.Choice.of(InhibitionTarget.class),
              InhibitionTarget.ACTIVITY)
          .changingCost(CostRole.ALGORITHM);

  public static final Parameter<Double> INHIBITION_NOISE_VARIANCE =
      new Parameter<>(
          "inhibitionNoiseVariance",
          "variance of the noise that i is trained with",
          Kind.Real.nonNegative(),
          new Default.SameAs<>(SIGMA2),
          Condition.ALWAYS);

  public static final Parameter<MapActivation> INHIBITION_ACTIVATION =
      Parameter.of(
              "inhibitionActivation",
              "activation of i: as f's, or linear",
              MAP_ACTIVATIONS,
              MapActivation.SAME)
          .changingCost(CostRole.ELEMENTWISE);

  public static final Parameter<Inhibition> INHIBITION_CIRCUIT =
      Parameter.of(
              "inhibition",
              "circuit of i: one layer, interneurons as the layer above, or taught by it",
              Kind.Choice.of(Inhibition.class),
              Inhibition.AFFINE)
          .absentAt(Inhibition.AFFINE)
          .changingCost(CostRole.SHAPE);

  public static final Parameter<InhibitionLearner> INHIBITION_LEARNER =
      Parameter.of(
              "inhibitionLearner",
              "how i learns: by inhibitionOptimizer, or potentials by a fast rule",
              Kind.Choice.of(InhibitionLearner.class),
              InhibitionLearner.GRADIENT)
          .absentAt(InhibitionLearner.GRADIENT)
          .changingCost(CostRole.ALGORITHM);

  public static final Parameter<Double> NORMALIZED_DELTA_RATE =
      Parameter.of(
              "normalizedDeltaRate",
              "μ, share of a sample's error that the normalised delta rule removes",
              new Kind.Real(0, false, 2),
              1.0)
          .activeWhen(when("inhibitionLearner", "normalizedDelta"));

  public static final Parameter<Double> PROJECTION_RIDGE =
      Parameter.of(
              "projectionRidge",
              "δ, added to the diagonal of the affine projection's Gram matrix",
              Kind.Real.positive(),
              0.01)
          .activeWhen(when("inhibitionLearner", "affineProjection"));

  public static final Parameter<AuxiliaryOrder> AUXILIARY_ORDER =
      Parameter.of(
              "auxiliaryOrder",
              "whether i learns from g as it was before the inner step, or from the new g",
              Kind.Choice.of(AuxiliaryOrder.class),
              AuxiliaryOrder.SIMULTANEOUS)
          .absentAt(AuxiliaryOrder.SIMULTANEOUS)
          .changingCost(CostRole.AMOUNT);

  /** Read where the minibatches are, by the trainer. */
  public static final Parameter<AuxiliaryMinibatches> AUXILIARY_MINIBATCHES =
      Parameter.of(
              "auxiliaryMinibatches",
              "minibatches on which g and i learn: those of f, or of an order of their own",
              Kind.Choice.of(AuxiliaryMinibatches.class),
              AuxiliaryMinibatches.SAME)
          .absentAt(AuxiliaryMinibatches.SAME)
          .changingCost(CostRole.AMOUNT);

  public static final Parameter<OptimizerName> INHIBITION_OPTIMIZER =
      Parameter.of(
              "inhibitionOptimizer",
              "optimiser of i",
              OptimizerParameters.NAMES,
              OptimizerName.ADAM)
          .changingCost(CostRole.ELEMENTWISE);

  public static final Parameter<Double> INHIBITION_LEARNING_RATE =
      Parameter.of(
          "inhibitionLearningRate", "lr_i, learning rate of i", Kind.Real.nonNegative(), 3e-3);

  public static final Parameter<Double> TARGET_CLIP =
      Parameter.of(
              "targetClip",
              "bound on ‖t − h‖ of a hidden layer, per sample; 0 for none",
              Kind.Real.nonNegative(),
              0.0)
          .absentAt(0.0);

  public static final Parameter<Double> DISPLACEMENT_MEAN_DECAY =
      Parameter.of(
              "displacementMeanDecay",
              "β of the running mean of t − h that is taken from it, per unit; 0 for none",
              Kind.Real.decay(),
              0.0)
          .absentAt(0.0)
          .changingCost(CostRole.AMOUNT);

  public static final Parameter<Long> INTERNEURONS =
      Parameter.of(
              "interneurons",
              "units of a hidden layer of i; 0 for none",
              new Kind.Whole(0, 1 << 20),
              0L)
          .absentAt(0L)
          .changingCost(CostRole.SHAPE);

  public static final Parameter<Long> TRAINED_LAYERS =
      Parameter.of(
              "trainedLayers",
              "layers that learn, from the top; more than one by the exact gradient",
              new Kind.Whole(1, 1 << 10),
              1L)
          .absentAt(1L)
          .changingCost(CostRole.SHAPE);

  public static final Parameter<TopTarget> TOP_TARGET =
      Parameter.of(
              "topTarget",
              "which layer's target is a step η along its exact gradient: logits, or the one below",
              Kind.Choice.of(TopTarget.class),
              TopTarget.OUTPUT)
          .absentAt(TopTarget.OUTPUT)
          .changingCost(CostRole.AMOUNT);

  /** Read where the horizon is known, by the trainer. */
  public static final Parameter<Double> SIGMA2_ANNEALING =
      Parameter.of(
              "sigma2Annealing",
              "σ² and the noise variances of g and i in the last epoch over those in the first",
              Kind.Real.positive(),
              1.0)
          .absentAt(1.0);

  /** Read where the schedule is, by the trainer. */
  public static final Parameter<AuxiliarySchedule> AUXILIARY_SCHEDULE =
      Parameter.of(
              "auxiliarySchedule",
              "whether lr_g and lr_i follow learningRateSchedule",
              Kind.Choice.of(AuxiliarySchedule.class),
              AuxiliarySchedule.CONSTANT)
          .activeWhen(when("learningRateSchedule", "cosine", "step"));

  /** Options of every rule with targets and a feedback map g. */
  public static final List<Parameter<?>> FEEDBACK =
      List.of(
          TOP_TARGET_STEP,
          TOP_UPDATE_STEP,
          INNER_STEPS,
          PRETRAIN_EPOCHS,
          FEEDBACK_LOSS,
          FEEDBACK_NOISE_VARIANCE,
          FEEDBACK_ACTIVATION,
          FEEDBACK_OPTIMIZER,
          FEEDBACK_LEARNING_RATE,
          AUXILIARY_SCHEDULE,
          TOP_TARGET,
          DISPLACEMENT_MEAN_DECAY,
          TARGET_CLIP,
          AUXILIARY_MINIBATCHES);

  /** Options of a rule with an inhibitory map i. */
  public static final List<Parameter<?>> INHIBITION =
      List.of(
          SIGMA2,
          TARGET_FORM,
          ALPHA,
          INHIBITION_TARGET,
          INHIBITION_NOISE_VARIANCE,
          INHIBITION_ACTIVATION,
          INHIBITION_OPTIMIZER,
          INHIBITION_LEARNING_RATE,
          INTERNEURONS,
          SIGMA2_ANNEALING,
          INHIBITION_CIRCUIT,
          INHIBITION_LEARNER,
          NORMALIZED_DELTA_RATE,
          PROJECTION_RIDGE,
          AUXILIARY_ORDER);

  private RuleParameters() {}

  /** The activation of an auxiliary map: {@code hidden}, or linear. */
  static Activation activation(
      Options options, Parameter<MapActivation> choice, Activation hidden) {
    return switch (options.get(choice)) {
      case SAME -> hidden;
      case LINEAR -> Activation.LINEAR;
    };
  }
}
