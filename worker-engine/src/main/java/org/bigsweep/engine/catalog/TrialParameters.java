package org.bigsweep.engine.catalog;

import static org.bigsweep.engine.param.Condition.when;

import java.util.List;
import org.bigsweep.engine.data.PixelScale;
import org.bigsweep.engine.kernel.Activation;
import org.bigsweep.engine.net.Initializer;
import org.bigsweep.engine.optim.OptimizerName;
import org.bigsweep.engine.optim.OptimizerParameters;
import org.bigsweep.engine.param.Condition;
import org.bigsweep.engine.param.CostRole;
import org.bigsweep.engine.param.Default;
import org.bigsweep.engine.param.Kind;
import org.bigsweep.engine.param.Parameter;

/**
 * The settings that every trial has whatever its rule, with their defaults: the shared settings of
 * the reference experiments.
 */
public final class TrialParameters {
  /** How lr_f changes over the epochs; see {@code LearningRateSchedule}. */
  public enum RateSchedule {
    CONSTANT,
    COSINE,
    STEP
  }

  /** When a trial ends before its horizon; see {@code EarlyStop}. */
  public enum EarlyStopRule {
    NONE,
    COLLAPSE,
    PLATEAU
  }

  /** Base rule; sweep files may also name a preset. */
  public static final Parameter<String> RULE =
      new Parameter<>(
          "rule",
          "learning rule or preset",
          new Kind.Name(),
          new Default.Required<>(),
          Condition.ALWAYS,
          CostRole.ALGORITHM);

  public static final Parameter<String> DATASET =
      Parameter.of(
          "dataset",
          "mnist, fashion-mnist, synthetic, or a folder with an IDX dataset",
          new Kind.Name(),
          "mnist");

  public static final Parameter<Long> TRAINING_IMAGES =
      Parameter.of(
              "trainingImages",
              "images trained on: the first ones of the training file",
              new Kind.Whole(1, Integer.MAX_VALUE),
              55_000L)
          .changingCost(CostRole.AMOUNT);

  public static final Parameter<Long> VALIDATION_IMAGES =
      Parameter.of(
              "validationImages",
              "images validated on: the last ones of the training file",
              new Kind.Whole(0, Integer.MAX_VALUE),
              5_000L)
          .changingCost(CostRole.AMOUNT);

  public static final Parameter<Long> DEPTH =
      Parameter.of("depth", "N, number of weight matrices", new Kind.Whole(2, 200), 5L)
          .changingCost(CostRole.SHAPE);

  public static final Parameter<List<Integer>> WIDTH =
      Parameter.of("width", "units per hidden layer", new Kind.Widths(), List.of(256))
          .changingCost(CostRole.SHAPE);

  public static final Parameter<Activation> ACTIVATION =
      Parameter.of(
              "activation",
              "hidden activation φ",
              Kind.Choice.of(Activation.class),
              Activation.TANH)
          .changingCost(CostRole.ELEMENTWISE);

  public static final Parameter<Initializer> INITIALIZER =
      Parameter.of(
          "initializer",
          "distribution of the initial weights (biases start at 0)",
          Kind.Choice.of(Initializer.class),
          Initializer.GLOROT_UNIFORM);

  public static final Parameter<Long> BATCH_SIZE =
      Parameter.of("batchSize", "samples per minibatch", new Kind.Whole(1, 1 << 20), 128L)
          .changingCost(CostRole.SHAPE);

  public static final Parameter<Long> EPOCHS =
      Parameter.of("epochs", "epoch horizon", new Kind.Whole(1, 1_000_000), 4L)
          .changingCost(CostRole.AMOUNT);

  public static final Parameter<OptimizerName> OPTIMIZER =
      Parameter.of("optimizer", "optimiser of f", OptimizerParameters.NAMES, OptimizerName.ADAM)
          .changingCost(CostRole.ELEMENTWISE);

  public static final Parameter<Double> LEARNING_RATE =
      Parameter.of("learningRate", "lr_f, learning rate of f", Kind.Real.positive(), 3e-4);

