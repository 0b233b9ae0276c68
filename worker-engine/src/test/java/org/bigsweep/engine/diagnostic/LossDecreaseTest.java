package org.bigsweep.engine.diagnostic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Map;
import org.bigsweep.engine.rule.Backpropagation;
import org.bigsweep.engine.rule.DifferenceTargetPropagation;
import org.bigsweep.engine.rule.LastLayerOnly;
import org.bigsweep.engine.rule.LearningRule;
import org.bigsweep.engine.rule.SmallNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LossDecreaseTest {
  private static final int STEPS = 20;
  private static final Map<String, String> OPTIONS =
      Map.of("batchSize", "20", "learningRate", "0.002");

  /** The probe is minibatch 0. */
  private static final class Observed implements AutoCloseable {
    final SmallNetwork network;
    final Probe.Buffers buffers;
    final LossDecrease decrease;
    double loss;

    Observed(LearningRule rule) {
      network = new SmallNetwork(rule, OPTIONS, 5);
      buffers = new Probe.Buffers(network.workspace(), network.net(), network.pass().batch());
      decrease = new LossDecrease(network.net());
    }

    double[] look() {
      Probe probe = new Probe(network.net(), network.learner(), buffers);
      network.forward(0);
      loss = network.pass().loss() / network.pass().batch();
      probe.add(network.pass());
      return decrease.since(probe);
    }

    void train() {
      for (int step = 0; step < STEPS; step++) {
        network.train(step);
      }
    }

    @Override
    public void close() {
      network.close();
    }
  }

  static LearningRule[] rules() {
    return new LearningRule[] {
      new Backpropagation(), new DifferenceTargetPropagation(), new LastLayerOnly()
    };
  }

  @ParameterizedTest
  @MethodSource("rules")
  void since_overAllLayers_isTheDecreaseOfTheLoss(LearningRule rule) {
    try (Observed observed = new Observed(rule)) {
      observed.look();
      for (int round = 0; round < 3; round++) {
        double before = observed.loss;
        observed.train();

        double sum = Arrays.stream(observed.look()).sum();

        double decrease = before - observed.loss;
        assertThat(decrease).isGreaterThan(1e-3);
        assertThat(sum).isEqualTo(decrease, within(0.02 * decrease));
      }
    }
  }

  @Test
  void since_firstRound_isUnknown() {
    try (Observed observed = new Observed(new Backpropagation())) {
      assertThat(observed.look()).hasSize(3).containsOnly(Double.NaN);
    }
  }

  @Test
  void since_layerThatDoesNotMove_isZero() {
    try (Observed observed = new Observed(new LastLayerOnly())) {
      observed.look();
      observed.train();

      double[] decrease = observed.look();

      assertThat(decrease[0]).isZero();
      assertThat(decrease[1]).isZero();
      assertThat(decrease[2]).isPositive();
    }
  }
}
