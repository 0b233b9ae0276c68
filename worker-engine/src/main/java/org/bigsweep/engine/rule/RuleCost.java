package org.bigsweep.engine.rule;

import java.util.List;
import java.util.stream.Stream;
import org.bigsweep.engine.optim.OptimizerName;
import org.bigsweep.engine.param.Parameter;

/**
 * What a rule costs in one training step, and the memory that it takes. What every rule costs is
 * not included: the forward pass, and the gradients and updates of f's layers.
 *
 * <p>Arithmetic is counted in multiply-accumulates: a product x W takes one per sample and weight.
 * {@code LearningRuleContract} compares the two counts with the products that a step calls.
 *
 * @param lowestLearningLayer as {@link Learner#lowestLearningLayer} says
 * @param estimateMacs multiply-accumulates per sample of {@link Learner#estimate}
 * @param auxiliaryMacs multiply-accumulates per sample of {@link Learner#learnAuxiliaries}, all
 *     inner steps together, and of {@link Learner#learnBesideForward}
 * @param auxiliaryPasses values per sample that elementwise kernels read or write in {@link
 *     Learner#learnAuxiliaries}, each counted once per kernel; a rough count will do
 * @param maps the maps that learn
 * @param fixedWeights floats of the matrices that no optimiser moves
 * @param buffersPerSample floats per sample of the rule's buffers, at least
 */
public record RuleCost(
    int lowestLearningLayer,
    double estimateMacs,
    double auxiliaryMacs,
    double auxiliaryPasses,
    List<Maps> maps,
    double fixedWeights,
    double buffersPerSample) {

  /**
   * Maps that learn by one optimiser.
   *
   * @param optimizer the parameter that names it
   * @param weights of all these maps, without biases
   * @param largest weights of the largest of their matrices
   * @param steps times that each moves in one training step
   */
  public record Maps(
      Parameter<OptimizerName> optimizer, double weights, double largest, double steps) {

    /** Maps that learn once in a step, by the optimiser of f. */
    static Maps likeForward(double weights, double largest) {
      return new Maps(RuleParameters.FORWARD_OPTIMIZER, weights, largest, 1);
    }
  }

  public RuleCost {
    maps = List.copyOf(maps);
  }

  /** The cost of a rule that keeps nothing and has no maps; every layer of f learns. */
  public static RuleCost ofEstimate(double macs) {
    return new RuleCost(1, macs, 0, 0, List.of(), 0, 0);
  }

  /** This cost where only the layers of f from {@code lowest} up learn. */
  public RuleCost learningFrom(int lowest) {
    return new RuleCost(
        lowest, estimateMacs, auxiliaryMacs, auxiliaryPasses, maps, fixedWeights, buffersPerSample);
  }

  /** This cost with more matrices that no optimiser moves. */
  public RuleCost withFixedWeights(double floats) {
    return new RuleCost(
        lowestLearningLayer,
        estimateMacs,
        auxiliaryMacs,
        auxiliaryPasses,
        maps,
        fixedWeights + floats,
        buffersPerSample);
  }

  /** This cost with more floats per sample of buffers. */
  public RuleCost withBuffers(double perSample) {
    return new RuleCost(
        lowestLearningLayer,
        estimateMacs,
        auxiliaryMacs,
        auxiliaryPasses,
        maps,
        fixedWeights,
        buffersPerSample + perSample);
  }

  /** This cost with more to do in {@link Learner#learnAuxiliaries}. */
  public RuleCost withAuxiliaries(double macs, double passes) {
    return new RuleCost(
        lowestLearningLayer,
        estimateMacs,
        auxiliaryMacs + macs,
        auxiliaryPasses + passes,
        maps,
        fixedWeights,
        buffersPerSample);
  }

  /** This cost with more maps that learn. */
  public RuleCost withMaps(Maps more) {
    return new RuleCost(
        lowestLearningLayer,
        estimateMacs,
        auxiliaryMacs,
        auxiliaryPasses,
        Stream.concat(maps.stream(), Stream.of(more)).toList(),
        fixedWeights,
        buffersPerSample);
  }
}
