package org.bigsweep.engine.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.bigsweep.engine.kernel.Numbers.assertClose;
import static org.bigsweep.engine.kernel.Numbers.rows;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;
import java.util.stream.Stream;
import org.bigsweep.engine.kernel.Activation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The engine beside the plain twin over several steps, and the twin beside its own losses. */
class PlainStepTest {
  private static final int STEPS = 6;
  private static final double TOLERANCE = 1e-5;
  private static final List<String> ACTIVATIONS = List.of("tanh", "relu", "sigmoid", "linear");

  /** Depth 4, so that two layers lie below the penultimate target. */
  private static Map<String, String> options(String activation, String... more) {
    Map<String, String> options = new HashMap<>();
    options.putAll(Map.of("depth", "4", "width", "5-4-6", "activation", activation));
    options.putAll(Map.of("optimizer", "sgd", "learningRate", "0.03"));
    options.putAll(Map.of("feedbackOptimizer", "sgd", "feedbackLearningRate", "0.02"));
    options.putAll(Map.of("inhibitionOptimizer", "sgd", "inhibitionLearningRate", "0.04"));
    options.putAll(Map.of("sigma2", "0.5", "inhibitionNoiseVariance", "0.25"));
    for (int k = 0; k < more.length; k += 2) {
      options.put(more[k], more[k + 1]);
    }
    return options;
  }

  private static PlainStep twin(SmallNetwork network) {
    Map<String, double[][]> parameters = new LinkedHashMap<>();
    network.parameters().forEach((name, matrix) -> parameters.put(name, rows(matrix)));
    return new PlainStep(
        network.spec(),
        parameters,
        (of, layer, count, units) ->
            Plain.rows(network.epsilon(of, layer, 0, count * units), units));
  }

  private static void assertFollows(SmallNetwork network, PlainStep twin, int step) {
    network.train(step);
    twin.take(rows(network.pass().h(0)), network.labels(step));
    Map<String, double[][]> expected = twin.tensors();
    for (int l = 1; l <= network.net().depth(); l++) {
      assertClose(network.pass().h(l), expected.get("h" + l), TOLERANCE);
      assertClose(network.pass().estimate(l), expected.get("e" + l), TOLERANCE);
      if (network.learner().targets().isPresent()) {
        assertClose(network.pass().target(l), expected.get("t" + l), TOLERANCE);
      }
    }
    network
        .parameters()
        .forEach((name, matrix) -> assertClose(matrix, expected.get("new_" + name), TOLERANCE));
    assertThat(network.pass().loss() / network.pass().batch())
        .isCloseTo(twin.loss(), within(TOLERANCE));
  }

  private static void assertFollows(LearningRule rule, Map<String, String> options, long seed) {
    try (SmallNetwork network = new SmallNetwork(rule, options, seed)) {
      PlainStep twin = twin(network);
      for (int step = 0; step < STEPS; step++) {
        assertFollows(network, twin, step);
      }
    }
  }

  private static Stream<Arguments> each(LearningRule... rules) {
    return Stream.of(rules).flatMap(rule -> ACTIVATIONS.stream().map(a -> Arguments.of(rule, a)));
  }

  static Stream<Arguments> targetRules() {
    return each(
        new TargetPropagation(),
        new DifferenceTargetPropagation(),
        new BalancedInhibitionGradient());
  }

  @ParameterizedTest
  @MethodSource("targetRules")
  void train_penultimateTarget_followsTheTwin(LearningRule rule, String activation) {
    assertFollows(
        rule, options(activation, "topTarget", "penultimate", "topTargetStep", "0.7"), 51);
  }

  /** The other value, so that the twin's own lower layers are held to the engine's as well. */
  @ParameterizedTest
  @MethodSource("targetRules")
  void train_outputTarget_followsTheTwin(LearningRule rule, String activation) {
    assertFollows(rule, options(activation, "topTargetStep", "0.7"), 52);
  }

  static Stream<Arguments> trainedLayers() {
    return Stream.of("1", "2", "3", "4", "5")
        .flatMap(k -> ACTIVATIONS.stream().map(a -> Arguments.of(k, a)));
  }

  @ParameterizedTest
  @MethodSource("trainedLayers")
  void train_trainedLayers_followTheTwin(String trained, String activation) {
    assertFollows(new LastLayerOnly(), options(activation, "trainedLayers", trained), 53);
  }

  static Stream<Arguments> differenceRules() {
    return each(new DifferenceTargetPropagation(), new BalancedInhibitionGradient());
  }

  @ParameterizedTest
  @MethodSource("differenceRules")
  void train_difference_followsTheTwin(LearningRule rule, String activation) {
    assertFollows(
        rule,
        options(activation, "feedbackLoss", "difference", "feedbackNoiseVariance", "0.04"),
        54);
  }

  /** Each circuit with each learner, and the targets, orders and rates among them in turn. */
  static Stream<Arguments> inhibitions() {
    List<String> targets = List.of("activity", "feedback", "received");
    List<String> orders = List.of("simultaneous", "feedbackFirst");
    List<Arguments> all = new ArrayList<>();
    for (String circuit : List.of("affine", "interneurons", "mirrored")) {
      for (String learner : List.of("gradient", "normalizedDelta", "affineProjection")) {
        if (circuit.equals("interneurons") && learner.equals("gradient")) {
          continue; // InterneuronMapsTest
        }
        for (int k = 0; k < 6; k++) {
          String activation = ACTIVATIONS.get(all.size() % ACTIVATIONS.size());
          all.add(
              Arguments.of(circuit, learner, targets.get(k % 3), orders.get(k % 2), activation));
        }
      }
    }
    return all.stream();
  }

