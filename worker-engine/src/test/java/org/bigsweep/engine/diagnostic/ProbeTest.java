package org.bigsweep.engine.diagnostic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.bigsweep.engine.kernel.Matrix;
import org.bigsweep.engine.kernel.Numbers;
import org.bigsweep.engine.rule.Backpropagation;
import org.bigsweep.engine.rule.BalancedInhibitionGradient;
import org.bigsweep.engine.rule.DifferenceTargetPropagation;
import org.bigsweep.engine.rule.LastLayerOnly;
import org.bigsweep.engine.rule.LearningRule;
import org.bigsweep.engine.rule.SmallNetwork;
import org.bigsweep.engine.rule.TargetPropagation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The probe's identities on random networks; its numbers are held to the oracle cases. */
class ProbeTest {
  private static List<LayerDiagnostics> probe(SmallNetwork network, int batches) {
    Probe.Buffers buffers =
        new Probe.Buffers(network.workspace(), network.net(), network.pass().batch());
    Probe probe = new Probe(network.net(), network.learner(), buffers);
    for (int step = 0; step < batches; step++) {
      network.forward(step);
      probe.add(network.pass());
    }
    return probe.layers();
  }

  static Stream<LearningRule> rules() {
    return ServiceLoader.load(LearningRule.class).stream().map(ServiceLoader.Provider::get);
  }

  private static final List<ToDoubleFunction<LayerDiagnostics>> ADDITIVE =
      List.of(
          LayerDiagnostics::estimateCosine,
          LayerDiagnostics::weightedCosine,
          LayerDiagnostics::estimateAngle,
          LayerDiagnostics::updateCosine,
          LayerDiagnostics::estimateNorm,
          LayerDiagnostics::gradientNorm,
          LayerDiagnostics::signalNorm,
          LayerDiagnostics::signalCosine,
          LayerDiagnostics::residualNorm,
          LayerDiagnostics::residualCosine,
          LayerDiagnostics::ownResidualNorm,
          LayerDiagnostics::dtpNorm,
          LayerDiagnostics::dtpCosine,
          LayerDiagnostics::restNorm,
          LayerDiagnostics::restCosine,
          LayerDiagnostics::feedbackUnexplained,
          LayerDiagnostics::inhibitionUnexplained,
          LayerDiagnostics::eiCorrelation,
          LayerDiagnostics::eiUnitCorrelation,
          LayerDiagnostics::eiImbalance,
          LayerDiagnostics::shuffledEiCorrelation,
          LayerDiagnostics::saturation,
          LayerDiagnostics::largestTarget);

