package org.bigsweep.engine.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bigsweep.engine.kernel.Numbers.rows;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.bigsweep.engine.kernel.Activation;
import org.bigsweep.engine.rule.RuleContext.NoiseOf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every local loss, written down plainly in double precision, differentiated by central differences
 * and compared with the gradient that the engine moves along.
 */
class LocalLossTest {
  private static final double STEP = 1e-4;

  /** Single precision of the engine's gradient, with the differences' own error far below. */
  private static final double TOLERANCE = 2e-5;

  /** One map's local loss: its input, what it should give, its parameters before the step. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Local(
      double[][] input, double[][] wanted, double[][] weights, double[] bias, Activation phi) {
    double loss() {
      return Plain.loss(wanted, Plain.map(input, weights, bias, phi));
    }
  }

  private static void assertGradient(String name, Local local, SmallNetwork.Gradient found) {
    for (int i = 0; i < local.weights().length; i++) {
      double[] row = local.weights()[i];
      for (int o = 0; o < row.length; o++) {
        assertSlope(name + " W" + i + "," + o, local, row, o, found.weights()[i][o]);
      }
    }
    for (int o = 0; o < local.bias().length; o++) {
      assertSlope(name + " b" + o, local, local.bias(), o, found.bias()[o]);
    }
  }

  private static void assertSlope(
      String name, Local local, double[] values, int index, double found) {
    double kept = values[index];
    values[index] = kept + STEP;
    double above = local.loss();
    values[index] = kept - STEP;
    double below = local.loss();
    values[index] = kept;
    double slope = (above - below) / (2 * STEP);
    assertThat(Math.abs(found - slope))
        .as("%s: %s for %s", name, found, slope)
        .isLessThan(TOLERANCE * (1 + Math.abs(slope)));
  }

  static Stream<Arguments> feedback() {
    List<Arguments> cases = new ArrayList<>();
    for (LearningRule rule :
        List.of(
            new TargetPropagation(),
            new DifferenceTargetPropagation(),
            new BalancedInhibitionGradient())) {
      for (String loss : List.of("reconstruct", "preserve", "denoise", "target")) {
        for (String activation : List.of("tanh", "sigmoid", "linear")) {
          cases.add(Arguments.of(rule, loss, activation));
        }
      }
    }
    return cases.stream();
  }

  /** ½ mean‖g_l(u) − r‖² with u and r by feedbackLoss. */
  @ParameterizedTest
  @MethodSource("feedback")
  void feedbackLoss_everyKind_hasTheEnginesGradient(
      LearningRule rule, String loss, String activation) {
    Map<String, String> options = new HashMap<>();
    options.put("activation", activation);
    options.put("feedbackLoss", loss);
    options.put("feedbackNoiseVariance", "0.04");
    try (SmallNetwork network = new SmallNetwork(rule, options, 11)) {
      network.forward(0);
      network.learner().estimate(network.pass());
      List<Local> locals = new ArrayList<>();
      for (int l = 1; l < network.net().depth(); l++) {
        locals.add(feedback(network, l, loss));
      }

      network.learner().learnAuxiliaries(network.pass());

      for (int l = 1; l < network.net().depth(); l++) {
        assertGradient("g" + l, locals.get(l - 1), network.gradient("g" + l));
      }
    }
  }

  private static Local feedback(SmallNetwork network, int l, String loss) {
    double[][] h = rows(network.pass().h(l));
    double[][] noisy = noisy(network, NoiseOf.FEEDBACK, l, 0.2);
    double[][] input =
        switch (loss) {
          case "reconstruct" -> rows(network.pass().h(l + 1));
          case "target" -> rows(network.pass().target(l + 1));
          default -> forward(network, l + 1, noisy);
        };
    double[][] wanted = loss.equals("preserve") ? noisy : h;
    return local(network, "g" + l, input, wanted, network.net().layer(1).activation());
  }

  private static double[][] noisy(SmallNetwork network, NoiseOf of, int l, double deviation) {
    double[][] h = rows(network.pass().h(l));
    float[] epsilon = network.epsilon(of, l, 0, h.length * h[0].length);
    return Plain.addScaled(h, deviation, Plain.rows(epsilon, h[0].length));
  }

  private static double[][] forward(SmallNetwork network, int l, double[][] below) {
    return Plain.map(
        below,
        rows(network.parameter("Wf" + l)),
        rows(network.parameter("bf" + l))[0],
        network.net().layer(l).activation());
  }

  private static Local local(
      SmallNetwork network, String map, double[][] input, double[][] wanted, Activation phi) {
    return new Local(
        input,
        wanted,
        rows(network.parameter("W" + map)),
        rows(network.parameter("b" + map))[0],
        phi);
  }

  static Stream<Arguments> inhibition() {
    List<Arguments> cases = new ArrayList<>();
    for (String target : List.of("activity", "feedback", "received")) {
      for (String activation : List.of("tanh", "sigmoid", "linear")) {
        for (String variance : List.of("0", "0.25")) {
          cases.add(Arguments.of(target, activation, variance));
        }
      }
    }
    return cases.stream();
  }

