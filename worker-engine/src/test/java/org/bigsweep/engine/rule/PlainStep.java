package org.bigsweep.engine.rule;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bigsweep.engine.catalog.TrialParameters;
import org.bigsweep.engine.catalog.TrialSpec;
import org.bigsweep.engine.kernel.Activation;
import org.bigsweep.engine.param.Parameter;
import org.bigsweep.engine.rule.RuleContext.NoiseOf;
import org.bigsweep.engine.rule.RuleParameters.AuxiliaryOrder;
import org.bigsweep.engine.rule.RuleParameters.FeedbackLoss;
import org.bigsweep.engine.rule.RuleParameters.InhibitionLearner;

/**
 * Training steps of a small network in double precision, by plain loops from the equations of
 * RULES.md. It shares no arithmetic with the engine, so it can serve as the engine's reference.
 *
 * <p>Rows are samples, and weights are [in, out]. It knows LastLayerOnly with {@code
 * trainedLayers}, and TP, DTP and BIG in its literal form with {@code topTarget} and the feedback
 * losses {@code reconstruct} and {@code difference}. BIG's i is {@code affine} or {@code mirrored},
 * or has interneurons as the layer above and a fast learner. Every map has the activation of the
 * hidden layers, interneurons that of the layer above; maps learn by one step of gradient descent
 * or, in i, by a fast rule, whose samples are taken one after another.
 */
public final class PlainStep {
  private final TrialSpec spec;
  private final int depth;
  private final Activation phi;
  private final Noise noise;
  private final Map<String, double[][]> parameters;
  private final Map<String, double[][]> tensors = new LinkedHashMap<>();
  private final double[][][] h;
  private final double[][][] e;
  private final double[][][] t;
  private double[][] topError;
  private double loss;
  private double varianceFactor = 1;

  /** Standard-normal noise of the current minibatch. */
  public interface Noise {
    double[][] epsilon(NoiseOf of, int layer, int rows, int cols);
  }

  /**
   * @param parameters the initial parameters, named as the engine's; a bias is one row
   */
  public PlainStep(TrialSpec spec, Map<String, double[][]> parameters, Noise noise) {
    this.spec = spec;
    this.depth = Math.toIntExact(spec.get(TrialParameters.DEPTH));
    this.phi = spec.get(TrialParameters.ACTIVATION);
    this.noise = noise;
    this.parameters = new LinkedHashMap<>(parameters);
    this.h = new double[depth + 1][][];
    this.e = new double[depth + 1][][];
    this.t = new double[depth + 1][][];
  }

  /** From now on every variance of the rule is {@code factor} times the trial's. */
  void scaleVariances(double factor) {
    varianceFactor = factor;
  }

  /** One step on one minibatch; {@link #tensors} then holds what it went through. */
  public void take(double[][] x, int[] labels) {
    tensors.clear();
    forward(x, labels);
    estimate("0");
    learnAuxiliaries();
    estimate("");
    move();
    parameters.forEach((name, value) -> tensors.put("new_" + name, value));
  }

  /** The last step's tensors, named as in oracle cases; weights are [in, out] here. */
  public Map<String, double[][]> tensors() {
    return Collections.unmodifiableMap(tensors);
  }

  /** Mean cross-entropy of the last step's minibatch. */
  public double loss() {
    return loss;
  }

  private void forward(double[][] x, int[] labels) {
    h[0] = x;
    for (int l = 1; l <= depth; l++) {
      h[l] = forward(l, h[l - 1]);
      tensors.put("h" + l, h[l]);
    }
    topError = new double[x.length][h[depth][0].length];
    loss = 0;
    for (int r = 0; r < x.length; r++) {
      double sum = 0;
      for (double logit : h[depth][r]) {
        sum += Math.exp(logit);
      }
      for (int k = 0; k < topError[r].length; k++) {
        topError[r][k] = (k == labels[r] ? 1 : 0) - Math.exp(h[depth][r][k]) / sum;
      }
      loss += (Math.log(sum) - h[depth][r][labels[r]]) / x.length;
    }
    e[depth] = scaled(spec.find(RuleParameters.TOP_TARGET_STEP).orElse(1.0), topError);
    t[depth] = Plain.addScaled(h[depth], 1, e[depth]);
  }

  private double[][] forward(int l, double[][] below) {
    return map("f" + l, below, l < depth ? phi : Activation.LINEAR);
  }

  private double[][] map(String name, double[][] x, Activation activation) {
    return Plain.map(x, parameters.get("W" + name), parameters.get("b" + name)[0], activation);
  }

