package org.bigsweep.engine.rule;

import org.bigsweep.engine.kernel.Activation;

/** Maps and losses in double precision, by plain loops. Rows are samples. */
final class Plain {
  private Plain() {}

  /** φ(x W + b). */
  static double[][] map(double[][] x, double[][] weights, double[] bias, Activation phi) {
    double[][] y = new double[x.length][bias.length];
    for (int r = 0; r < x.length; r++) {
      for (int o = 0; o < bias.length; o++) {
        double a = bias[o];
        for (int i = 0; i < weights.length; i++) {
          a += x[r][i] * weights[i][o];
        }
        y[r][o] = apply(phi, a);
      }
    }
    return y;
  }

  private static double apply(Activation phi, double a) {
    return switch (phi) {
      case TANH -> Math.tanh(a);
      case RELU -> Math.max(0, a);
      case SIGMOID -> 1 / (1 + Math.exp(-a));
      case LINEAR -> a;
    };
  }

  /** ½ mean‖wanted − y‖² over rows. */
  static double loss(double[][] wanted, double[][] y) {
    double sum = 0;
    for (int r = 0; r < y.length; r++) {
      for (int k = 0; k < y[0].length; k++) {
        sum += (wanted[r][k] - y[r][k]) * (wanted[r][k] - y[r][k]);
      }
    }
    return sum / 2 / y.length;
  }

  /** x + a y. */
  static double[][] addScaled(double[][] x, double a, double[][] y) {
    double[][] sum = new double[x.length][x[0].length];
    for (int r = 0; r < x.length; r++) {
      for (int k = 0; k < x[0].length; k++) {
        sum[r][k] = x[r][k] + a * y[r][k];
      }
    }
    return sum;
  }

  /** error ⊙ φ′(a), where y = φ(a). */
  static double[][] sloped(double[][] error, double[][] y, Activation activation) {
    double[][] result = new double[y.length][y[0].length];
    for (int r = 0; r < y.length; r++) {
      for (int k = 0; k < y[0].length; k++) {
        double slope =
            switch (activation) {
              case TANH -> 1 - y[r][k] * y[r][k];
              case RELU -> y[r][k] > 0 ? 1 : 0;
              case SIGMOID -> y[r][k] * (1 - y[r][k]);
              case LINEAR -> 1;
            };
        result[r][k] = error[r][k] * slope;
      }
    }
    return result;
  }

  /** error Wᵀ. */
  static double[][] through(double[][] weights, double[][] error) {
    double[][] result = new double[error.length][weights.length];
    for (int r = 0; r < error.length; r++) {
      for (int i = 0; i < weights.length; i++) {
        for (int o = 0; o < weights[i].length; o++) {
          result[r][i] += error[r][o] * weights[i][o];
        }
      }
    }
    return result;
  }

  /** onehot(y) − softmax(logits), each sample's −∂L/∂logits. */
  static double[][] topError(double[][] logits, int[] labels) {
    double[][] error = new double[logits.length][logits[0].length];
    for (int r = 0; r < error.length; r++) {
      double sum = 0;
      for (double logit : logits[r]) {
        sum += Math.exp(logit);
      }
      for (int k = 0; k < error[r].length; k++) {
        error[r][k] = (k == labels[r] ? 1 : 0) - Math.exp(logits[r][k]) / sum;
      }
    }
    return error;
  }

  /** Values as rows of {@code cols}. */
  static double[][] rows(float[] values, int cols) {
    double[][] rows = new double[values.length / cols][cols];
    for (int k = 0; k < values.length; k++) {
      rows[k / cols][k % cols] = values[k];
    }
    return rows;
  }
}
