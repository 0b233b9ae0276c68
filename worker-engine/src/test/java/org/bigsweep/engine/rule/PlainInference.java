package org.bigsweep.engine.rule;

import java.util.Map;
import org.bigsweep.engine.catalog.TrialParameters;
import org.bigsweep.engine.catalog.TrialSpec;
import org.bigsweep.engine.kernel.Activation;

/**
 * The inference of predictive coding in double precision, by plain loops. With predictions μˡ =
 * f_l(xˡ⁻¹), errors εˡ = xˡ − μˡ and, at the top, εᴺ = −∂L/∂μᴺ, an activity descends the energy ½
 * Σ‖εˡ‖² + L:
 *
 * <pre>∂F/∂xˡ = εˡ − (εˡ⁺¹ ⊙ φ′(aˡ⁺¹)) W_{l+1}ᵀ,   xˡ := xˡ − γ ∂F/∂xˡ</pre>
 *
 * <p>Time t = 0 is the forward pass; each step moves every hidden activity at once. {@code
 * relaxation} (Whittington and Bogacz 2017) learns from the last step. {@code fixedPrediction}
 * (Millidge, Tschantz and Buckley 2020) keeps μ, φ′ and what weights learn from at their values of
 * t = 0. {@code zeroDivergence} (Song et al. 2020) has γ = 1, and layer l learns from time N − l.
 */
final class PlainInference {
  private final Map<String, double[][]> parameters;
  private final Activation phi;
  private final int[] labels;
  private final int depth;
  private final String form;
  private final int steps;
  private final double rate;
  private final double[][][] x;
  private final double[][][] mu;
  private final double[][][] error;

  /** What each layer learns from: its error, its prediction, and the activity below. */
  final double[][][] learntError;

  final double[][][] learntPrediction;
  final double[][][] learntBelow;

  /**
   * @param h activities of the forward pass, input first
   */
  PlainInference(TrialSpec spec, Map<String, double[][]> parameters, double[][][] h, int[] labels) {
    this.parameters = parameters;
    this.phi = spec.get(TrialParameters.ACTIVATION);
    this.labels = labels;
    this.depth = h.length - 1;
    this.form = spec.values().get("inference");
    boolean zeroDivergence = form.equals("zeroDivergence");
    this.steps = zeroDivergence ? depth - 1 : Integer.parseInt(spec.values().get("inferenceSteps"));
    this.rate = zeroDivergence ? 1 : Double.parseDouble(spec.values().get("inferenceRate"));
    this.x = h.clone();
    this.mu = h.clone();
    this.error = new double[depth + 1][][];
    this.learntError = new double[depth + 1][][];
    this.learntPrediction = new double[depth + 1][][];
    this.learntBelow = new double[depth + 1][][];
  }

  void run() {
    compare();
    learn(0);
    for (int t = 1; t <= steps; t++) {
      descend();
      if (!form.equals("fixedPrediction")) {
        predict();
      }
      compare();
      learn(t);
    }
  }

  private void predict() {
    for (int l = 1; l <= depth; l++) {
      mu[l] =
          Plain.map(x[l - 1], parameters.get("Wf" + l), parameters.get("bf" + l)[0], activation(l));
    }
  }

  private Activation activation(int l) {
    return l < depth ? phi : Activation.LINEAR;
  }

  private void compare() {
    for (int l = 1; l < depth; l++) {
      error[l] = Plain.addScaled(x[l], -1, mu[l]);
    }
    error[depth] = Plain.topError(mu[depth], labels);
  }

  private void descend() {
    double[][][] slopes = new double[depth][][];
    for (int l = 1; l < depth; l++) {
      double[][] above = Plain.sloped(error[l + 1], mu[l + 1], activation(l + 1));
      double[][] received = Plain.through(parameters.get("Wf" + (l + 1)), above);
      slopes[l] = Plain.addScaled(error[l], -1, received);
    }
    for (int l = 1; l < depth; l++) {
      x[l] = Plain.addScaled(x[l], -rate, slopes[l]);
    }
  }

  private void learn(int t) {
    boolean fixed = form.equals("fixedPrediction");
    for (int l = 1; l <= depth; l++) {
      if (form.equals("zeroDivergence") ? t == depth - l : t == steps) {
        learntError[l] = error[l];
        learntPrediction[l] = mu[l];
        // with fixed predictions, mu keeps the activities of the forward pass
        learntBelow[l] = fixed && l > 1 ? mu[l - 1] : x[l - 1];
      }
    }
  }
}
