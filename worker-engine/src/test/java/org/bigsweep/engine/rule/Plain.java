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

  /** Values as rows of {@code cols}. */
  static double[][] rows(float[] values, int cols) {
    double[][] rows = new double[values.length / cols][cols];
    for (int k = 0; k < values.length; k++) {
      rows[k / cols][k % cols] = values[k];
    }
    return rows;
  }
}
