package org.bigsweep.engine.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bigsweep.engine.kernel.Numbers.assertClose;
import static org.bigsweep.engine.kernel.Numbers.rows;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** t − h of every rule with targets, formed plainly in double precision and shortened. */
class TargetClipTest {
  private static final double BOUND = 0.3;

  static Stream<LearningRule> rules() {
    return Stream.of(
        new TargetPropagation(),
        new DifferenceTargetPropagation(),
        new BalancedInhibitionGradient());
  }

  @ParameterizedTest
  @MethodSource("rules")
  void estimate_targetClip_shortensEverySampleThatIsLonger(LearningRule rule) {
    Map<String, String> options = Map.of("targetClip", "0.3", "sigma2", "0.5", "width", "5");
    try (SmallNetwork network = new SmallNetwork(rule, options, 3)) {
      network.forward(0);
      network.learner().estimate(network.pass());
      int shortened = 0;
      for (int l : List.of(1, 2)) {
        double[][] h = rows(network.pass().h(l));
        double[][] e = displacement(rule, network, l);
        double[][] target = new double[e.length][e[0].length];
        double[][] delta = new double[e.length][e[0].length];
        for (int r = 0; r < e.length; r++) {
          double norm = norm(e[r]);
          shortened += norm > BOUND ? 1 : 0;
          for (int k = 0; k < e[0].length; k++) {
            e[r][k] *= Math.min(1, BOUND / norm);
            target[r][k] = h[r][k] + e[r][k];
            delta[r][k] = e[r][k] * (1 - h[r][k] * h[r][k]);
          }
        }
        assertClose(network.pass().estimate(l), e, 1e-5);
        assertClose(network.pass().target(l), target, 1e-5);
        assertClose(network.pass().delta(l), delta, 1e-5);
      }
      assertThat(shortened).as("of 8 displacements").isBetween(1, 8);
    }
  }

  /** Before it is shortened, from what fed it. */
  private static double[][] displacement(LearningRule rule, SmallNetwork network, int l) {
    TargetView view = network.learner().targets().orElseThrow();
    double[][] h = rows(network.pass().h(l));
    double[][] excitation = rows(view.excitation(l));
    double[][] inhibition = rows(view.inhibition(l));
    double gamma =
        rule instanceof TargetPropagation
            ? 0
            : rule instanceof DifferenceTargetPropagation ? 1 : 1 / 0.5;
    return Plain.addScaled(
        Plain.addScaled(excitation, -1, h), gamma, Plain.addScaled(h, -1, inhibition));
  }

  private static double norm(double[] row) {
    double squares = 0;
    for (double value : row) {
      squares += value * value;
    }
    return Math.sqrt(squares);
  }
}
