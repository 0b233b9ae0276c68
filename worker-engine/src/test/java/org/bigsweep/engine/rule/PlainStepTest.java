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
import org.bigsweep.engine.net.Pass;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
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
        (of, layer, innerStep, count, units) ->
            Plain.rows(network.epsilon(of, layer, innerStep, count * units), units));
  }

  private static void assertFollows(SmallNetwork network, PlainStep twin, int step) {
    network.train(step);
    twin.take(rows(network.pass().h(0)), network.labels(step));
    assertStandsWith(network, twin);
  }

  private static void assertStandsWith(SmallNetwork network, PlainStep twin) {
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
        .forEach(
            (name, matrix) -> {
              // the bias of KP's feedback acts on nothing
              if (!name.startsWith("bk")) {
                assertClose(matrix, expected.get("new_" + name), TOLERANCE);
              }
            });
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

  /** Linear maps: a fast learner then learns activities, not potentials. */
  @ParameterizedTest
  @CsvSource({
    "affine, gradient, activity, same, linear",
    "affine, normalizedDelta, activity, same, linear",
    "affine, affineProjection, feedback, linear, same",
    "interneurons, gradient, feedback, linear, linear",
    "interneurons, normalizedDelta, received, same, linear",
    "mirrored, normalizedDelta, feedback, linear, linear",
    "mirrored, gradient, received, linear, same",
    "mirrored, affineProjection, activity, same, linear"
  })
  void train_linearMaps_followTheTwin(
      String circuit, String learner, String target, String ofFeedback, String ofInhibition) {
    Map<String, String> options =
        options("sigmoid", "inhibition", circuit, "inhibitionLearner", learner);
    options.putAll(Map.of("inhibitionTarget", target, "projectionRidge", "0.5"));
    options.putAll(Map.of("feedbackActivation", ofFeedback, "inhibitionActivation", ofInhibition));
    assertFollows(new BalancedInhibitionGradient(), options, 64);
  }

  static Stream<Arguments> learners() {
    return Stream.of("gradient", "normalizedDelta", "affineProjection")
        .flatMap(learner -> ACTIVATIONS.stream().map(a -> Arguments.of(learner, a)));
  }

  @ParameterizedTest
  @MethodSource("learners")
  void train_fewInterneurons_followTheTwin(String learner, String activation) {
    Map<String, String> options =
        options(activation, "interneurons", "3", "inhibitionLearner", learner);
    options.putAll(Map.of("projectionRidge", "0.5", "inhibitionTarget", "feedback"));
    assertFollows(new BalancedInhibitionGradient(), options, 62);
  }

  /** Displacements whose running means are taken from them, and which are then bounded. */
  @ParameterizedTest
  @MethodSource("targetRules")
  void train_centredAndClipped_followsTheTwin(LearningRule rule, String activation) {
    assertFollows(
        rule, options(activation, "displacementMeanDecay", "0.7", "targetClip", "0.6"), 63);
  }

  /** PC's forms, with few and many steps, and its other relatives. */
  static Stream<Arguments> relatives() {
    LearningRule coding = new PredictiveCoding();
    LearningRule direct = new DirectDifferenceTargets();
    LearningRule pollack = new KolenPollack();
    List<Arguments> kinds =
        List.of(
            Arguments.of(coding, "inferenceSteps=7 inferenceRate=0.2"),
            Arguments.of(coding, "inferenceSteps=1 inferenceRate=0.6"),
            Arguments.of(coding, "inference=fixedPrediction inferenceSteps=4 inferenceRate=0.3"),
            Arguments.of(coding, "inference=zeroDivergence"),
            Arguments.of(coding, "inference=zeroDivergence optimizer=momentum weightDecay=0.3"),
            Arguments.of(new SignFeedback(), "feedbackScale=0.8"),
            Arguments.of(pollack, "weightDecay=0"),
            Arguments.of(pollack, "weightDecay=0.4"),
            Arguments.of(pollack, "weightDecay=0.4 optimizer=momentum momentum=0.8"),
            Arguments.of(direct, "topTargetStep=0.7"),
            Arguments.of(direct, "innerSteps=2 reconstructionNoiseVariance=0.2"),
            Arguments.of(direct, "feedbackOptimizer=momentum topUpdateStep=0.5"));
    return kinds.stream()
        .flatMap(
            kind -> ACTIVATIONS.stream().map(a -> Arguments.of(kind.get()[0], kind.get()[1], a)));
  }

  @ParameterizedTest
  @MethodSource("relatives")
  void train_relatives_followTheTwin(LearningRule rule, String settings, String activation) {
    Map<String, String> options = options(activation);
    for (String setting : settings.split(" ", -1)) {
      options.put(setting.substring(0, setting.indexOf('=')), setting.split("=", -1)[1]);
    }
    assertFollows(rule, options, 59);
  }

  static Stream<LearningRule> rulesWithAuxiliaries() {
    return Stream.of(
        new TargetPropagation(),
        new DifferenceTargetPropagation(),
        new BalancedInhibitionGradient(),
        new DirectDifferenceTargets());
  }

  /** Auxiliary maps learn from another minibatch than f, whose targets come from its own labels. */
  @ParameterizedTest
  @MethodSource("rulesWithAuxiliaries")
  void train_separateMinibatches_followTheTwin(LearningRule rule) {
    Map<String, String> options =
        options("tanh", "inhibitionTarget", "received", "innerSteps", "2");
    try (SmallNetwork network = new SmallNetwork(rule, options, 60)) {
      PlainStep twin = twin(network);
      for (int step = 0; step < STEPS; step++) {
        network.forward(step);
        Pass second = network.secondPass(step + STEPS);
        network.trainer().step(network.pass(), second);
        twin.take(
            rows(network.pass().h(0)),
            network.labels(step),
            rows(second.h(0)),
            network.labels(step + STEPS));
        assertStandsWith(network, twin);
      }
    }
  }

  /** Q learns along the slopes of ½ mean‖u Q − ε‖²/s². */
  @Test
  void take_directTargets_haveTheSlopesOfTheReconstruction() {
    Map<String, String> options = options("sigmoid", "reconstructionNoiseVariance", "0.09");
    try (SmallNetwork network = new SmallNetwork(new DirectDifferenceTargets(), options, 61)) {
      network.forward(0);
      PlainStep twin = twin(network);
      twin.take(rows(network.pass().h(0)), network.labels(0));
      int batch = network.pass().batch();
      for (int l = 1; l < network.net().depth(); l++) {
        double[][] h = twin.tensors().get("h" + l);
        float[] noise = network.epsilon(RuleContext.NoiseOf.FEEDBACK, l, 0, batch * h[0].length);
        double[][] unit = Plain.rows(noise, h[0].length);
        double[][] u = Plain.addScaled(h, 0.3, unit);
        for (int above = l + 1; above <= network.net().depth(); above++) {
          double[] bias = rows(network.parameter("bf" + above))[0];
          Activation phi = network.net().layer(above).activation();
          u = Plain.map(u, rows(network.parameter("Wf" + above)), bias, phi);
        }
        double[][] change = Plain.addScaled(u, -1, twin.tensors().get("h4"));
        double[][] q = rows(network.parameter("Wq" + l));
        double[][] wanted = Plain.addScaled(Plain.addScaled(unit, -1, unit), 0.3, unit);
        assertSlopes(
            q,
            twin.tensors().get("gi_grad_Wq" + l),
            () ->
                Plain.loss(wanted, Plain.map(change, q, new double[q[0].length], Activation.LINEAR))
                    / 0.09);
      }
    }
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
