package org.bigsweep.engine.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bigsweep.engine.kernel.Numbers.assertClose;
import static org.bigsweep.engine.kernel.Numbers.normal;
import static org.bigsweep.engine.kernel.Numbers.rows;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.bigsweep.engine.kernel.Activation;
import org.bigsweep.engine.kernel.Matrix;
import org.bigsweep.engine.kernel.Workspace;
import org.bigsweep.engine.net.Affine;
import org.bigsweep.engine.param.Kind;
import org.bigsweep.engine.param.Options;
import org.bigsweep.engine.param.Parameter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every optimiser over several steps against a plain twin in double precision. */
class OptimizerTest {
  private static final int STEPS = 6;
  private static final int BATCH = 5;
  private static final double TOLERANCE = 3e-6;

  /** One number's rule: p after a step, given the gradient and the state. */
  interface Twin {
    double move(double p, double gradient, double[] state, int t);
  }

  static Stream<Arguments> optimizers() {
    Twin sgd = (p, g, s, t) -> p - 0.1 * g;
    Twin momentum =
        (p, g, s, t) -> {
          s[0] = 0.9 * s[0] + g;
          return p - 0.1 * s[0];
        };
    Twin rmsprop =
        (p, g, s, t) -> {
          s[0] = 0.99 * s[0] + 0.01 * g * g;
          return p - 0.01 * g / (Math.sqrt(s[0]) + 1e-6);
        };
    Twin adam =
        (p, g, s, t) -> {
          s[0] = 0.9 * s[0] + 0.1 * g;
          s[1] = 0.999 * s[1] + 0.001 * g * g;
          double m = s[0] / (1 - Math.pow(0.9, t));
          double v = s[1] / (1 - Math.pow(0.999, t));
          return p - 0.01 * m / (Math.sqrt(v) + 1e-6);
        };
    return Stream.of(
        Arguments.of(new Optimizer.Sgd(0.1), sgd, 0),
        Arguments.of(new Optimizer.Momentum(0.1, 0.9), momentum, 1),
        Arguments.of(new Optimizer.RmsProp(0.01, 0.99, 1e-6), rmsprop, 1),
        Arguments.of(new Optimizer.Adam(0.01, 0.9, 0.999, 1e-6), adam, 2));
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void learn_severalSteps_followsTheTwin(Optimizer optimizer, Twin twin, int states) {
    assertFollows(optimizer, twin, states, 3, 2);
    assertFollows(optimizer, twin, states, 1, 1);
    assertFollows(optimizer, twin, states, 63, 67); // several blocks
  }

  private static void assertFollows(
      Optimizer optimizer, Twin twin, int states, int inputs, int outputs) {
    try (Workspace workspace = new Workspace()) {
      Affine map = new Affine(workspace, inputs, outputs, Activation.LINEAR);
      map.weights().set(normal(1, inputs * outputs));
      map.bias().set(normal(2, outputs));
      double[][] weights = rows(map.weights());
      double[][] bias = rows(map.bias());
      double[][][] weightState = new double[inputs][outputs][states];
      double[][][] biasState = new double[1][outputs][states];
      Updater updater = optimizer.bind(workspace, map);

      for (int t = 1; t <= STEPS; t++) {
        Matrix input = normal(workspace, BATCH, inputs, 10 + t);
        Matrix delta = normal(workspace, BATCH, outputs, 20 + t);
        updater.learn(input, delta);
        move(weights, weightGradient(rows(input), rows(delta)), weightState, twin, t);
        move(bias, biasGradient(rows(delta)), biasState, twin, t);
      }

      assertClose(map.weights(), weights, TOLERANCE);
      assertClose(map.bias(), bias, TOLERANCE);
      assertStateFollows(updater, states, weightState, biasState);
    }
  }

  /** W := (1 − lr λ) W and then the step, with lr halved after the third. */
  @ParameterizedTest
  @MethodSource("optimizers")
  void learn_decayAndSchedule_followsTheTwinAtItsRate(Optimizer optimizer, Twin twin, int states) {
    double lambda = 0.3;
    double rate = learningRate(optimizer);
    try (Workspace workspace = new Workspace()) {
      Affine map = new Affine(workspace, 4, 3, Activation.LINEAR);
      map.weights().set(normal(1, 12));
      double[][] weights = rows(map.weights());
      double[][] bias = rows(map.bias());
      double[][][] weightState = new double[4][3][states];
      double[][][] biasState = new double[1][3][states];
      Updater updater = optimizer.bind(workspace, map, lambda);

      for (int t = 1; t <= STEPS; t++) {
        double factor = t > 3 ? 0.5 : 1;
        updater.scaleLearningRate(factor);
        Matrix input = normal(workspace, BATCH, 4, 10 + t);
        Matrix delta = normal(workspace, BATCH, 3, 20 + t);
        updater.learn(input, delta);
        Twin slower = (p, g, s, step) -> p + factor * (twin.move(p, g, s, step) - p);
        for (double[] row : weights) {
          for (int o = 0; o < 3; o++) {
            row[o] *= 1 - factor * rate * lambda;
          }
        }
        move(weights, weightGradient(rows(input), rows(delta)), weightState, slower, t);
        move(bias, biasGradient(rows(delta)), biasState, slower, t);
      }

      assertClose(map.weights(), weights, TOLERANCE);
      assertClose(map.bias(), bias, TOLERANCE);
    }
  }

  private static double learningRate(Optimizer optimizer) {
    if (optimizer instanceof Optimizer.Sgd sgd) {
      return sgd.learningRate();
    }
    return optimizer instanceof Optimizer.Momentum momentum ? momentum.learningRate() : 0.01;
  }

  private static void assertStateFollows(
      Updater updater, int states, double[][][] weightState, double[][][] biasState) {
    Map<String, Matrix> collected = new LinkedHashMap<>();
    updater.collect("f1.", collected);
    assertThat(collected).hasSize(2 * states);
    for (int k = 0; k < states; k++) {
      int which = k;
      Matrix w = collected.get("f1.W" + k);
      Matrix b = collected.get("f1.b" + k);
      assertClose(w.toArray(), j -> weightState[j / w.cols()][j % w.cols()][which], TOLERANCE);
      assertClose(b.toArray(), j -> biasState[0][j][which], TOLERANCE);
    }
  }

  /** −inputᵀ delta / B. */
  private static double[][] weightGradient(double[][] input, double[][] delta) {
    double[][] gradient = new double[input[0].length][delta[0].length];
    for (int r = 0; r < BATCH; r++) {
      for (int i = 0; i < gradient.length; i++) {
        for (int o = 0; o < gradient[0].length; o++) {
          gradient[i][o] -= input[r][i] * delta[r][o] / BATCH;
        }
      }
    }
    return gradient;
  }

  private static double[][] biasGradient(double[][] delta) {
    double[][] gradient = new double[1][delta[0].length];
    for (double[] row : delta) {
      for (int o = 0; o < row.length; o++) {
        gradient[0][o] -= row[o] / BATCH;
      }
    }
    return gradient;
  }

  private static void move(
      double[][] p, double[][] gradient, double[][][] state, Twin twin, int t) {
    for (int r = 0; r < p.length; r++) {
      for (int k = 0; k < p[0].length; k++) {
        p[r][k] = twin.move(p[r][k], gradient[r][k], state[r][k], t);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void learn_zeroDelta_movesNothing(Optimizer optimizer, Twin twin, int states) {
    try (Workspace workspace = new Workspace()) {
      Affine map = new Affine(workspace, 3, 2, Activation.TANH);
      map.weights().set(normal(1, 6));
      float[] before = map.weights().toArray();

      Updater updater = optimizer.bind(workspace, map);
      updater.learn(normal(workspace, BATCH, 3, 2), workspace.matrix(BATCH, 2));

      assertThat(map.weights().toArray()).isEqualTo(before);
      assertThat(map.bias().toArray()).containsOnly(0f);
      assertThat(twin.move(1, 0, new double[states], 1)).isEqualTo(1);
    }
  }

  @Test
  void of_everyName_readsItsSettings() {
    assertThat(named("sgd")).isEqualTo(new Optimizer.Sgd(0.5));
    assertThat(named("momentum")).isEqualTo(new Optimizer.Momentum(0.5, 0.1));
    assertThat(named("rmsprop")).isEqualTo(new Optimizer.RmsProp(0.5, 0.2, 1e-3));
    assertThat(named("adam")).isEqualTo(new Optimizer.Adam(0.5, 0.3, 0.4, 1e-3));
  }

  private static Optimizer named(String name) {
    Parameter<OptimizerName> choice =
        Parameter.of("optimizer", "", OptimizerParameters.NAMES, OptimizerName.SGD);
    Parameter<Double> rate = Parameter.of("learningRate", "", Kind.Real.positive(), 1.0);
    Map<String, String> values =
        Map.of(
            "optimizer", name,
            "learningRate", "0.5",
            "momentum", "0.1",
            "rmspropDecay", "0.2",
            "adamBeta1", "0.3",
            "adamBeta2", "0.4",
            "epsilon", "0.001");
    Options options =
        new Options() {
          @Override
          public <T> Optional<T> find(Parameter<T> parameter) {
            return Optional.ofNullable(values.get(parameter.name())).map(parameter::value);
          }
        };
    return Optimizer.of(options, choice, rate);
  }
}