  /** ½ mean‖i_l(hˡ + s ε) − r‖² with r by inhibitionTarget. */
  @ParameterizedTest
  @MethodSource("inhibition")
  void inhibitionTarget_everyKind_hasTheEnginesGradient(
      String target, String activation, String variance) {
    Map<String, String> options =
        Map.of(
            "activation", activation,
            "inhibitionTarget", target,
            "inhibitionNoiseVariance", variance);
    try (SmallNetwork network = new SmallNetwork(new BalancedInhibitionGradient(), options, 12)) {
      network.forward(0);
      network.learner().estimate(network.pass());
      Activation phi = network.net().layer(1).activation();
      List<Local> locals = new ArrayList<>();
      for (int l = 1; l < network.net().depth(); l++) {
        double[][] input =
            noisy(network, NoiseOf.INHIBITION, l, Math.sqrt(Double.parseDouble(variance)));
        double[][] wanted = wanted(network, l, target, phi);
        locals.add(local(network, "i" + l, input, wanted, phi));
      }

      network.learner().learnAuxiliaries(network.pass());

      for (int l = 1; l < network.net().depth(); l++) {
        assertGradient("i" + l, locals.get(l - 1), network.gradient("i" + l));
      }
    }
  }

  private static double[][] wanted(SmallNetwork network, int l, String target, Activation phi) {
    if (target.equals("activity")) {
      return rows(network.pass().h(l));
    }
    double[][] above =
        rows(target.equals("feedback") ? network.pass().h(l + 1) : network.pass().target(l + 1));
    return Plain.map(
        above, rows(network.parameter("Wg" + l)), rows(network.parameter("bg" + l))[0], phi);
  }

  /** ½ mean‖tˡ − f_l(x)‖² with tˡ = f_l(x) + eˡ and x, what layer l learns from, constant. */
  @ParameterizedTest
  @MethodSource("forwardRules")
  void forwardLoss_everyRule_hasTheEnginesGradient(LearningRule rule, String activation) {
    try (SmallNetwork network = new SmallNetwork(rule, Map.of("activation", activation), 13)) {
      network.forward(0);
      network.learner().learnAuxiliaries(network.pass());
      network.learner().estimate(network.pass());
      List<Local> locals = new ArrayList<>();
      for (int l = 1; l <= network.net().depth(); l++) {
        Activation phi = network.net().layer(l).activation();
        double[][] below = rows(network.learner().presynaptic(l, network.pass()));
        double[][] h =
            Plain.map(
                below,
                rows(network.parameter("Wf" + l)),
                rows(network.parameter("bf" + l))[0],
                phi);
        double[][] wanted = Plain.addScaled(h, 1, rows(network.pass().estimate(l)));
        locals.add(local(network, "f" + l, below, wanted, phi));
      }

      network.trainer().move(network.pass());

      for (int l = 1; l <= network.net().depth(); l++) {
        if (network.moved("f" + l)) {
          assertGradient("f" + l, locals.get(l - 1), network.gradient("f" + l));
        }
      }
    }
  }

  static Stream<Arguments> forwardRules() {
    return new BuiltInRulesTest()
        .rules()
        .flatMap(
            rule ->
                Stream.of("tanh", "relu", "sigmoid", "linear")
                    .map(activation -> Arguments.of(rule, activation)));
  }

  /** Backpropagation's local gradients are those of the cross-entropy itself. */
  @Test
  void backpropagation_wholeLoss_hasTheEnginesGradient() {
    try (SmallNetwork network =
        new SmallNetwork(new Backpropagation(), Map.of("activation", "tanh"), 14)) {
      network.train(0);
      try (SmallNetwork same =
          new SmallNetwork(new Backpropagation(), Map.of("activation", "tanh"), 14)) {
        for (int l = 1; l <= same.net().depth(); l++) {
          float[] values = same.parameter("Wf" + l).toArray();
          int cols = same.parameter("Wf" + l).cols();
          for (int k = 0; k < values.length; k++) {
            double slope = slope(same, "Wf" + l, values, k);
            assertThat(Math.abs(network.gradient("f" + l).weights()[k / cols][k % cols] - slope))
                .as("Wf%d, element %d", l, k)
                .isLessThan(2e-4);
          }
        }
      }
    }
  }

  /** By central differences of the engine's own loss, whose logits are in single precision. */
  private static double slope(SmallNetwork network, String name, float[] values, int k) {
    float kept = values[k];
    float step = 4e-3f;
    values[k] = kept + step;
    double above = loss(network, name, values);
    values[k] = kept - step;
    double below = loss(network, name, values);
    values[k] = kept;
    network.parameter(name).set(values);
    return (above - below) / (2 * step);
  }

  private static double loss(SmallNetwork network, String name, float[] values) {
    network.parameter(name).set(values);
    network.forward(0);
    return network.pass().loss() / network.pass().batch();
  }
}
