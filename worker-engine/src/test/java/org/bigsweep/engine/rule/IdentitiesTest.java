package org.bigsweep.engine.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.bigsweep.engine.kernel.Numbers.assertClose;
import static org.bigsweep.engine.kernel.Numbers.rows;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.PropertyDefaults;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.bigsweep.engine.kernel.Activation;
import org.bigsweep.engine.kernel.Blas;
import org.bigsweep.engine.kernel.Matrix;
import org.bigsweep.engine.net.Pass;
import org.bigsweep.engine.rule.RuleParameters.InhibitionLearner;

/** Where one rule must be another, over random networks. */
@PropertyDefaults(edgeCases = EdgeCasesMode.NONE)
class IdentitiesTest {
  private static final LearningRule BIG = new BalancedInhibitionGradient();
  private static final LearningRule DTP = new DifferenceTargetPropagation();
  private static final LearningRule TP = new TargetPropagation();
  private static final LearningRule BP = new Backpropagation();

  /** A few roundings of single precision over a few layers. */
  private static final double ROUNDING = 2e-5;

  private static Map<String, String> shape(int depth, int width, int batch, Activation phi) {
    return new HashMap<>(
        Map.of(
            "depth", String.valueOf(depth),
            "width", String.valueOf(width),
            "batchSize", String.valueOf(batch),
            "activation", phi.name().toLowerCase(Locale.ROOT)));
  }

  private static Map<String, String> with(Map<String, String> options, String... more) {
    Map<String, String> all = new HashMap<>(options);
    for (int k = 0; k < more.length; k += 2) {
      all.put(more[k], more[k + 1]);
    }
    return all;
  }

  private static void estimate(SmallNetwork network) {
    network.forward(0);
    network.learner().estimate(network.pass());
  }

  private static void assertEstimatesClose(SmallNetwork found, SmallNetwork expected) {
    for (int l = 1; l <= expected.net().depth(); l++) {
      assertClose(found.pass().estimate(l), rows(expected.pass().estimate(l)), ROUNDING);
    }
  }

  private static void assertEstimatesSame(SmallNetwork found, SmallNetwork expected) {
    for (int l = 1; l <= expected.net().depth(); l++) {
      assertThat(found.pass().estimate(l).toArray())
          .isEqualTo(expected.pass().estimate(l).toArray());
    }
  }

  @Property
  void lastLayerOnly_someLayersTrained_areBpsAndTheRestStay(
      @ForAll @LongRange(min = 0, max = 1 << 20) long seed,
      @ForAll Activation phi,
      @ForAll @IntRange(min = 2, max = 5) int depth,
      @ForAll @IntRange(min = 1, max = 6) int trained) {
    Map<String, String> options = shape(depth, 6, 4, phi);
    try (SmallNetwork some =
            new SmallNetwork(
                new LastLayerOnly(),
                with(options, "trainedLayers", String.valueOf(trained)),
                seed);
        SmallNetwork all = new SmallNetwork(BP, options, seed)) {
      some.train(0);
      all.train(0);
      for (int l = 1; l <= depth; l++) {
        boolean learns = l > depth - trained;
        float[] stays = new float[some.pass().estimate(l).size()];
        assertThat(some.pass().estimate(l).toArray())
            .isEqualTo(learns ? all.pass().estimate(l).toArray() : stays);
        assertThat(some.learner().lowestLearningLayer())
            .isEqualTo(Math.max(1, depth - trained + 1));
      }
    }
  }

  /** i_l := g_l ∘ f_{l+1}, which is one affine map with an activation if f_{l+1} is linear. */
  private static void inhibitByReconstruction(SmallNetwork network) {
    for (int l = 1; l < network.net().depth(); l++) {
      Matrix forward = network.parameter("Wf" + (l + 1));
      Matrix back = network.parameter("Wg" + l);
      Blas.multiply(1, forward, back, 0, network.parameter("Wi" + l));
      network.workspace().kernels().copy(network.parameter("bi" + l), network.parameter("bg" + l));
      Blas.multiply(1, network.parameter("bf" + (l + 1)), back, 1, network.parameter("bi" + l));
    }
  }

  private static void assertIsDifferenceTargetPropagation(
      Map<String, String> options, Map<String, String> big, long seed) {
    try (SmallNetwork inhibited = new SmallNetwork(BIG, big, seed);
        SmallNetwork difference = new SmallNetwork(DTP, options, seed)) {
      inhibitByReconstruction(inhibited);
      estimate(inhibited);
      estimate(difference);
      assertEstimatesClose(inhibited, difference);
    }
  }