  private boolean hasTargets() {
    return spec.find(RuleParameters.TOP_TARGET_STEP).isPresent();
  }

  private void estimate(String place) {
    for (int l = depth - 1; l >= 1; l--) {
      e[l] = hasTargets() ? displacement(l, place) : gradient(l);
      t[l] = Plain.addScaled(h[l], 1, e[l]);
    }
    for (int l = 1; l <= depth; l++) {
      tensors.put("e" + place + l, e[l]);
      if (hasTargets()) {
        tensors.put("t" + place + l, t[l]);
      }
    }
  }

  /** (eˡ⁺¹ ⊙ φ′) Wᵀ in the k highest layers, 0 below them. */
  private double[][] gradient(int l) {
    if (l <= depth - spec.get(RuleParameters.TRAINED_LAYERS)) {
      return new double[h[l].length][h[l][0].length];
    }
    return throughWeights(l + 1, l + 1 == depth ? e[depth] : sloped(e[l + 1], h[l + 1], phi));
  }

  private double[][] displacement(int l, String place) {
    if (l == depth - 1
        && spec.find(RuleParameters.TOP_TARGET).orElse(RuleParameters.TopTarget.OUTPUT)
            == RuleParameters.TopTarget.PENULTIMATE) {
      // −∂L/∂hᴺ⁻¹ = (onehot(y) − softmax(hᴺ)) W_Nᵀ, as the top layer is linear
      return scaled(spec.get(RuleParameters.TOP_TARGET_STEP), throughWeights(depth, topError));
    }
    double[][] excitation = map("g" + l, t[l + 1], phi);
    double[][] inhibition =
        switch (spec.get(TrialParameters.RULE)) {
          case "TP" -> h[l];
          case "DTP" -> map("g" + l, h[l + 1], phi);
          default -> inhibition(l, h[l]);
        };
    if (place.isEmpty()) {
      tensors.put("E" + l, excitation);
      tensors.put("I" + l, inhibition);
    }
    double sigma2 = spec.find(RuleParameters.SIGMA2).orElse(1.0);
    double gamma = spec.get(TrialParameters.RULE).equals("BIG") ? 1 / (sigma2 * varianceFactor) : 1;
    return Plain.addScaled(
        Plain.addScaled(excitation, -1, h[l]), gamma, Plain.addScaled(h[l], -1, inhibition));
  }

  private double[][] inhibition(int l, double[][] x) {
    return parameters.containsKey("Wi" + l)
        ? map("i" + l, x, phi)
        : map("iv" + l, interneurons(l, x), phi);
  }

  private double[][] interneurons(int l, double[][] x) {
    return map("iu" + l, x, above(l));
  }

  private Activation above(int l) {
    return l + 1 < depth ? phi : Activation.LINEAR;
  }

  private void learnAuxiliaries() {
    Map<String, double[][]> gradients = new LinkedHashMap<>();
    boolean inhibited = spec.find(RuleParameters.INHIBITION_TARGET).isPresent();
    double[][][] x = new double[depth][][];
    for (int l = 1; l < depth && hasTargets(); l++) {
      if (spec.get(RuleParameters.FEEDBACK_LOSS) == FeedbackLoss.DIFFERENCE) {
        addDifference(gradients, l);
      } else {
        addReconstruction(gradients, "g" + l, h[l + 1], h[l]);
      }
      if (inhibited) {
        double variance = spec.get(RuleParameters.INHIBITION_NOISE_VARIANCE);
        x[l] = noisy(NoiseOf.INHIBITION, l, variance);
      }
    }
    boolean last =
        inhibited && spec.get(RuleParameters.AUXILIARY_ORDER) == AuxiliaryOrder.FEEDBACK_FIRST;
    if (last) {
      descend(gradients, RuleParameters.FEEDBACK_LEARNING_RATE);
    }
    for (int l = 1; l < depth && inhibited; l++) {
      learnInhibition(l, x[l]);
    }
    if (!last) {
      descend(gradients, RuleParameters.FEEDBACK_LEARNING_RATE);
    }
  }

