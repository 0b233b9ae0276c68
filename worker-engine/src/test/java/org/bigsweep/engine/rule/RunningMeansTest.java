package org.bigsweep.engine.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bigsweep.engine.kernel.Numbers.assertClose;
import static org.bigsweep.engine.kernel.Numbers.rows;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Running means of t − h, beside plain ones in double precision. */
class RunningMeansTest {
  private static final double DECAY = 0.6;
  private static final Map<String, String> OPTIONS =
      Map.of("sigma2", "0.5", "width", "5", "displacementMeanDecay", "0.6");

  static Stream<LearningRule> rules() {
    return Stream.of(
        new TargetPropagation(),
        new DifferenceTargetPropagation(),
        new BalancedInhibitionGradient());
  }

  /** Over minibatches of the first epoch: a plain mean of 1, 2, then exponential. */
  @ParameterizedTest
  @MethodSource("rules")
  void estimate_displacementMeanDecay_isTheDisplacementLessTheMeanOfEarlierOnes(LearningRule rule) {
    try (SmallNetwork network = new SmallNetwork(rule, OPTIONS, 3)) {
      Map<Integer, double[]> means = new HashMap<>();
      for (int l : List.of(1, 2)) {
        network.parameter("mean" + l).clear();
        means.put(l, new double[5]);
      }
      for (int step = 0; step < 5; step++) {
        network.forward(step);
        network.learner().learnAuxiliaries(network.pass());
        network.learner().estimate(network.pass());
        network.learner().remember(network.pass());
        double rho = Math.max(1 - DECAY, 1.0 / (step + 1));
        for (int l : List.of(1, 2)) {
          double[][] d = displacement(rule, network, l);
          assertDisplacedBy(minus(d, means.get(l)), network, l);
          follow(means.get(l), rho, d);
          assertClose(network.parameter("mean" + l), new double[][] {means.get(l)}, 1e-5);
        }
        network.trainer().move(network.pass());
      }
    }
  }

  private static void assertDisplacedBy(double[][] e, SmallNetwork network, int l) {
    double[][] h = rows(network.pass().h(l));
    double[][] delta = new double[e.length][e[0].length];
    for (int r = 0; r < e.length; r++) {
      for (int k = 0; k < e[0].length; k++) {
        delta[r][k] = e[r][k] * (1 - h[r][k] * h[r][k]);
      }
    }
    assertClose(network.pass().estimate(l), e, 1e-5);
    assertClose(network.pass().target(l), Plain.addScaled(h, 1, e), 1e-5);
    assertClose(network.pass().delta(l), delta, 1e-5);
  }

  /** As the rule forms it, from what fed it. */
  private static double[][] displacement(LearningRule rule, SmallNetwork network, int l) {
    TargetView view = network.learner().targets().orElseThrow();
    double[][] h = rows(network.pass().h(l));
    double gamma =
        rule instanceof TargetPropagation
            ? 0
            : rule instanceof DifferenceTargetPropagation ? 1 : 1 / 0.5;
    return Plain.addScaled(
        Plain.addScaled(rows(view.excitation(l)), -1, h),
        gamma,
        Plain.addScaled(h, -1, rows(view.inhibition(l))));
  }

  private static double[][] minus(double[][] d, double[] mean) {
    double[][] result = new double[d.length][mean.length];
    for (int r = 0; r < d.length; r++) {
      for (int k = 0; k < mean.length; k++) {
        result[r][k] = d[r][k] - mean[k];
      }
    }
    return result;
  }

  private static void follow(double[] mean, double rho, double[][] d) {
    for (int k = 0; k < mean.length; k++) {
      double sum = 0;
      for (double[] row : d) {
        sum += row[k];
      }
      mean[k] += rho * (sum / d.length - mean[k]);
    }
  }

  /** No labels, the same images over and over, nothing learns: all that is left is variation. */
  @Test
  void estimate_constantResidual_vanishes() {
    Map<String, String> still = new HashMap<>(OPTIONS);
    still.putAll(Map.of("topTargetStep", "0", "batchSize", "1", "innerSteps", "0"));
    try (SmallNetwork network = new SmallNetwork(new BalancedInhibitionGradient(), still, 4)) {
      network.forward(0);
      network.learner().estimate(network.pass());
      double before = largest(network);
      for (int k = 0; k < 3; k++) {
        network.learner().estimate(network.pass());
        network.learner().remember(network.pass());
      }
      network.learner().estimate(network.pass());

      assertThat(before).isGreaterThan(0.1);
      assertThat(largest(network)).isLessThan(1e-6);
    }
  }

  private static double largest(SmallNetwork network) {
    return network.workspace().kernels().largest(network.pass().estimate(2));
  }
}
