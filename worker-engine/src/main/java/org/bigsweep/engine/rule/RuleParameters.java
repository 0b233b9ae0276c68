package org.bigsweep.engine.rule;

import static org.bigsweep.engine.param.Condition.when;

import java.util.List;
import java.util.Locale;
import org.bigsweep.engine.kernel.Activation;
import org.bigsweep.engine.optim.OptimizerParameters;
import org.bigsweep.engine.param.Condition;
import org.bigsweep.engine.param.CostRole;
import org.bigsweep.engine.param.Default;
import org.bigsweep.engine.param.Kind;
import org.bigsweep.engine.param.Options;
import org.bigsweep.engine.param.Parameter;

/** The options of the rules that come with bigsweep, with their defaults; rules list theirs. */
public final class RuleParameters {
  private static final Kind.Choice MAP_ACTIVATIONS = new Kind.Choice(List.of("same", "linear"));

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

  public static final Parameter<String> FEEDBACK_LOSS =
      Parameter.of(
              "feedbackLoss",
              "what g learns",
              new Kind.Choice(
                  List.of("reconstruct", "preserve", "denoise", "target", "difference")),
              "reconstruct")
          .changingCost(CostRole.ALGORITHM);

  public static final Parameter<Double> FEEDBACK_NOISE_VARIANCE =
      Parameter.of(
              "feedbackNoiseVariance",
              "variance of the noise that g is trained with",
              Kind.Real.nonNegative(),
              0.01)
          .activeWhen(when("feedbackLoss", "preserve", "denoise", "difference"));

  public static final Parameter<String> FEEDBACK_ACTIVATION =
      Parameter.of(
          "feedbackActivation", "activation of g: as f's, or linear", MAP_ACTIVATIONS, "same");

  public static final Parameter<String> FEEDBACK_OPTIMIZER =
      Parameter.of("feedbackOptimizer", "optimiser of g", OptimizerParameters.NAMES, "adam")
          .changingCost(CostRole.ELEMENTWISE);

  public static final Parameter<Double> FEEDBACK_LEARNING_RATE =
      Parameter.of(
          "feedbackLearningRate", "lr_g, learning rate of g", Kind.Real.nonNegative(), 1e-3);

  public static final Parameter<Double> SIGMA2 =
      Parameter.of("sigma2", "σ², a variance, in the targets", Kind.Real.positive(), 1.0);

  public static final Parameter<String> TARGET_FORM =
      Parameter.of(
          "targetForm",
          "form of BIG's target",
          new Kind.Choice(List.of("literal", "excitationMinusInhibition")),
          "literal");

  public static final Parameter<Double> ALPHA =
      Parameter.of("alpha", "α, scale of the target displacement", Kind.Real.positive(), 1.0);

  public static final Parameter<String> INHIBITION_TARGET =
      Parameter.of(
              "inhibitionTarget",
              "what i learns",
              new Kind.Choice(List.of("activity", "feedback", "received")),
              "activity")
          .changingCost(CostRole.ALGORITHM);

  public static final Parameter<Double> INHIBITION_NOISE_VARIANCE =
      new Parameter<>(
          "inhibitionNoiseVariance",
          "variance of the noise that i is trained with",
          Kind.Real.nonNegative(),
          new Default.SameAs<>(SIGMA2),
          Condition.ALWAYS);

  public static final Parameter<String> INHIBITION_ACTIVATION =
      Parameter.of(
          "inhibitionActivation", "activation of i: as f's, or linear", MAP_ACTIVATIONS, "same");

  public static final Parameter<String> INHIBITION_OPTIMIZER =
      Parameter.of("inhibitionOptimizer", "optimiser of i", OptimizerParameters.NAMES, "adam")
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

  public static final Parameter<String> TOP_TARGET =
      Parameter.of(
              "topTarget",
              "which layer's target is a step η along its exact gradient: logits, or the one below",
              new Kind.Choice(List.of("output", "penultimate")),
              "output")
          .absentAt("output")
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
  public static final Parameter<String> AUXILIARY_SCHEDULE =
      Parameter.of(
              "auxiliarySchedule",
              "whether lr_g and lr_i follow learningRateSchedule",
              new Kind.Choice(List.of("constant", "same")),
              "constant")
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
          TARGET_CLIP);

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
          SIGMA2_ANNEALING);

  private RuleParameters() {}

  /** A choice as the name of an enum constant. */
  static String upper(Options options, Parameter<String> choice) {
    return options.get(choice).toUpperCase(Locale.ROOT);
  }

  /** The activation of an auxiliary map: {@code hidden}, or linear. */
  static Activation activation(Options options, Parameter<String> choice, Activation hidden) {
    return options.get(choice).equals("linear") ? Activation.LINEAR : hidden;
  }
}