  @Property
  void big_inhibitionIsReconstructionAndUnitVariance_isDtp(
      @ForAll @LongRange(min = 0, max = 1 << 20) long seed,
      @ForAll @IntRange(min = 2, max = 5) int depth,
      @ForAll @IntRange(min = 1, max = 9) int width,
      @ForAll @IntRange(min = 1, max = 9) int batch) {
    Map<String, String> options = shape(depth, width, batch, Activation.LINEAR);
    assertIsDifferenceTargetPropagation(
        options, with(options, "targetForm", "literal", "sigma2", "1"), seed);
  }

  @Property
  void big_differenceFormAndAnyVariance_isDtp(
      @ForAll @LongRange(min = 0, max = 1 << 20) long seed,
      @ForAll @IntRange(min = 2, max = 5) int depth,
      @ForAll @IntRange(min = 1, max = 9) int width,
      @ForAll @IntRange(min = 1, max = 10_000) int thousandths) {
    Map<String, String> options = shape(depth, width, 3, Activation.LINEAR);
    assertIsDifferenceTargetPropagation(
        options,
        with(
            options,
            "targetForm",
            "excitationMinusInhibition",
            "sigma2",
            String.valueOf(thousandths / 1000.0)),
        seed);
  }

  /** The layer below the linear top has i = g∘f exactly, whatever the hidden activation. */
  @Property
  void big_oneHiddenLayerOfAnyActivation_isDtp(
      @ForAll @LongRange(min = 0, max = 1 << 20) long seed,
      @ForAll Activation phi,
      @ForAll @IntRange(min = 1, max = 9) int width) {
    Map<String, String> options = shape(2, width, 4, phi);
    assertIsDifferenceTargetPropagation(options, with(options, "sigma2", "1"), seed);
  }

  /** U := W of the layer above, V := g. */
  private static void mirror(SmallNetwork network) {
    for (int l = 1; l < network.net().depth(); l++) {
      for (String part : List.of("W", "b")) {
        network.parameter(part + "iu" + l).set(network.parameter(part + "f" + (l + 1)).toArray());
        network.parameter(part + "iv" + l).set(network.parameter(part + "g" + l).toArray());
      }
    }
  }

  private static Map<String, String> mirrored(Map<String, String> options) {
    return with(
        options,
        new BalancedInhibitionGradient()
            .presets().stream()
                .filter(preset -> preset.name().equals("BIG(mirrored)"))
                .flatMap(preset -> preset.values().entrySet().stream())
                .flatMap(value -> Stream.of(value.getKey(), value.getValue()))
                .toArray(String[]::new));
  }

  /** Whatever the activation: the circuit is g∘f, operation by operation. */
  @Property
  void big_mirrorsOfFAndG_isDtpToTheBit(
      @ForAll @LongRange(min = 0, max = 1 << 20) long seed,
      @ForAll Activation phi,
      @ForAll @IntRange(min = 2, max = 5) int depth,
      @ForAll @IntRange(min = 1, max = 9) int width,
      @ForAll @IntRange(min = 1, max = 9) int batch) {
    Map<String, String> options = shape(depth, width, batch, phi);
    try (SmallNetwork inhibited = new SmallNetwork(BIG, mirrored(options), seed);
        SmallNetwork difference = new SmallNetwork(DTP, options, seed)) {
      mirror(inhibited);
      estimate(inhibited);
      estimate(difference);
      assertEstimatesSame(inhibited, difference);
    }
  }

  /** What mirrors already has no error to learn from; f rests where no target moves it. */
  @Property
  void big_mirrorsAndNoTargetStep_moveNothing(
      @ForAll @LongRange(min = 0, max = 1 << 20) long seed,
      @ForAll Activation phi,
      @ForAll @IntRange(min = 2, max = 5) int depth,
      @ForAll InhibitionLearner learner) {
    Map<String, String> options =
        with(
            mirrored(shape(depth, 6, 5, phi)),
            "topTargetStep",
            "0",
            "feedbackLearningRate",
            "0",
            "inhibitionLearner",
            RuleParameters.INHIBITION_LEARNER.kind().canonical(learner));
    try (SmallNetwork network = new SmallNetwork(BIG, options, seed)) {
      mirror(network);
      Map<String, float[]> before = network.values();
      for (int step = 0; step < 3; step++) {
        network.train(step);
      }
      network
          .values()
          .forEach((name, values) -> assertThat(values).as(name).isEqualTo(before.get(name)));
    }
  }

