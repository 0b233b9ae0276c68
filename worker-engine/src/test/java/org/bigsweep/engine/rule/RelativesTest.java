package org.bigsweep.engine.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.bigsweep.engine.kernel.Numbers.assertClose;
import static org.bigsweep.engine.kernel.Numbers.rows;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.DoubleSupplier;
import org.bigsweep.engine.kernel.Activation;
import org.bigsweep.engine.kernel.Matrix;
import org.example.SignSymmetry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What predictive coding, sign symmetry, Kolen–Pollack and direct DTP are known to be. */
class RelativesTest {
  private static final LearningRule BP = new Backpropagation();
  private static final LearningRule PC = new PredictiveCoding();
  private static final double ROUNDING = 2e-5;
  private static final double STEP = 1e-5;

  private static Map<String, String> options(Activation phi, String... more) {
    Map<String, String> options = new HashMap<>();
    options.putAll(Map.of("depth", "4", "width", "5-6-4", "optimizer", "sgd"));
    options.putAll(Map.of("learningRate", "0.05"));
    options.put("activation", phi.name().toLowerCase(Locale.ROOT));
    for (int k = 0; k < more.length; k += 2) {
      options.put(more[k], more[k + 1]);
    }
    return options;
  }

  private static void assertTrainsAlike(SmallNetwork found, SmallNetwork expected, int steps) {
    for (int step = 0; step < steps; step++) {
      found.train(step);
      expected.train(step);
      for (int l = 1; l <= expected.net().depth(); l++) {
        assertClose(found.pass().estimate(l), rows(expected.pass().estimate(l)), ROUNDING);
        assertClose(found.parameter("Wf" + l), rows(expected.parameter("Wf" + l)), ROUNDING);
        assertClose(found.parameter("bf" + l), rows(expected.parameter("bf" + l)), ROUNDING);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Activation.class)
  void predictiveCoding_zeroDivergence_isBackpropagation(Activation phi) {
    try (SmallNetwork coded =
            new SmallNetwork(PC, options(phi, "inference", "zeroDivergence"), 71);
        SmallNetwork exact = new SmallNetwork(BP, options(phi), 71)) {
      assertTrainsAlike(coded, exact, 3);
    }
  }

  /** N − 1 steps of rate 1 reach the fixed point; smaller ones converge to it. */
  @ParameterizedTest
  @CsvSource({"TANH, 1, 3", "RELU, 1, 7", "SIGMOID, 0.4, 80", "LINEAR, 0.4, 80"})
  void predictiveCoding_fixedPredictionAtRest_isBackpropagation(
      Activation phi, String rate, String steps) {
    Map<String, String> fixed =
        options(
            phi, "inference", "fixedPrediction", "inferenceRate", rate, "inferenceSteps", steps);
    try (SmallNetwork coded = new SmallNetwork(PC, fixed, 72);
        SmallNetwork exact = new SmallNetwork(BP, options(phi), 72)) {
      assertTrainsAlike(coded, exact, 3);
    }
  }

  @ParameterizedTest
  @CsvSource({"relaxation", "fixedPrediction"})
  void predictiveCoding_noInference_isLastLayerOnly(String inference) {
    Map<String, String> none =
        options(Activation.TANH, "inference", inference, "inferenceSteps", "0");
    try (SmallNetwork coded = new SmallNetwork(PC, none, 73);
        SmallNetwork last = new SmallNetwork(new LastLayerOnly(), options(Activation.TANH), 73)) {
      assertTrainsAlike(coded, last, 3);
    }
  }

  /** The energy of a minibatch in double precision, and its descent by central differences. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Energy(SmallNetwork network, double[][][] x, int[] labels) {
    static Energy of(SmallNetwork network) {
      double[][][] x = new double[network.net().depth()][][];
      for (int l = 0; l < x.length; l++) {
        x[l] = rows(network.pass().h(l));
      }
      return new Energy(network, x, network.labels(0));
    }

    double value(Map<String, double[][]> weights) {
      int top = network.net().depth();
      double sum = 0;
      for (int l = 1; l <= top; l++) {
        double[][] prediction =
            Plain.map(
                x[l - 1],
                weights.getOrDefault("Wf" + l, rows(network.parameter("Wf" + l))),
                rows(network.parameter("bf" + l))[0],
                network.net().layer(l).activation());
        for (int r = 0; r < labels.length; r++) {
          double exponentials = 0;
          for (int k = 0; k < prediction[r].length; k++) {
            double error = l < top ? x[l][r][k] - prediction[r][k] : 0;
            sum += error * error / 2;
            exponentials += Math.exp(prediction[r][k]);
          }
          sum += l < top ? 0 : Math.log(exponentials) - prediction[r][labels[r]];
        }
      }
      return sum;
    }

    void relax(double rate) {
      double[][][] slopes = new double[x.length][][];
      for (int l = 1; l < x.length; l++) {
        slopes[l] = slopes(x[l], () -> value(Map.of()));
      }
      for (int l = 1; l < x.length; l++) {
        x[l] = Plain.addScaled(x[l], -rate, slopes[l]);
      }
    }

    static double[][] slopes(double[][] at, DoubleSupplier value) {
      double[][] slopes = new double[at.length][at[0].length];
      for (int r = 0; r < at.length; r++) {
        for (int k = 0; k < at[0].length; k++) {
          double kept = at[r][k];
          at[r][k] = kept + STEP;
          double above = value.getAsDouble();
          at[r][k] = kept - STEP;
          slopes[r][k] = (above - value.getAsDouble()) / (2 * STEP);
          at[r][k] = kept;
        }
      }
      return slopes;
    }
  }

  /** Activities descend F, and weights descend F at the activities that were reached. */
  @ParameterizedTest
  @EnumSource(
      value = Activation.class,
      names = {"TANH", "SIGMOID", "LINEAR"})
  void predictiveCoding_relaxation_descendsTheEnergy(Activation phi) {
    Map<String, String> relaxed =
        options(phi, "inference", "relaxation", "inferenceRate", "0.2", "inferenceSteps", "6");
    try (SmallNetwork network = new SmallNetwork(PC, relaxed, 74)) {
      network.forward(0);
      Energy energy = Energy.of(network);
      double before = energy.value(Map.of());
      for (int k = 0; k < 6; k++) {
        energy.relax(0.2);
      }
      assertThat(energy.value(Map.of())).isLessThan(before);

      network.learner().estimate(network.pass());
      for (int l = 1; l < network.net().depth(); l++) {
        Matrix reached = network.learner().presynaptic(l + 1, network.pass());
        assertClose(reached, energy.x()[l], 1e-5);
      }
      network.trainer().move(network.pass());
      try (SmallNetwork same = new SmallNetwork(PC, relaxed, 74)) {
        for (int l = 1; l <= network.net().depth(); l++) {
          double[][] weights = rows(same.parameter("Wf" + l));
          Energy fixed = new Energy(same, energy.x(), energy.labels());
          String name = "Wf" + l;
          double[][] slopes = Energy.slopes(weights, () -> fixed.value(Map.of(name, weights)));
          double[][] found = network.gradient("f" + l).weights();
          for (int r = 0; r < slopes.length; r++) {
            for (int k = 0; k < slopes[r].length; k++) {
              assertThat(found[r][k])
                  .isCloseTo(slopes[r][k] / network.pass().batch(), within(1e-5));
            }
          }
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"sgd, 0", "sgd, 0.5", "momentum, 0.5", "adam, 0.5"})
  void kolenPollack_feedbackBeginsAsTheWeights_isBackpropagation(String optimizer, String decay) {
    Map<String, String> options =
        options(Activation.TANH, "optimizer", optimizer, "weightDecay", decay);
    try (SmallNetwork learned = new SmallNetwork(new KolenPollack(), options, 75);
        SmallNetwork exact = new SmallNetwork(BP, options, 75)) {
      for (int l = 1; l < exact.net().depth(); l++) {
        learned.parameter("Wk" + l).set(exact.parameter("Wf" + (l + 1)).toArray());
      }
      for (int step = 0; step < 5; step++) {
        learned.train(step);
        exact.train(step);
        for (int l = 1; l <= exact.net().depth(); l++) {
          assertThat(learned.parameter("Wf" + l).toArray())
              .isEqualTo(exact.parameter("Wf" + l).toArray());
        }
      }
    }
  }

  /** ‖B − W‖ falls by 1 − lr λ in every step, whatever is learnt. */
  @Test
  void kolenPollack_weightDecay_bringsFeedbackToTheWeights() {
    Map<String, String> options = options(Activation.TANH, "weightDecay", "2");
    try (SmallNetwork network = new SmallNetwork(new KolenPollack(), options, 76)) {
      double before = distance(network);
      for (int step = 0; step < 20; step++) {
        network.train(step);
      }
      assertThat(distance(network) / before).isCloseTo(Math.pow(0.9, 20), within(1e-4));
    }
  }

  private static double distance(SmallNetwork network) {
    double sum = 0;
    for (int l = 1; l < network.net().depth(); l++) {
      sum += Plain.loss(rows(network.parameter("Wk" + l)), rows(network.parameter("Wf" + (l + 1))));
    }
    return Math.sqrt(sum);
  }

  @Test
  void signFeedback_always_isTheGuidesRule() {
    Map<String, String> options = options(Activation.TANH, "feedbackScale", "0.7");
    try (SmallNetwork found = new SmallNetwork(new SignFeedback(), options, 77);
        SmallNetwork guide = new SmallNetwork(new SignSymmetry(), options, 77)) {
      found.train(0);
      guide.train(0);
      for (int l = 1; l <= guide.net().depth(); l++) {
        assertThat(found.pass().estimate(l).toArray())
            .isEqualTo(guide.pass().estimate(l).toArray());
      }
    }
  }

  /** In a linear network Q approaches the pseudo-inverse of what lies above. */
  @Test
  void directDtp_linearNetwork_invertsTheLayersAbove() {
    Map<String, String> options =
        options(
            Activation.LINEAR,
            "feedbackOptimizer",
            "adam",
            "feedbackLearningRate",
            "0.01",
            "batchSize",
            "30");
    try (SmallNetwork network = new SmallNetwork(new DirectDifferenceTargets(), options, 78)) {
      for (int step = 0; step < 1500; step++) {
        network.forward(step);
        network.learner().learnAuxiliaries(network.pass());
      }
      double[][] above = rows(network.parameter("Wf4"));
      double[][] product = product(rows(network.parameter("Wq3")), above);
      for (int r = 0; r < product.length; r++) {
        for (int k = 0; k < product.length; k++) {
          assertThat(product[r][k]).isCloseTo(r == k ? 1 : 0, within(0.1));
        }
      }
    }
  }

  private static double[][] product(double[][] x, double[][] y) {
    return Plain.map(x, y, new double[y[0].length], Activation.LINEAR);
  }

  @Test
  void directDtp_noTargetStep_movesNoHiddenLayer() {
    Map<String, String> options = options(Activation.TANH, "topTargetStep", "0");
    try (SmallNetwork network = new SmallNetwork(new DirectDifferenceTargets(), options, 79)) {
      float[] before = network.parameter("Wf1").toArray();
      network.train(0);
      assertThat(network.parameter("Wf1").toArray()).isEqualTo(before);
    }
  }

  /** They never learn, but a trial's kept parameters are to hold all that its estimates rest on. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void collectParameters_ofFixedFeedback_areItsMatrices(boolean direct) {
    LearningRule rule = direct ? new DirectFeedbackAlignment() : new FeedbackAlignment();
    try (SmallNetwork network = new SmallNetwork(rule, options(Activation.TANH), 74)) {
      Map<String, Matrix> kept = new HashMap<>();
      network.learner().collectParameters(kept);

      assertThat(kept).containsOnlyKeys("Bk1", "Bk2", "Bk3");
    }
  }
}