  public static final Parameter<RateSchedule> LEARNING_RATE_SCHEDULE =
      Parameter.of(
              "learningRateSchedule",
              "how lr_f changes over the epochs",
              Kind.Choice.of(RateSchedule.class),
              RateSchedule.CONSTANT)
          .absentAt(RateSchedule.CONSTANT);

  public static final Parameter<Double> LEARNING_RATE_FLOOR =
      Parameter.of(
              "learningRateFloor",
              "what the cosine schedule falls to, as a share of learningRate",
              new Kind.Real(0, true, 1),
              0.0)
          .activeWhen(when("learningRateSchedule", "cosine"));

  public static final Parameter<Double> LEARNING_RATE_DECAY =
      Parameter.of(
              "learningRateDecay",
              "γ, factor of the step schedule",
              new Kind.Real(0, false, 1),
              0.1)
          .activeWhen(when("learningRateSchedule", "step"));

  public static final Parameter<Long> LEARNING_RATE_DECAY_EVERY =
      Parameter.of(
              "learningRateDecayEvery",
              "epochs between the step schedule's steps",
              new Kind.Whole(1, 1_000_000),
              10L)
          .activeWhen(when("learningRateSchedule", "step"));

  public static final Parameter<Double> WEIGHT_DECAY =
      Parameter.of(
              "weightDecay",
              "λ of f's weights W, decoupled: W −= lr_f λ W every step",
              Kind.Real.nonNegative(),
              0.0)
          .absentAt(0.0);

  public static final Parameter<Double> GRADIENT_CLIP =
      Parameter.of(
              "gradientClip",
              "bound on the norm of f's whole gradient; 0 for none",
              Kind.Real.nonNegative(),
              0.0)
          .absentAt(0.0);

  public static final Parameter<PixelScale> PIXELS =
      Parameter.of(
              "pixels",
              "pixels as networks see them: over 255, or standardised by the training images",
              Kind.Choice.of(PixelScale.class),
              PixelScale.UNIT)
          .absentAt(PixelScale.UNIT);

  public static final Parameter<EarlyStopRule> EARLY_STOP =
      Parameter.of(
              "earlyStop",
              "when a trial ends before its horizon: never, collapsed, or without progress",
              Kind.Choice.of(EarlyStopRule.class),
              EarlyStopRule.NONE)
          .absentAt(EarlyStopRule.NONE);

  public static final Parameter<Long> PATIENCE =
      Parameter.of(
              "patience",
              "epochs without a new highest validation accuracy before it does",
              new Kind.Whole(1, 1_000_000),
              3L)
          .activeWhen(when("earlyStop", "collapse", "plateau"));

  public static final Parameter<Long> SEED =
      Parameter.of(
          "seed",
          "seed of initial weights, batch order and noise",
          new Kind.Whole(0, Long.MAX_VALUE),
          0L);

  /** Settings resolved before a rule's own ones. */
  static final List<Parameter<?>> BEFORE_RULE =
      List.of(
          RULE,
          DATASET,
          TRAINING_IMAGES,
          VALIDATION_IMAGES,
          DEPTH,
          WIDTH,
          ACTIVATION,
          INITIALIZER,
          BATCH_SIZE,
          EPOCHS,
          OPTIMIZER,
          LEARNING_RATE,
          LEARNING_RATE_SCHEDULE,
          LEARNING_RATE_FLOOR,
          LEARNING_RATE_DECAY,
          LEARNING_RATE_DECAY_EVERY,
          WEIGHT_DECAY,
          GRADIENT_CLIP,
          PIXELS,
          EARLY_STOP,
          PATIENCE);

  /** Settings that depend on choices among the rule's own ones. */
  static final List<Parameter<?>> AFTER_RULE =
      List.of(
          OptimizerParameters.MOMENTUM,
          OptimizerParameters.RMSPROP_DECAY,
          OptimizerParameters.ADAM_BETA1,
          OptimizerParameters.ADAM_BETA2,
          OptimizerParameters.EPSILON,
          SEED);

  private TrialParameters() {}
}