  @ParameterizedTest
  @MethodSource("inhibitions")
  void train_inhibition_followsTheTwin(
      String circuit, String learner, String target, String order, String activation) {
    Map<String, String> options =
        options(activation, "inhibition", circuit, "inhibitionLearner", learner);
    options.put("inhibitionTarget", target);
    options.put("auxiliaryOrder", order);
    options.put("normalizedDeltaRate", target.equals("feedback") ? "1" : "0.6");
    options.put("projectionRidge", "0.5");
    assertFollows(new BalancedInhibitionGradient(), options, 58);
  }

  /** As in an epoch of sigma2Annealing: σ² and both noise variances shrink together. */
  @ParameterizedTest
  @MethodSource("differenceRules")
  void train_scaledVariances_followTheTwin(LearningRule rule, String activation) {
    Map<String, String> options =
        options(activation, "feedbackLoss", "difference", "feedbackNoiseVariance", "0.04");
    try (SmallNetwork network = new SmallNetwork(rule, options, 55)) {
      PlainStep twin = twin(network);
      for (int step = 0; step < STEPS; step++) {
        double factor = Math.pow(0.8, step);
        network.learner().scaleVariances(factor);
        twin.scaleVariances(factor);
        assertFollows(network, twin, step);
      }
    }
  }

  /** The gradient of the k highest layers is the slope of the cross-entropy itself. */
  @Test
  void take_trainedLayers_hasTheSlopesOfTheLoss() {
    try (SmallNetwork network =
        new SmallNetwork(new LastLayerOnly(), options("tanh", "trainedLayers", "2"), 56)) {
      network.forward(0);
      PlainStep twin = twin(network);
      twin.take(rows(network.pass().h(0)), network.labels(0));
      assertThat(twin.tensors()).doesNotContainKeys("grad_Wf1", "grad_bf2").containsKey("grad_bf3");
      for (String name : List.of("Wf3", "bf3", "Wf4", "bf4")) {
        double[][] values = rows(network.parameter(name));
        assertSlopes(values, twin.tensors().get("grad_" + name), () -> loss(network, name, values));
      }
    }
  }

  /** The penultimate layer's estimate is −η times the slope of each sample's cross-entropy. */
  @Test
  void take_penultimateTarget_hasTheSlopesOfEachSamplesLoss() {
    Map<String, String> options =
        options("relu", "topTarget", "penultimate", "topTargetStep", "0.7");
    try (SmallNetwork network = new SmallNetwork(new TargetPropagation(), options, 57)) {
      network.forward(0);
      PlainStep twin = twin(network);
      twin.take(rows(network.pass().h(0)), network.labels(0));
      double[][] h = twin.tensors().get("h3");
      double[][] e = twin.tensors().get("e3");
      double[][] weights = rows(network.parameter("Wf4"));
      double[] bias = rows(network.parameter("bf4"))[0];
      double[][] wanted = new double[h.length][h[0].length];
      for (int r = 0; r < h.length; r++) {
        for (int k = 0; k < h[0].length; k++) {
          wanted[r][k] = e[r][k] / -0.7 / h.length;
        }
      }
      assertSlopes(
          h,
          wanted,
          () -> crossEntropy(Plain.map(h, weights, bias, Activation.LINEAR), network.labels(0)));
    }
  }

  /** Mean cross-entropy of the first minibatch with other values of one parameter. */
  private static double loss(SmallNetwork network, String name, double[][] values) {
    double[][] y = rows(network.pass().h(0));
    for (int l = 1; l <= network.net().depth(); l++) {
      boolean weights = name.equals("Wf" + l);
      boolean bias = name.equals("bf" + l);
      y =
          Plain.map(
              y,
              weights ? values : rows(network.parameter("Wf" + l)),
              (bias ? values : rows(network.parameter("bf" + l)))[0],
              network.net().layer(l).activation());
    }
    return crossEntropy(y, network.labels(0));
  }

  private static double crossEntropy(double[][] logits, int[] labels) {
    double sum = 0;
    for (int r = 0; r < logits.length; r++) {
      double exponentials = 0;
      for (double logit : logits[r]) {
        exponentials += Math.exp(logit - logits[r][labels[r]]);
      }
      sum += Math.log(exponentials);
    }
    return sum / logits.length;
  }

  /** By central differences. */
  private static void assertSlopes(double[][] values, double[][] found, DoubleSupplier loss) {
    for (int r = 0; r < values.length; r++) {
      for (int k = 0; k < values[r].length; k++) {
        double kept = values[r][k];
        values[r][k] = kept + 1e-5;
        double above = loss.getAsDouble();
        values[r][k] = kept - 1e-5;
        double below = loss.getAsDouble();
        values[r][k] = kept;
        assertThat(found[r][k]).isCloseTo((above - below) / 2e-5, within(1e-9));
      }
    }
  }
}
