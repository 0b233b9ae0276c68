package org.bigsweep.engine.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.bigsweep.engine.kernel.Numbers.assertClose;
import static org.bigsweep.engine.kernel.Numbers.rows;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bigsweep.engine.kernel.Activation;
import org.bigsweep.engine.param.InvalidParameterException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the fast rules do to the error that they learn from. */
class PotentialLearnerTest {
  private static final LearningRule BIG = new BalancedInhibitionGradient();

  private static Map<String, String> options(String learner, String... more) {
    Map<String, String> options = new HashMap<>();
    options.putAll(Map.of("inhibition", "mirrored", "inhibitionLearner", learner));
    options.putAll(Map.of("inhibitionTarget", "feedback", "inhibitionNoiseVariance", "0"));
    options.putAll(Map.of("auxiliaryOrder", "feedbackFirst", "width", "9", "batchSize", "5"));
    for (int k = 0; k < more.length; k += 2) {
      options.put(more[k], more[k + 1]);
    }
    return options;
  }

  /** Potentials that U_l and f_{l+1} give for hˡ; V_l and g_l for the interneurons and hˡ⁺¹. */
  private static double[][] potential(SmallNetwork network, String map, double[][] x) {
    return Plain.map(
        x,
        rows(network.parameter("W" + map)),
        rows(network.parameter("b" + map))[0],
        Activation.LINEAR);
  }

  private static double[][] interneurons(SmallNetwork network, int l) {
    return Plain.map(
        rows(network.pass().h(l)),
        rows(network.parameter("Wiu" + l)),
        rows(network.parameter("biu" + l))[0],
        network.net().layer(l + 1).activation());
  }

  /** The rule reproduces the sample that it saw last, which is the minibatch's last row. */
  @Test
  void learn_normalizedDeltaOfRateOne_leavesNoErrorAtTheLastSample() {
    try (SmallNetwork network = new SmallNetwork(BIG, options("normalizedDelta"), 61)) {
      network.forward(0);
      network.learner().learnAuxiliaries(network.pass());
      for (int l = 1; l < network.net().depth(); l++) {
        double[][] h = rows(network.pass().h(l));
        double[][] above = rows(network.pass().h(l + 1));
        double[][] k = interneurons(network, l);
        assertLastRowClose(potential(network, "iu" + l, h), potential(network, "f" + (l + 1), h));
        assertLastRowClose(potential(network, "iv" + l, k), potential(network, "g" + l, above));
      }
    }
  }

  private static void assertLastRowClose(double[][] found, double[][] wanted) {
    int last = found.length - 1;
    for (int k = 0; k < found[last].length; k++) {
      assertThat(Math.abs(found[last][k] - wanted[last][k])).isLessThan(1e-5);
    }
  }

  /** With δ → 0 and fewer samples than inputs, the projection reproduces the whole minibatch. */
  @Test
  void learn_affineProjection_reproducesTheMinibatch() {
    Map<String, String> options = options("affineProjection", "projectionRidge", "1e-6");
    try (SmallNetwork network = new SmallNetwork(BIG, options, 62)) {
      network.forward(0);
      network.learner().learnAuxiliaries(network.pass());
      double[][] h = rows(network.pass().h(1));
      double[][] found = potential(network, "iu1", h);
      double[][] wanted = potential(network, "f2", h);
      assertThat(Plain.loss(wanted, found)).isLessThan(1e-7);
    }
  }

  /** i follows f and g: its residual falls by much within a few minibatches. */
  @ParameterizedTest
  @CsvSource({"normalizedDelta, 0.2", "affineProjection, 0.2"})
  void train_fastLearners_followFAndG(String learner, double share) {
    Map<String, String> options = options(learner, "learningRate", "1e-4", "depth", "4");
    try (SmallNetwork network = new SmallNetwork(BIG, options, 63)) {
      network.forward(0);
      network.learner().estimate(network.pass());
      double before = residual(network);
      for (int step = 0; step < 60; step++) {
        network.train(step);
      }
      network.forward(0);
      network.learner().estimate(network.pass());
      assertThat(residual(network)).isLessThan(share * before);
    }
  }

  private static double residual(SmallNetwork network) {
    TargetView view = network.learner().targets().orElseThrow();
    double[][] feedback =
        Plain.map(
            rows(network.pass().h(2)),
            rows(network.parameter("Wg1")),
            rows(network.parameter("bg1"))[0],
            network.net().layer(1).activation());
    return Plain.loss(feedback, rows(view.inhibition(1)));
  }

  /** f's update comes from f's minibatch alone, and only i and g see the other one. */
  @Test
  void step_separateMinibatches_learnEachFromItsOwn() {
    Map<String, String> options = options("normalizedDelta", "topTargetStep", "0.5");
    try (SmallNetwork split = new SmallNetwork(BIG, options, 64);
        SmallNetwork alone = new SmallNetwork(BIG, options, 64)) {
      alone.forward(7);
      alone.learner().learnAuxiliaries(alone.pass());
      alone.forward(2);
      alone.learner().estimate(alone.pass());
      alone.trainer().move(alone.pass());

      split.forward(2);
      split.trainer().step(split.pass(), split.secondPass(7));

      alone
          .values()
          .forEach((name, value) -> assertThat(split.values().get(name)).isEqualTo(value));
    }
  }

  @Test
  void learner_interneuronsBesideACircuitThatHasThem_isRefused() {
    for (String circuit : List.of("interneurons", "mirrored")) {
      Map<String, String> options = Map.of("inhibition", circuit, "interneurons", "7");
      assertThatThrownBy(() -> new SmallNetwork(BIG, options, 65).close())
          .isInstanceOf(InvalidParameterException.class)
          .hasMessage("Invalid interneurons: 7 (must be 0 where inhibition is " + circuit + ")");
    }
  }

  /** The circuit without its teacher is that of as many free interneurons. */
  @Test
  void train_untaughtInterneurons_areTheFreeOnesOfThatNumber() {
    Map<String, String> free = Map.of("interneurons", "9", "width", "9", "depth", "3");
    Map<String, String> shaped = Map.of("inhibition", "interneurons", "width", "9", "depth", "3");
    try (SmallNetwork first = new SmallNetwork(BIG, free, 66);
        SmallNetwork second = new SmallNetwork(BIG, shaped, 66)) {
      first.train(0);
      second.train(0);
      assertClose(second.parameter("Wiu1"), rows(first.parameter("Wiu1")), 0);
      assertClose(second.parameter("Wiv1"), rows(first.parameter("Wiv1")), 0);
    }
  }
}