  @Property
  void big_inhibitionIsIdentity_isTpForEveryVariance(
      @ForAll @LongRange(min = 0, max = 1 << 20) long seed,
      @ForAll @IntRange(min = 2, max = 5) int depth,
      @ForAll @IntRange(min = 1, max = 9) int width,
      @ForAll Activation phi,
      @ForAll @IntRange(min = 1, max = 10_000) int thousandths) {
    Map<String, String> options = shape(depth, width, 3, phi);
    Map<String, String> big =
        with(
            options,
            "sigma2",
            String.valueOf(thousandths / 1000.0),
            "inhibitionActivation",
            "linear");
    try (SmallNetwork inhibited = new SmallNetwork(BIG, big, seed);
        SmallNetwork plain = new SmallNetwork(TP, options, seed)) {
      for (int l = 1; l < depth; l++) {
        inhibited.parameter("Wi" + l).set(identity(width));
        inhibited.parameter("bi" + l).clear();
      }
      estimate(inhibited);
      estimate(plain);
      assertEstimatesSame(inhibited, plain);
    }
  }

  /** α [(E − h)/s_c² + (h − I)/s_p²] of any two variances is the literal form of their ratio. */
  @Property
  void big_conditionalAndMarginalVariance_isLiteralWithScaledAlpha(
      @ForAll @LongRange(min = 0, max = 1 << 20) long seed,
      @ForAll @IntRange(min = 2, max = 5) int depth,
      @ForAll Activation phi,
      @ForAll @IntRange(min = 100, max = 3000) int conditional,
      @ForAll @IntRange(min = 100, max = 3000) int marginal) {
    double sc = conditional / 1000.0;
    double sp = marginal / 1000.0;
    Map<String, String> options =
        with(
            shape(depth, 5, 3, phi),
            "alpha",
            String.valueOf(1 / sc),
            "sigma2",
            String.valueOf(sp / sc),
            "inhibitionNoiseVariance",
            String.valueOf(sp));
    try (SmallNetwork network = new SmallNetwork(BIG, options, seed)) {
      estimate(network);
      TargetView view = network.learner().targets().orElseThrow();
      for (int l = 1; l < depth; l++) {
        double[][] h = rows(network.pass().h(l));
        double[][] conditionalScore = Plain.addScaled(rows(view.excitation(l)), -1, h);
        double[][] marginalScore = Plain.addScaled(rows(view.inhibition(l)), -1, h);
        double[][] none = new double[h.length][h[0].length];
        double[][] expected =
            Plain.addScaled(
                Plain.addScaled(none, 1 / sc, conditionalScore), -1 / sp, marginalScore);
        assertClose(network.pass().estimate(l), expected, ROUNDING);
      }
    }
  }

  /** s_c² = s_p² = σ²: h drops out, and the difference form with α = 1/σ² is left. */
  @Property
  void big_equalVariances_isTheDifferenceForm(
      @ForAll @LongRange(min = 0, max = 1 << 20) long seed,
      @ForAll @IntRange(min = 2, max = 5) int depth,
      @ForAll Activation phi,
      @ForAll @IntRange(min = 100, max = 3000) int thousandths) {
    double sigma2 = thousandths / 1000.0;
    Map<String, String> scaled =
        with(
            shape(depth, 5, 3, phi),
            "alpha",
            String.valueOf(1 / sigma2),
            "inhibitionNoiseVariance",
            String.valueOf(sigma2));
    try (SmallNetwork literal =
            new SmallNetwork(BIG, with(scaled, "targetForm", "literal", "sigma2", "1"), seed);
        SmallNetwork difference =
            new SmallNetwork(BIG, with(scaled, "targetForm", "excitationMinusInhibition"), seed)) {
      literal.forward(0);
      difference.forward(0);
      for (SmallNetwork network : List.of(literal, difference)) {
        network.learner().learnAuxiliaries(network.pass());
        network.learner().estimate(network.pass());
      }
      assertEstimatesSame(literal, difference);
    }
  }

  private static float[] identity(int n) {
    float[] values = new float[n * n];
    for (int k = 0; k < n; k++) {
      values[k * n + k] = 1;
    }
    return values;
  }

