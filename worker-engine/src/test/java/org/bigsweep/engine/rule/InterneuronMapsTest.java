package org.bigsweep.engine.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bigsweep.engine.kernel.Numbers.assertClose;
import static org.bigsweep.engine.kernel.Numbers.rows;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.bigsweep.engine.kernel.Activation;
import org.bigsweep.engine.kernel.Matrix;
import org.bigsweep.engine.rule.RuleContext.NoiseOf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** i with a hidden layer, beside two plain layers in double precision. */
class InterneuronMapsTest {
  private static final LearningRule BIG = new BalancedInhibitionGradient();
  private static final double STEP = 1e-4;
  private static final double TOLERANCE = 2e-5;

  /** Two layers, what they are given and what they should give. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Twin(
      double[][] u, double[][] a, double[][] v, double[][] c, Activation phi, Activation psi) {
    static Twin of(SmallNetwork network, int l, Activation psi) {
      return new Twin(
          rows(network.parameter("Wiu" + l)),
          rows(network.parameter("biu" + l)),
          rows(network.parameter("Wiv" + l)),
          rows(network.parameter("biv" + l)),
          network.net().layer(1).activation(),
          psi);
    }

    double[][] apply(double[][] x) {
      return Plain.map(Plain.map(x, u, a[0], phi), v, c[0], psi);
    }
  }

  static Stream<Arguments> kinds() {
    List<Arguments> kinds = new ArrayList<>();
    for (String target : List.of("activity", "feedback", "received")) {
      for (String phi : List.of("tanh", "sigmoid", "linear")) {
        for (String psi : List.of("same", "linear")) {
          kinds.add(Arguments.of(target, phi, psi));
        }
      }
    }
    return kinds.stream();
  }

  /** By central differences of ½ mean‖i_l(hˡ + s ε) − r‖² in all four parameters. */
  @ParameterizedTest
  @MethodSource("kinds")
  void learn_everyKind_hasTheLossesGradient(String target, String phi, String psi) {
    Map<String, String> options =
        Map.of(
            "interneurons", "7",
            "activation", phi,
            "inhibitionActivation", psi,
            "inhibitionTarget", target,
            "inhibitionNoiseVariance", "0.25");
    try (SmallNetwork network = new SmallNetwork(BIG, options, 21)) {
      network.forward(0);
      network.learner().estimate(network.pass());
      List<Twin> twins = new ArrayList<>();
      List<double[][]> wanted = new ArrayList<>();
      for (int l = 1; l < network.net().depth(); l++) {
        twins.add(Twin.of(network, l, outer(network, psi)));
        wanted.add(wanted(network, l, target));
      }

      network.learner().learnAuxiliaries(network.pass());

      for (int l = 1; l < network.net().depth(); l++) {
        Twin twin = twins.get(l - 1);
        double[][] x = noisy(network, l);
        double[][] r = wanted.get(l - 1);
        SmallNetwork.Gradient inner = network.gradient("iu" + l);
        SmallNetwork.Gradient outer = network.gradient("iv" + l);
        assertSlopes(twin, x, r, twin.u(), inner.weights());
        assertSlopes(twin, x, r, twin.a(), new double[][] {inner.bias()});
        assertSlopes(twin, x, r, twin.v(), outer.weights());
        assertSlopes(twin, x, r, twin.c(), new double[][] {outer.bias()});
      }
    }
  }

  private static Activation outer(SmallNetwork network, String psi) {
    return psi.equals("linear") ? Activation.LINEAR : network.net().layer(1).activation();
  }

  private static double[][] noisy(SmallNetwork network, int l) {
    double[][] h = rows(network.pass().h(l));
    float[] epsilon = network.epsilon(NoiseOf.INHIBITION, l, 0, h.length * h[0].length);
    return Plain.addScaled(h, 0.5, Plain.rows(epsilon, h[0].length));
  }

  private static double[][] wanted(SmallNetwork network, int l, String target) {
    if (target.equals("activity")) {
      return rows(network.pass().h(l));
    }
    Matrix above =
        target.equals("feedback") ? network.pass().h(l + 1) : network.pass().target(l + 1);
    return Plain.map(
        rows(above),
        rows(network.parameter("Wg" + l)),
        rows(network.parameter("bg" + l))[0],
        network.net().layer(1).activation());
  }

  private static void assertSlopes(
      Twin twin, double[][] x, double[][] r, double[][] values, double[][] found) {
    for (int row = 0; row < values.length; row++) {
      for (int k = 0; k < values[0].length; k++) {
        double kept = values[row][k];
        values[row][k] = kept + STEP;
        double above = Plain.loss(r, twin.apply(x));
        values[row][k] = kept - STEP;
        double below = Plain.loss(r, twin.apply(x));
        values[row][k] = kept;
        double slope = (above - below) / (2 * STEP);
        assertThat(Math.abs(found[row][k] - slope))
            .as("%s for %s", found[row][k], slope)
            .isLessThan(TOLERANCE * (1 + Math.abs(slope)));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"literal, 2", "excitationMinusInhibition, 1"})
  void estimate_interneurons_areWhatInhibits(String form, double gamma) {
    Map<String, String> options =
        Map.of("interneurons", "7", "targetForm", form, "sigma2", "0.5", "width", "5");
    try (SmallNetwork network = new SmallNetwork(BIG, options, 22)) {
      network.forward(0);
      network.learner().estimate(network.pass());
      TargetView view = network.learner().targets().orElseThrow();
      for (int l = 1; l < network.net().depth(); l++) {
        double[][] h = rows(network.pass().h(l));
        double[][] inhibition = Twin.of(network, l, outer(network, "same")).apply(h);
        double[][] expected =
            Plain.addScaled(
                Plain.addScaled(rows(view.excitation(l)), -1, h),
                gamma,
                Plain.addScaled(h, -1, inhibition));
        assertClose(network.pass().estimate(l), expected, 1e-5);
      }
    }
  }

  /** V moves after U's error has gone through it, whatever the optimiser. */
  @ParameterizedTest
  @CsvSource({"sgd", "momentum", "rmsprop", "adam"})
  void learn_reconstruction_fallsWithEveryOptimizer(String optimizer) {
    Map<String, String> options =
        Map.of(
            "interneurons", "12",
            "inhibitionOptimizer", optimizer,
            "inhibitionLearningRate", "0.01",
            "inhibitionNoiseVariance", "0");
    try (SmallNetwork network = new SmallNetwork(BIG, options, 23)) {
      network.forward(0);
      double before = unexplained(network);
      for (int k = 0; k < 300; k++) {
        network.learner().learnAuxiliaries(network.pass());
      }
      assertThat(unexplained(network)).isLessThan(0.6 * before);
    }
  }

  private static double unexplained(SmallNetwork network) {
    double[][] h = rows(network.pass().h(1));
    return Plain.loss(h, Twin.of(network, 1, outer(network, "same")).apply(h));
  }
}
