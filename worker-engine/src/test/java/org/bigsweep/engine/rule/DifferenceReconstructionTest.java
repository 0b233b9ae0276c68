package org.bigsweep.engine.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bigsweep.engine.kernel.Numbers.rows;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.bigsweep.engine.kernel.Activation;
import org.bigsweep.engine.kernel.Matrix;
import org.bigsweep.engine.rule.RuleContext.NoiseOf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** L-DRL beside its plain loss in double precision, and what it makes of g. */
class DifferenceReconstructionTest {
  private static final double STEP = 1e-4;
  private static final double TOLERANCE = 2e-5;
  private static final double DEVIATION = 0.2;

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Twin(
      double[][] epsilon,
      double[][] below,
      double[][] above,
      double[][] perturbed,
      double[][] weights,
      double[][] bias,
      Activation phi) {
    static Twin of(SmallNetwork network, int l) {
      double[][] epsilon = epsilon(network, l);
      double[][] above = rows(network.pass().h(l + 1));
      double[][] below =
          Plain.map(
              Plain.addScaled(rows(network.pass().h(l)), DEVIATION, epsilon),
              rows(network.parameter("Wf" + (l + 1))),
              rows(network.parameter("bf" + (l + 1)))[0],
              network.net().layer(l + 1).activation());
      return new Twin(
          epsilon,
          below,
          above,
          Plain.addScaled(above, DEVIATION, epsilon(network, l + 1)),
          rows(network.parameter("Wg" + l)),
          rows(network.parameter("bg" + l)),
          network.net().layer(1).activation());
    }

    private static double[][] epsilon(SmallNetwork network, int l) {
      Matrix h = network.pass().h(l);
      return Plain.rows(network.epsilon(NoiseOf.FEEDBACK, l, 0, h.size()), h.cols());
    }

    double loss() {
      double[][] plain = Plain.map(above, weights, bias[0], phi);
      double[][] first = Plain.map(below, weights, bias[0], phi);
      double[][] second = Plain.map(perturbed, weights, bias[0], phi);
      double sum = 0;
      for (int r = 0; r < plain.length; r++) {
        for (int k = 0; k < plain[0].length; k++) {
          sum -= DEVIATION * epsilon[r][k] * (first[r][k] - plain[r][k]);
        }
      }
      return sum / plain.length + Plain.loss(second, plain);
    }
  }

  static Stream<Arguments> kinds() {
    List<Arguments> kinds = new ArrayList<>();
    for (LearningRule rule :
        List.of(new DifferenceTargetPropagation(), new BalancedInhibitionGradient())) {
      for (String activation : List.of("tanh", "sigmoid", "linear")) {
        kinds.add(Arguments.of(rule, activation));
      }
    }
    return kinds.stream();
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void learn_everyActivation_hasTheLossesGradient(LearningRule rule, String activation) {
    Map<String, String> options =
        Map.of(
            "activation", activation,
            "feedbackLoss", "difference",
            "feedbackNoiseVariance", "0.04");
    try (SmallNetwork network = new SmallNetwork(rule, options, 31)) {
      network.forward(0);
      List<Twin> twins = new ArrayList<>();
      for (int l = 1; l < network.net().depth(); l++) {
        twins.add(Twin.of(network, l));
      }

      network.learner().learnAuxiliaries(network.pass());

      for (int l = 1; l < network.net().depth(); l++) {
        Twin twin = twins.get(l - 1);
        SmallNetwork.Gradient found = network.gradient("g" + l);
        assertSlopes(twin, twin.weights(), found.weights());
        assertSlopes(twin, twin.bias(), new double[][] {found.bias()});
      }
    }
  }

  private static void assertSlopes(Twin twin, double[][] values, double[][] found) {
    for (int row = 0; row < values.length; row++) {
      for (int k = 0; k < values[0].length; k++) {
        double kept = values[row][k];
        values[row][k] = kept + STEP;
        double above = twin.loss();
        values[row][k] = kept - STEP;
        double below = twin.loss();
        values[row][k] = kept;
        double slope = (above - below) / (2 * STEP);
        assertThat(Math.abs(found[row][k] - slope))
            .as("%s for %s", found[row][k], slope)
            .isLessThan(TOLERANCE * (1 + Math.abs(slope)));
      }
    }
  }

  /** Of linear maps, the loss averaged over the noise is least at W_g = W_fᵀ. */
  @Test
  void learn_linear_endsNearTheTranspose() {
    Map<String, String> options =
        Map.of(
            "activation", "linear",
            "batchSize", "50",
            "feedbackLoss", "difference",
            "feedbackNoiseVariance", "1",
            "feedbackOptimizer", "sgd",
            "feedbackLearningRate", "0.01");
    try (SmallNetwork network = new SmallNetwork(new DifferenceTargetPropagation(), options, 32)) {
      double before = distance(network);
      for (int step = 0; step < 1500; step++) {
        network.forward(step);
        network.learner().learnAuxiliaries(network.pass());
      }
      assertThat(distance(network)).isLessThan(0.1 * before);
    }
  }

  /** ‖W_g − W_fᵀ‖ of the first g. */
  private static double distance(SmallNetwork network) {
    double[][] forward = rows(network.parameter("Wf2"));
    double[][] back = rows(network.parameter("Wg1"));
    double squares = 0;
    for (int r = 0; r < forward.length; r++) {
      for (int k = 0; k < forward[0].length; k++) {
        squares += (forward[r][k] - back[k][r]) * (forward[r][k] - back[k][r]);
      }
    }
    return Math.sqrt(squares);
  }
}