  /** Not one bit of f moves, whatever the optimiser and whatever g learns meanwhile. */
  @Property(tries = 60)
  void dtp_zeroTopStep_leavesForwardWeightsExactly(
      @ForAll @LongRange(min = 0, max = 1 << 20) long seed,
      @ForAll @IntRange(min = 2, max = 5) int depth,
      @ForAll @IntRange(min = 1, max = 9) int width,
      @ForAll Activation phi,
      @ForAll @IntRange(min = 0, max = 3) int optimizer) {
    List<String> names = List.of("sgd", "momentum", "rmsprop", "adam");
    Map<String, String> options =
        with(
            shape(depth, width, 3, phi),
            "topTargetStep",
            "0",
            "optimizer",
            names.get(optimizer),
            "feedbackLoss",
            "denoise");
    try (SmallNetwork network = new SmallNetwork(DTP, options, seed)) {
      Map<String, float[]> before = network.values();
      for (int step = 0; step < 3; step++) {
        network.train(step);
      }
      Map<String, float[]> after = network.values();
      for (int l = 1; l <= depth; l++) {
        assertThat(after.get("Wf" + l)).isEqualTo(before.get("Wf" + l));
        assertThat(after.get("bf" + l)).isEqualTo(before.get("bf" + l));
      }
      if (phi != Activation.RELU) { // whose units may all be off
        assertThat(after.get("Wg1")).isNotEqualTo(before.get("Wg1"));
      }
    }
  }

  @Property(tries = 30)
  void everyRule_unitTopStep_movesTheTopLayerAsBackpropagation(
      @ForAll @LongRange(min = 0, max = 1 << 20) long seed,
      @ForAll @IntRange(min = 2, max = 5) int depth,
      @ForAll Activation phi) {
    Map<String, String> options = shape(depth, 5, 3, phi);
    try (SmallNetwork back = new SmallNetwork(BP, options, seed)) {
      back.train(0);
      new BuiltInRulesTest()
          .rules()
          .forEach(
              rule -> {
                try (SmallNetwork network = new SmallNetwork(rule, options, seed)) {
                  network.train(0);
                  Pass pass = network.pass();
                  if (network.learner().presynaptic(depth, pass) != pass.h(depth - 1)) {
                    return; // inference has moved what the top layer learns from
                  }
                  assertThat(network.parameter("Wf" + depth).toArray())
                      .as(rule.name())
                      .isEqualTo(back.parameter("Wf" + depth).toArray());
                }
              });
    }
  }

  @Property
  void dtp_linearWithTransposedFeedback_isBackpropagation(
      @ForAll @LongRange(min = 0, max = 1 << 20) long seed,
      @ForAll @IntRange(min = 2, max = 5) int depth,
      @ForAll @IntRange(min = 1, max = 9) int width,
      @ForAll @IntRange(min = 1, max = 9) int batch) {
    Map<String, String> options = shape(depth, width, batch, Activation.LINEAR);
    Map<String, String> fixed = with(options, "feedbackLearningRate", "0", "topTargetStep", "1");
    try (SmallNetwork difference = new SmallNetwork(DTP, fixed, seed);
        SmallNetwork back = new SmallNetwork(BP, options, seed)) {
      for (int l = 1; l < depth; l++) {
        difference.parameter("Wg" + l).set(transposed(difference.parameter("Wf" + (l + 1))));
      }
      difference.forward(0);
      difference.learner().learnAuxiliaries(difference.pass());
      difference.learner().estimate(difference.pass());
      estimate(back);
      assertEstimatesClose(difference, back);
    }
  }

  /** The highest hidden layer moves as in backpropagation, η times, and what is below by g. */
  @Property
  void targetRules_penultimateTarget_isTheExactGradientOfItsLayer(
      @ForAll @LongRange(min = 0, max = 1 << 20) long seed,
      @ForAll @IntRange(min = 2, max = 5) int depth,
      @ForAll @IntRange(min = 1, max = 9) int width,
      @ForAll Activation phi,
      @ForAll @IntRange(min = 1, max = 30) int tenths) {
    double eta = tenths / 10.0;
    Map<String, String> options = shape(depth, width, 3, phi);
    Map<String, String> exact =
        with(options, "topTarget", "penultimate", "topTargetStep", String.valueOf(eta));
    try (SmallNetwork back = new SmallNetwork(BP, options, seed)) {
      estimate(back);
      double[][] gradient = rows(back.pass().estimate(depth - 1));
      double[][] none = new double[gradient.length][gradient[0].length];
      for (LearningRule rule : List.of(TP, DTP, BIG)) {
        try (SmallNetwork network = new SmallNetwork(rule, exact, seed)) {
          estimate(network);
          assertClose(
              network.pass().estimate(depth - 1), Plain.addScaled(none, eta, gradient), ROUNDING);
          if (depth > 2) {
            double[][] excitation =
                rows(network.learner().targets().orElseThrow().excitation(depth - 2));
            assertClose(network.pass().h(depth - 1), rows(back.pass().h(depth - 1)), 0);
            assertRowsClose(
                excitation,
                Plain.map(
                    rows(network.pass().target(depth - 1)),
                    rows(network.parameter("Wg" + (depth - 2))),
                    rows(network.parameter("bg" + (depth - 2)))[0],
                    phi));
          }
        }
      }
    }
  }