  /** Everything but the Gauss-Newton direction, which looks at the first batch only. */
  @ParameterizedTest
  @MethodSource("rules")
  void add_severalBatches_isOneBigBatch(LearningRule rule) {
    try (SmallNetwork small = new SmallNetwork(rule, Map.of("batchSize", "6"), 5);
        SmallNetwork big = new SmallNetwork(rule, Map.of("batchSize", "24"), 5)) {
      List<LayerDiagnostics> parts = probe(small, 4);
      List<LayerDiagnostics> whole = probe(big, 1);
      for (int l = 0; l < whole.size(); l++) {
        for (int k = 0; k < ADDITIVE.size(); k++) {
          double expected = ADDITIVE.get(k).applyAsDouble(whole.get(l));
          double found = ADDITIVE.get(k).applyAsDouble(parts.get(l));
          if (Double.isNaN(expected)) {
            assertThat(found).as("figure %d of layer %d", k, l + 1).isNaN();
          } else {
            double rounding = 1e-4 * Math.max(1, Math.abs(expected));
            assertThat(found)
                .as("figure %d of layer %d", k, l + 1)
                .isEqualTo(expected, within(rounding));
          }
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("rules")
  void add_always_changesNoParameter(LearningRule rule) {
    try (SmallNetwork network = new SmallNetwork(rule, Map.of(), 5)) {
      float[] before = network.net().layer(1).weights().toArray();

      probe(network, 2);

      assertThat(network.net().layer(1).weights().toArray()).isEqualTo(before);
    }
  }

  /** So that training may be looked at between an estimate and the step along it. */
  @ParameterizedTest
  @MethodSource("rules")
  void add_always_leavesTheRuleToEstimateTheSame(LearningRule rule) {
    try (SmallNetwork looked = new SmallNetwork(rule, Map.of(), 5);
        SmallNetwork other = new SmallNetwork(rule, Map.of(), 5)) {
      Probe.Buffers buffers =
          new Probe.Buffers(looked.workspace(), looked.net(), looked.pass().batch());
      looked.forward(0);
      Probe.withoutGaussNewton(looked.net(), looked.learner(), buffers).add(looked.pass());
      looked.learner().estimate(looked.pass());
      other.forward(0);
      other.learner().estimate(other.pass());

      for (int l = 1; l <= looked.net().depth(); l++) {
        assertThat(looked.pass().update(l).toArray()).isEqualTo(other.pass().update(l).toArray());
      }
    }
  }

  @Test
  void withoutGaussNewton_hasAllOtherFigures() {
    try (SmallNetwork network = new SmallNetwork(new DifferenceTargetPropagation(), Map.of(), 5)) {
      Probe.Buffers buffers =
          new Probe.Buffers(network.workspace(), network.net(), network.pass().batch());
      Probe probe = Probe.withoutGaussNewton(network.net(), network.learner(), buffers);
      network.forward(0);
      probe.add(network.pass());

      LayerDiagnostics found = probe.layers().get(0);

      assertThat(found.gaussNewtonCosine()).isNaN();
      for (ToDoubleFunction<LayerDiagnostics> figure : ADDITIVE) {
        assertThat(figure.applyAsDouble(found))
            .isEqualTo(figure.applyAsDouble(probe(network, 1).get(0)));
      }
    }
  }

  @Test
  void layers_backpropagation_agreesWithItself() {
    try (SmallNetwork network = new SmallNetwork(new Backpropagation(), Map.of(), 5)) {
      for (LayerDiagnostics layer : probe(network, 3)) {
        assertThat(layer.estimateCosine()).isEqualTo(1, within(1e-6));
        assertThat(layer.updateCosine()).isEqualTo(1, within(1e-6));
        assertThat(layer.estimateNorm()).isEqualTo(layer.gradientNorm(), within(1e-6));
        assertThat(layer.signalNorm()).isNaN();
        assertThat(layer.eiCorrelation()).isNaN();
      }
    }
  }

  @Test
  void layers_lastLayerOnly_estimateNothingBelowTheTop() {
    try (SmallNetwork network = new SmallNetwork(new LastLayerOnly(), Map.of(), 5)) {
      List<LayerDiagnostics> layers = probe(network, 1);
      assertThat(layers.get(0).estimateNorm()).isZero();
      assertThat(layers.get(0).estimateCosine()).isZero();
      assertThat(layers.get(0).updateCosine()).isZero();
      assertThat(layers.get(2).updateCosine()).isEqualTo(1, within(1e-6));
    }
  }

  /** For DTP the local signal is all there is, and so is DTP's own part. */
  @Test
  void layers_dtp_haveNeitherResidualNorRest() {
    try (SmallNetwork network = new SmallNetwork(new DifferenceTargetPropagation(), Map.of(), 5)) {
      List<LayerDiagnostics> layers = probe(network, 2);
      for (LayerDiagnostics layer : layers.subList(0, 2)) {
        assertThat(layer.signalNorm()).isEqualTo(layer.estimateNorm(), within(1e-5));
        assertThat(layer.dtpNorm()).isEqualTo(layer.estimateNorm(), within(1e-5));
        assertThat(layer.residualNorm()).isLessThan(1e-6);
        assertThat(layer.ownResidualNorm()).isLessThan(1e-6);
        assertThat(layer.restNorm()).isLessThan(1e-6);
        assertThat(layer.signalCosine()).isEqualTo(layer.estimateCosine(), within(1e-4));
      }
    }
  }

  /**
   * Where the target is exact, all of the estimate is signal, and DTP's own with the same target.
   */
  @Test
  void layers_penultimateTarget_haveNoResidualThere() {
    Map<String, String> options = Map.of("topTarget", "penultimate", "alpha", "0.7");
    for (LearningRule rule :
        List.of(new DifferenceTargetPropagation(), new BalancedInhibitionGradient())) {
      try (SmallNetwork network = new SmallNetwork(rule, options, 5)) {
        List<LayerDiagnostics> layers = probe(network, 2);
        LayerDiagnostics exact = layers.get(1);
        assertThat(exact.estimateCosine()).isEqualTo(1, within(1e-6));
        assertThat(exact.signalNorm()).isEqualTo(exact.gradientNorm(), within(1e-6));
        assertThat(exact.dtpNorm()).isEqualTo(exact.gradientNorm(), within(1e-6));
        assertThat(exact.residualNorm()).isZero();
        assertThat(exact.restNorm()).isZero();
        boolean difference = rule instanceof DifferenceTargetPropagation;
        assertThat(layers.get(0).restNorm() < 1e-6).isEqualTo(difference);
      }
    }
  }

  /** TP subtracts its own activity: nothing of its inhibition is unexplained. */
  @Test
  void layers_tp_explainTheirInhibition() {
    try (SmallNetwork network = new SmallNetwork(new TargetPropagation(), Map.of(), 5)) {
      assertThat(probe(network, 2).get(0).inhibitionUnexplained()).isZero();
      assertThat(probe(network, 2).get(0).feedbackUnexplained()).isPositive();
    }
  }

  /**
   * With e = α s + b = d + r for signal, residual, DTP's part and the rest, and u the direction of
   * −∂L/∂h: ‖e‖ cos(e, u) = α‖s‖ cos(s, u) + ‖b‖ cos(b, u) = ‖d‖ cos(d, u) + ‖r‖ cos(r, u), sample
   * by sample.
   */
  @Test
  void layers_oneSample_theCosineFollowsFromItsParts() {
    Map<String, String> options = Map.of("sigma2", "0.3", "alpha", "0.7", "batchSize", "1");
    for (int seed = 0; seed < 20; seed++) {
      try (SmallNetwork network =
          new SmallNetwork(new BalancedInhibitionGradient(), options, seed)) {
        for (LayerDiagnostics layer : probe(network, 1).subList(0, 2)) {
          double whole = layer.estimateNorm() * layer.estimateCosine();
          double local =
              0.7 * layer.signalNorm() * layer.signalCosine()
                  + layer.residualNorm() * layer.residualCosine();
          double global =
              layer.dtpNorm() * layer.dtpCosine() + layer.restNorm() * layer.restCosine();
          assertThat(local).isEqualTo(whole, within(1e-5));
          assertThat(global).isEqualTo(whole, within(1e-5));
          assertThat(layer.estimateNorm()).isGreaterThan(1e-2);
        }
      }
    }
  }

  /** E, I, saturation and the largest target of one batch by their definitions. */
  @Test
  void layers_big_areTheirDefinitions() {
    Map<String, String> options = Map.of("sigma2", "0.3", "alpha", "0.7");
    try (SmallNetwork network = new SmallNetwork(new BalancedInhibitionGradient(), options, 5)) {
      LayerDiagnostics found = probe(network, 1).get(1);
      double[][] e = Numbers.rows(network.learner().targets().orElseThrow().excitation(2));
      double[][] i = Numbers.rows(network.learner().targets().orElseThrow().inhibition(2));
      double[][] estimate = Numbers.rows(network.pass().estimate(2));
      Matrix reconstruction = network.workspace().matrix(estimate.length, estimate[0].length);
      network
          .learner()
          .targets()
          .orElseThrow()
          .feedback()
          .apply(2, network.pass().h(3), reconstruction);
      double[][] g = Numbers.rows(reconstruction);
      double[][] h = Numbers.rows(network.pass().h(2));
      double imbalance = 0;
      double magnitude = 0;
      double residual = 0;
      double ownResidual = 0;
      double saturated = 0;
      double largest = 0;
      for (int r = 0; r < e.length; r++) {
        double squares = 0;
        double ownSquares = 0;
        for (int k = 0; k < e[0].length; k++) {
          imbalance += Math.abs(e[r][k] - i[r][k]);
          magnitude += Math.abs(e[r][k]);
          double rest = estimate[r][k] - 0.7 * (e[r][k] - g[r][k]);
          squares += rest * rest;
          ownSquares += (g[r][k] - i[r][k]) * (g[r][k] - i[r][k]);
          saturated += Math.abs(h[r][k]) > 0.95 ? 1.0 / (e.length * e[0].length) : 0;
          largest = Math.max(largest, Math.abs(h[r][k] + estimate[r][k]));
        }
        residual += Math.sqrt(squares) / e.length;
        ownResidual += Math.sqrt(ownSquares) / e.length;
      }
      assertThat(found.eiImbalance()).isEqualTo(imbalance / magnitude, within(1e-6));
      assertThat(found.residualNorm()).isEqualTo(residual, within(1e-5));
      assertThat(found.ownResidualNorm()).isEqualTo(ownResidual, within(1e-5));
      assertThat(found.saturation()).isEqualTo(saturated, within(1e-9));
      assertThat(found.largestTarget()).isEqualTo(largest, within(1e-5));
    }
  }
}
