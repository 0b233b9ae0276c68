package org.bigsweep.engine.cost;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bigsweep.engine.catalog.ParameterCatalog;
import org.bigsweep.engine.catalog.TrialParameters;
import org.bigsweep.engine.catalog.TrialSpec;
import org.bigsweep.engine.diagnostic.Probe;
import org.bigsweep.engine.kernel.Workspace;
import org.bigsweep.engine.net.Pass;
import org.bigsweep.engine.net.Shape;
import org.bigsweep.engine.optim.OptimizerName;
import org.bigsweep.engine.param.Parameter;
import org.bigsweep.engine.rule.RuleCost;
import org.bigsweep.engine.rule.RuleParameters;
import org.bigsweep.engine.trial.TrainingMemory;

/**
 * What a trial costs: what the rule states in {@link RuleCost}, plus what every trial costs, which
 * is the forward pass, f's gradients and updates, evaluation and diagnostics.
 */
public final class TrialCost {
  /** Floating-point operations of a multiply-accumulate. */
  private static final double FLOPS = 2;

  /** Passes over a hidden layer's activations in one step, auxiliary maps aside. */
  private static final double PASSES = 4;

  private final TrialSpec spec;
  private final DataSize data;
  private final Shape shape;
  private final RuleCost rule;

  /**
   * The parameters that one optimiser updates in one training step.
   *
   * @param states values that it remembers for each
   * @param parameters how many, those updated several times counted as often
   */
  public record Updates(int states, double parameters) {}

  public TrialCost(TrialSpec spec, DataSize data) {
    this.spec = spec;
    this.data = data;
    this.shape =
        new Shape(
            spec.layerSizes(data.pixels(), data.classes()),
            spec.get(TrialParameters.BATCH_SIZE).intValue());
    this.rule =
        ParameterCatalog.standard()
            .rule(spec.get(TrialParameters.RULE))
            .cost(shape, spec.forCost());
  }

  /** Floating-point operations of all matrix products of the trial. */
  public double flops() {
    return flops(spec.get(TrialParameters.EPOCHS));
  }

  /** Those of pre-training and the first epochs, with the evaluations between them. */
  public double flops(long epochs) {
    double evaluated = spec.get(TrialParameters.VALIDATION_IMAGES) + data.testImages();
    return epochs * steps() * stepFlops()
        + (epochs + 1) * evaluationFlops(evaluated)
        + pretrainEpochs() * steps() * pretrainStepFlops();
  }

  /** Floating-point operations of one minibatch. */
  double stepFlops() {
    double macs =
        forwardPassesPerStep() * shape.weightsFrom(1)
            + shape.weightsFrom(rule.lowestLearningLayer())
            + rule.estimateMacs()
            + rule.auxiliaryMacs();
    return FLOPS * shape.batch() * macs;
  }

  /** Two where auxiliary maps learn on minibatches of their own. */
  private int forwardPassesPerStep() {
    return hasSeparateMinibatches() ? 2 : 1;
  }

  private boolean hasSeparateMinibatches() {
    return spec.find(RuleParameters.AUXILIARY_MINIBATCHES)
        .filter(choice -> choice == RuleParameters.AuxiliaryMinibatches.SEPARATE)
        .isPresent();
  }

  private double pretrainStepFlops() {
    return FLOPS * shape.batch() * (shape.weightsFrom(1) + rule.auxiliaryMacs());
  }

  /** Floating-point operations of evaluating so many images. */
  public double evaluationFlops(double images) {
    return FLOPS * images * shape.weightsFrom(1);
  }

  /** Minibatches per epoch. */
  public double steps() {
    return Math.floor((double) spec.get(TrialParameters.TRAINING_IMAGES) / shape.batch());
  }

  /** Epochs of the auxiliary maps alone. */
  public double pretrainEpochs() {
    return spec.find(RuleParameters.PRETRAIN_EPOCHS).orElse(0L);
  }

  /** Values that elementwise kernels go over in one step, auxiliary maps aside, about. */
  public double forwardPasses() {
    return (PASSES + forwardPassesPerStep() - 1) * shape.batch() * shape.hiddenUnits();
  }

  /** Those of one step of the auxiliary maps. */
  public double auxiliaryPasses() {
    return shape.batch() * rule.auxiliaryPasses();
  }

  /** Updates of f's parameters in one step. */
  public Updates forwardUpdates() {
    return new Updates(states(TrialParameters.OPTIMIZER), shape.weightsFrom(1));
  }

  /** Updates of the auxiliary maps' parameters in one step. */
  public List<Updates> auxiliaryUpdates() {
    return rule.maps().stream()
        .map(maps -> new Updates(states(maps.optimizer()), maps.steps() * maps.weights()))
        .toList();
  }

  /** Samples times cubed units of the hidden layers: what a round of diagnostics grows with. */
  public double diagnosedCubes() {
    return Probe.GAUSS_NEWTON_SAMPLES
        * IntStream.range(1, shape.depth()).mapToDouble(l -> Math.pow(shape.size(l), 3)).sum();
  }

  /**
   * Bytes off the heap, at most: parameters with their optimisers' state and gradient, and the
   * buffers of minibatches, evaluation and diagnostics.
   */
  public double offHeapBytes() {
    double parameters =
        shape.weightsFrom(1) * (1 + forwardUpdates().states()) + rule.fixedWeights();
    double gradient = shape.largestWeights();
    for (RuleCost.Maps maps : rule.maps()) {
      parameters += maps.weights() * (1 + states(maps.optimizer()));
      gradient = Math.max(gradient, maps.largest());
    }
    double buffers = TrainingMemory.bufferFloats(shape) + shape.batch() * rule.buffersPerSample();
    if (hasSeparateMinibatches()) {
      buffers += Pass.floats(shape);
    }
    return Workspace.bytesFor(parameters + gradient + buffers);
  }

  /** Bytes of the parameters that learn. */
  public double parameterBytes() {
    double weights =
        Stream.concat(
                Stream.of(shape.weightsFrom(1)), rule.maps().stream().map(RuleCost.Maps::weights))
            .mapToDouble(w -> w)
            .sum();
    return Float.BYTES * (weights + shape.units());
  }

  /** Bytes on the heap for the images, as they come and as networks read them. */
  public double imageBytes() {
    double read =
        spec.get(TrialParameters.TRAINING_IMAGES)
            + spec.get(TrialParameters.VALIDATION_IMAGES)
            + data.testImages();
    double all = (double) data.trainingFileImages() + data.testImages();
    return data.pixels() * (all + Float.BYTES * read);
  }

  private int states(Parameter<OptimizerName> optimizer) {
    return spec.get(optimizer).states();
  }
}