  private static void assertRowsClose(double[][] found, double[][] expected) {
    for (int r = 0; r < found.length; r++) {
      assertThat(found[r]).containsExactly(expected[r], within(ROUNDING));
    }
  }

  @Property
  void dtp_penultimateTargetOfOneHiddenLayer_isBackpropagation(
      @ForAll @LongRange(min = 0, max = 1 << 20) long seed, @ForAll Activation phi) {
    Map<String, String> options = shape(2, 6, 4, phi);
    try (SmallNetwork difference =
            new SmallNetwork(DTP, with(options, "topTarget", "penultimate"), seed);
        SmallNetwork back = new SmallNetwork(BP, options, seed)) {
      difference.train(0);
      back.train(0);
      for (String name : List.of("Wf1", "bf1", "Wf2", "bf2")) {
        assertThat(difference.parameter(name).toArray()).isEqualTo(back.parameter(name).toArray());
      }
    }
  }

  private static float[] transposed(Matrix matrix) {
    float[] values = matrix.toArray();
    float[] result = new float[values.length];
    for (int k = 0; k < values.length; k++) {
      int row = k / matrix.cols();
      int col = k % matrix.cols();
      result[col * matrix.rows() + row] = values[k];
    }
    return result;
  }

  /** The no-label control: hidden layers learn as if there were no labels, the top does not. */
  @Property(tries = 30)
  void targetRules_zeroTargetStepAndUnitTopUpdate_hideLabelsFromHiddenLayers(
      @ForAll @LongRange(min = 0, max = 1 << 20) long seed, @ForAll Activation phi) {
    Map<String, String> options =
        with(shape(4, 5, 6, phi), "topTargetStep", "0", "topUpdateStep", "1", "optimizer", "sgd");
    for (LearningRule rule : List.of(TP, DTP, BIG)) {
      try (SmallNetwork network = new SmallNetwork(rule, options, seed);
          SmallNetwork relabelled = new SmallNetwork(rule, options, seed)) {
        relabelled.rotateLabels();
        network.train(0);
        relabelled.train(0);
        Map<String, float[]> first = network.values();
        Map<String, float[]> second = relabelled.values();
        if (phi
            != Activation.RELU) { // a layer of dead units would hide the labels from the top, too
          assertThat(second.get("Wf4")).isNotEqualTo(first.get("Wf4"));
        }
        first.remove("Wf4");
        first.remove("bf4");
        first.forEach((name, values) -> assertThat(second.get(name)).isEqualTo(values));
      }
    }
  }

  @Property(tries = 30)
  void targetRules_noInnerSteps_leaveTheirMaps(
      @ForAll @LongRange(min = 0, max = 1 << 20) long seed) {
    for (LearningRule rule : List.of(TP, DTP, BIG)) {
      try (SmallNetwork network = new SmallNetwork(rule, Map.of("innerSteps", "0"), seed)) {
        Map<String, float[]> before = network.values();
        network.train(0);
        Map<String, float[]> after = network.values();
        before.keySet().removeIf(name -> name.matches("[Wb]f\\d+"));
        before.forEach((name, values) -> assertThat(after.get(name)).isEqualTo(values));
      }
    }
  }

  /**
   * g and i of one inner step move from the same g and i: two steps are not one of twice the rate.
   */
  @Property(tries = 30)
  void big_severalInnerSteps_areStepsFromWhereTheLastOneEnded(
      @ForAll @LongRange(min = 0, max = 1 << 20) long seed) {
    Map<String, String> quiet =
        Map.of("inhibitionNoiseVariance", "0", "feedbackOptimizer", "momentum");
    try (SmallNetwork twice = new SmallNetwork(BIG, with(quiet, "innerSteps", "2"), seed);
        SmallNetwork once = new SmallNetwork(BIG, with(quiet, "innerSteps", "1"), seed)) {
      twice.forward(0);
      once.forward(0);
      twice.learner().learnAuxiliaries(twice.pass());
      once.learner().learnAuxiliaries(once.pass());
      once.learner().learnAuxiliaries(once.pass());
      assertThat(twice.values().get("Wg1")).isEqualTo(once.values().get("Wg1"));
      assertThat(twice.values().get("Wi2")).isEqualTo(once.values().get("Wi2"));
    }
  }
}