  private void learnInhibition(int l, double[][] x) {
    boolean gradient = spec.get(RuleParameters.INHIBITION_LEARNER) == InhibitionLearner.GRADIENT;
    switch (spec.get(RuleParameters.INHIBITION_CIRCUIT)) {
      case AFFINE -> {
        if (gradient) {
          Map<String, double[][]> gradients = new LinkedHashMap<>();
          addReconstruction(gradients, "i" + l, x, wanted(l, phi));
          descend(gradients, RuleParameters.INHIBITION_LEARNING_RATE);
        } else {
          learnPotential("i" + l, x, wanted(l, Activation.LINEAR));
        }
      }
      case MIRRORED -> {
        learnPotential("iu" + l, x, map("f" + (l + 1), h[l], Activation.LINEAR));
        learnPotential("iv" + l, interneurons(l, x), wanted(l, Activation.LINEAR));
      }
      case INTERNEURONS -> {
        double[][] z = interneurons(l, x);
        double[][] potential = map("iv" + l, z, Activation.LINEAR);
        double[][] wanted = wanted(l, Activation.LINEAR);
        double[][] error = Plain.addScaled(potential, -1, wanted);
        Map<String, double[][]> gradients = new LinkedHashMap<>();
        double[][] back = through(parameters.get("Wiv" + l), error);
        addSlopes(gradients, "iu" + l, x, z, back, above(l));
        learnPotential("iv" + l, z, wanted);
        descend(gradients, RuleParameters.INHIBITION_LEARNING_RATE);
      }
    }
  }

  /** r with φ as its activation, T without. */
  private double[][] wanted(int l, Activation activation) {
    return switch (spec.get(RuleParameters.INHIBITION_TARGET)) {
      case ACTIVITY -> map("f" + l, h[l - 1], activation);
      case FEEDBACK -> map("g" + l, h[l + 1], activation);
      case RECEIVED -> map("g" + l, t[l + 1], activation);
    };
  }

  private void learnPotential(String name, double[][] x, double[][] wanted) {
    switch (spec.get(RuleParameters.INHIBITION_LEARNER)) {
      case GRADIENT -> {
        double[][] z = map(name, x, Activation.LINEAR);
        Map<String, double[][]> gradients = new LinkedHashMap<>();
        addSlopes(gradients, name, x, z, Plain.addScaled(z, -1, wanted), Activation.LINEAR);
        descend(gradients, RuleParameters.INHIBITION_LEARNING_RATE);
      }
      case NORMALIZED_DELTA -> {
        for (int r = 0; r < x.length; r++) {
          double[][] sample = {x[r]};
          double[][] error =
              Plain.addScaled(new double[][] {wanted[r]}, -1, map(name, sample, Activation.LINEAR));
          double power = 1;
          for (double value : x[r]) {
            power += value * value;
          }
          addOuter(name, spec.get(RuleParameters.NORMALIZED_DELTA_RATE) / power, sample, error);
        }
      }
      case AFFINE_PROJECTION -> {
        double[][] error = Plain.addScaled(wanted, -1, map(name, x, Activation.LINEAR));
        double[][] gram = new double[x.length][x.length];
        for (int r = 0; r < x.length; r++) {
          for (int q = 0; q < x.length; q++) {
            gram[r][q] = 1 + (r == q ? spec.get(RuleParameters.PROJECTION_RIDGE) : 0);
            for (int k = 0; k < x[r].length; k++) {
              gram[r][q] += x[r][k] * x[q][k];
            }
          }
        }
        addOuter(name, 1, x, solved(gram, error));
      }
    }
  }

  /** W := W + scale xᵀ s, b := b + scale Σ s. */
  private void addOuter(String name, double scale, double[][] x, double[][] s) {
    double[][] weights = Plain.addScaled(parameters.get("W" + name), 0, parameters.get("W" + name));
    double[][] bias = Plain.addScaled(parameters.get("b" + name), 0, parameters.get("b" + name));
    for (int r = 0; r < x.length; r++) {
      for (int o = 0; o < bias[0].length; o++) {
        bias[0][o] += scale * s[r][o];
        for (int i = 0; i < weights.length; i++) {
          weights[i][o] += scale * x[r][i] * s[r][o];
        }
      }
    }
    parameters.put("W" + name, weights);
    parameters.put("b" + name, bias);
  }

  /** matrix⁻¹ right, by elimination; both are overwritten. */
  private static double[][] solved(double[][] matrix, double[][] right) {
    int n = matrix.length;
    for (int pivot = 0; pivot < n; pivot++) {
      for (int r = 0; r < n; r++) {
        double factor = r == pivot ? 0 : matrix[r][pivot] / matrix[pivot][pivot];
        for (int k = 0; k < n; k++) {
          matrix[r][k] -= factor * matrix[pivot][k];
        }
        for (int k = 0; k < right[r].length; k++) {
          right[r][k] -= factor * right[pivot][k];
        }
      }
    }
    for (int r = 0; r < n; r++) {
      for (int k = 0; k < right[r].length; k++) {
        right[r][k] /= matrix[r][r];
      }
    }
    return right;
  }

