package org.bigsweep.engine.rule;

import java.util.HashMap;
import java.util.Map;
import org.bigsweep.engine.optim.OptimizerName;
import org.bigsweep.engine.optim.OptimizerParameters;
import org.bigsweep.engine.param.Options;

/**
 * The optimisers in double precision, by plain loops. Each parameter has a state of its own, which
 * is zero at the start.
 */
final class PlainOptimizer {
  private final Options options;
  private final Map<String, State> states = new HashMap<>();

  PlainOptimizer(Options options) {
    this.options = options;
  }

  /** The state of one parameter: running sums of G and of G², and the steps taken. */
  private static final class State {
    private final double[][] first;
    private final double[][] second;
    private int steps;

    State(int rows, int cols) {
      first = new double[rows][cols];
      second = new double[rows][cols];
    }
  }

  /** What the optimiser adds to the parameter {@code name} for the gradient G. */
  double[][] change(String name, double[][] gradient, OptimizerName optimizer, double rate) {
    int cols = gradient[0].length;
    State state = states.computeIfAbsent(name, key -> new State(gradient.length, cols));
    state.steps++;
    double[][] change = new double[gradient.length][cols];
    for (int r = 0; r < change.length; r++) {
      for (int k = 0; k < cols; k++) {
        change[r][k] = -rate * direction(state, r, k, gradient[r][k], optimizer);
      }
    }
    return change;
  }

  private double direction(State state, int r, int k, double g, OptimizerName optimizer) {
    return switch (optimizer) {
      case SGD -> g;
      case MOMENTUM -> {
        state.first[r][k] = options.get(OptimizerParameters.MOMENTUM) * state.first[r][k] + g;
        yield state.first[r][k];
      }
      case RMSPROP -> {
        double rho = options.get(OptimizerParameters.RMSPROP_DECAY);
        state.second[r][k] = rho * state.second[r][k] + (1 - rho) * g * g;
        yield g / (Math.sqrt(state.second[r][k]) + options.get(OptimizerParameters.EPSILON));
      }
      case ADAM -> {
        double beta1 = options.get(OptimizerParameters.ADAM_BETA1);
        double beta2 = options.get(OptimizerParameters.ADAM_BETA2);
        state.first[r][k] = beta1 * state.first[r][k] + (1 - beta1) * g;
        state.second[r][k] = beta2 * state.second[r][k] + (1 - beta2) * g * g;
        double mean = state.first[r][k] / (1 - Math.pow(beta1, state.steps));
        double power = state.second[r][k] / (1 - Math.pow(beta2, state.steps));
        yield mean / (Math.sqrt(power) + options.get(OptimizerParameters.EPSILON));
      }
    };
  }
}