  private void descend(Map<String, double[][]> gradients, Parameter<Double> rate) {
    gradients.forEach(
        (name, gradient) -> {
          tensors.put("gi_grad_" + name, gradient);
          descend(name, gradient, spec.get(rate));
        });
  }

  /** ½ mean‖map(x) − wanted‖². */
  private void addReconstruction(
      Map<String, double[][]> gradients, String map, double[][] x, double[][] wanted) {
    double[][] y = map(map, x, phi);
    addSlopes(gradients, map, x, y, Plain.addScaled(y, -1, wanted));
  }

  /** mean[−εᵀ (g(f(h + ε)) − g(hˡ⁺¹)) + ½‖g(hˡ⁺¹ + ε′) − g(hˡ⁺¹)‖²]. */
  private void addDifference(Map<String, double[][]> gradients, int l) {
    double variance = spec.get(RuleParameters.FEEDBACK_NOISE_VARIANCE);
    double[][] c = noisy(NoiseOf.FEEDBACK, l, variance);
    double[][] epsilon = Plain.addScaled(c, -1, h[l]);
    double[][] above = noisy(NoiseOf.FEEDBACK, l + 1, variance);
    double[][] below = forward(l + 1, c);
    double[][] plain = map("g" + l, h[l + 1], phi);
    double[][] second = map("g" + l, above, phi);
    double[][] change = Plain.addScaled(second, -1, plain);
    addSlopes(gradients, "g" + l, below, map("g" + l, below, phi), scaled(-1, epsilon));
    addSlopes(gradients, "g" + l, h[l + 1], plain, Plain.addScaled(epsilon, -1, change));
    addSlopes(gradients, "g" + l, above, second, change);
  }

  private double[][] noisy(NoiseOf of, int l, double variance) {
    double[][] epsilon = noise.epsilon(of, l, h[l].length, h[l][0].length);
    return Plain.addScaled(h[l], Math.sqrt(variance * varianceFactor), epsilon);
  }

  private void move() {
    int trained = hasTargets() ? depth : Math.toIntExact(spec.get(RuleParameters.TRAINED_LAYERS));
    for (int l = Math.max(1, depth - trained + 1); l <= depth; l++) {
      Map<String, double[][]> gradients = new LinkedHashMap<>();
      Activation activation = l < depth ? phi : Activation.LINEAR;
      addSlopes(gradients, "f" + l, h[l - 1], h[l], scaled(-1, e[l]), activation);
      gradients.forEach(
          (name, gradient) -> {
            tensors.put("grad_" + name, gradient);
            descend(name, gradient, spec.get(TrialParameters.LEARNING_RATE));
          });
    }
  }

  private void descend(String name, double[][] gradient, double rate) {
    parameters.put(name, Plain.addScaled(parameters.get(name), -rate, gradient));
  }

  private void addSlopes(
      Map<String, double[][]> gradients, String map, double[][] x, double[][] y, double[][] dy) {
    addSlopes(gradients, map, x, y, dy, phi);
  }

  /** Adds the gradient of mean[loss] in a map's W and b, where dy is a sample's ∂loss/∂y. */
  private static void addSlopes(
      Map<String, double[][]> gradients,
      String map,
      double[][] x,
      double[][] y,
      double[][] dy,
      Activation activation) {
    double[][] d = sloped(dy, y, activation);
    double[][] weights =
        gradients.computeIfAbsent("W" + map, name -> new double[x[0].length][y[0].length]);
    double[][] bias = gradients.computeIfAbsent("b" + map, name -> new double[1][y[0].length]);
    for (int r = 0; r < x.length; r++) {
      for (int o = 0; o < y[0].length; o++) {
        bias[0][o] += d[r][o] / x.length;
        for (int i = 0; i < x[0].length; i++) {
          weights[i][o] += x[r][i] * d[r][o] / x.length;
        }
      }
    }
  }

  /** error ⊙ φ′(a), where y = φ(a). */
  private static double[][] sloped(double[][] error, double[][] y, Activation activation) {
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

  /** error W_lᵀ. */
  private double[][] throughWeights(int l, double[][] error) {
    return through(parameters.get("Wf" + l), error);
  }

  private static double[][] through(double[][] weights, double[][] error) {
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

  private static double[][] scaled(double factor, double[][] x) {
    return Plain.addScaled(new double[x.length][x[0].length], factor, x);
  }
}
