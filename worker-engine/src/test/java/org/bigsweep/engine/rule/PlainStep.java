package org.bigsweep.engine.rule;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bigsweep.engine.catalog.TrialParameters;
import org.bigsweep.engine.catalog.TrialSpec;
import org.bigsweep.engine.kernel.Activation;
import org.bigsweep.engine.optim.OptimizerName;
import org.bigsweep.engine.param.Parameter;
import org.bigsweep.engine.rule.RuleContext.NoiseOf;
import org.bigsweep.engine.rule.RuleParameters.AuxiliaryOrder;
import org.bigsweep.engine.rule.RuleParameters.FeedbackLoss;
import org.bigsweep.engine.rule.RuleParameters.Inhibition;
import org.bigsweep.engine.rule.RuleParameters.InhibitionLearner;

/**
 * Training steps of a small network in double precision, by plain loops from the equations of
 * RULES.md. It shares no arithmetic with the engine, so it can serve as the engine's reference.
 *
 * <p>Rows are samples, and weights are [in, out]. It knows LastLayerOnly with {@code
 * trainedLayers}, and TP, DTP and BIG in its literal form with {@code topTarget} and the feedback
 * losses {@code reconstruct} and {@code difference}, {@code targetClip} and {@code
 * displacementMeanDecay}. BIG's i is {@code affine} or {@code mirrored}, or has interneurons:
 * either as many as the layer above has units, with the activation of that layer, or another number
 * with that of the hidden layers. Maps learn by an optimiser or, in i, by a fast rule, whose
 * samples are taken one after another. It also knows SignFeedback, KP, DDTP, and PC, whose
 * inference is {@link PlainInference}.
 */
public final class PlainStep {
  private final TrialSpec spec;
  private final String rule;
  private final int depth;
  private final Activation phi;
  private final Activation feedbackActivation;
  private final Activation inhibitionActivation;
  private final Noise noise;
  private final PlainOptimizer optimizer;
  private final Map<String, double[][]> parameters;
  private final Map<String, double[][]> tensors = new LinkedHashMap<>();
  private final double[][][] h;
  private final double[][][] e;
  private final double[][][] t;

  /** What layer l learns from: the activity below, and its own where φ′ is taken. */
  private double[][][] below;

  private double[][][] own;
  private double[][] topError;
  private double loss;
  private double varianceFactor = 1;
  private int stepsOfFirstEpoch;
  private boolean firstEpoch = true;

  /** Means over the minibatch of the displacements that running means were last taken from. */
  private final double[][][] displacementMeans;

  /** Standard-normal noise of the current minibatch. */
  public interface Noise {
    double[][] epsilon(NoiseOf of, int layer, int innerStep, int rows, int cols);
  }

  /**
   * @param parameters the initial parameters, named as the engine's; a bias is one row
   */
  public PlainStep(TrialSpec spec, Map<String, double[][]> parameters, Noise noise) {
    this.spec = spec;
    this.rule = spec.get(TrialParameters.RULE);
    this.depth = Math.toIntExact(spec.get(TrialParameters.DEPTH));
    this.phi = spec.get(TrialParameters.ACTIVATION);
    this.feedbackActivation = ofMap("feedbackActivation");
    this.inhibitionActivation = ofMap("inhibitionActivation");
    this.noise = noise;
    this.optimizer = new PlainOptimizer(spec);
    this.parameters = new LinkedHashMap<>(parameters);
    this.h = new double[depth + 1][][];
    this.e = new double[depth + 1][][];
    this.t = new double[depth + 1][][];
    this.displacementMeans = new double[depth][][];
  }

  /** From now on every variance of the rule is {@code factor} times the trial's. */
  public void scaleVariances(double factor) {
    varianceFactor = factor;
  }

  /** From now on minibatches are those of a later epoch than the first. */
  public void endFirstEpoch() {
    firstEpoch = false;
  }

  /** One step on one minibatch; {@link #tensors} then holds what it went through. */
  public void take(double[][] x, int[] labels) {
    take(x, labels, x, labels);
  }

  /** The same where g and i, or Q, learn on a second minibatch before f learns on the first. */
  public void take(double[][] x, int[] labels, double[][] auxiliary, int[] auxiliaryLabels) {
    tensors.clear();
    forward(x, labels);
    for (int l = 1; l <= depth; l++) {
      tensors.put("h" + l, h[l]);
    }
    estimate(labels);
    record("0");
    forward(auxiliary, auxiliaryLabels);
    learnAuxiliaries(auxiliaryLabels);
    forward(x, labels);
    tensors.keySet().removeIf(name -> name.startsWith("E") || name.startsWith("I"));
    estimate(labels);
    record("");
    followMeans();
    move();
    parameters.forEach((name, value) -> tensors.put("new_" + name, value));
    // the bias of KP's feedback acts on nothing
    tensors.keySet().removeIf(name -> name.startsWith("new_bk"));
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
    }
    topError = Plain.topError(h[depth], labels);
    loss = 0;
    for (int r = 0; r < x.length; r++) {
      double sum = 0;
      for (double logit : h[depth][r]) {
        sum += Math.exp(logit);
      }
      loss += (Math.log(sum) - h[depth][r][labels[r]]) / x.length;
    }
    e[depth] = scaled(spec.find(RuleParameters.TOP_TARGET_STEP).orElse(1.0), topError);
    t[depth] = Plain.addScaled(h[depth], 1, e[depth]);
    own = h.clone();
    below = new double[depth + 1][][];
    System.arraycopy(h, 0, below, 1, depth);
  }

  private double[][] forward(int l, double[][] below) {
    return map("f" + l, below, activation(l));
  }

  private Activation ofMap(String option) {
    return spec.values().getOrDefault(option, "same").equals("linear") ? Activation.LINEAR : phi;
  }

  private Activation activation(int l) {
    return l < depth ? phi : Activation.LINEAR;
  }

  private double[][] map(String name, double[][] x, Activation activation) {
    return Plain.map(x, parameters.get("W" + name), parameters.get("b" + name)[0], activation);
  }

  private boolean hasTargets() {
    return spec.find(RuleParameters.TOP_TARGET_STEP).isPresent();
  }

  private void estimate(int[] labels) {
    if (rule.equals("PC")) {
      PlainInference inference = new PlainInference(spec, parameters, h, labels);
      inference.run();
      System.arraycopy(inference.learntError, 1, e, 1, depth);
      own = inference.learntPrediction;
      below = inference.learntBelow;
      return;
    }
    for (int l = depth - 1; l >= 1; l--) {
      e[l] =
          switch (rule) {
            case "LastLayerOnly" -> gradient(l);
            case "SignFeedback" -> Plain.through(signs(l + 1), delta(l + 1));
            case "KP" -> Plain.through(parameters.get("Wk" + l), delta(l + 1));
            case "DDTP" -> product(e[depth], parameters.get("Wq" + l));
            default -> limited(centred(l, displacement(l)));
          };
      t[l] = Plain.addScaled(h[l], 1, e[l]);
    }
  }

  private void record(String place) {
    for (int l = 1; l <= depth; l++) {
      tensors.put("e" + place + l, e[l]);
      if (hasTargets()) {
        tensors.put("t" + place + l, t[l]);
      }
    }
  }

  /** eˡ ⊙ φ′. */
  private double[][] delta(int l) {
    return Plain.sloped(e[l], own[l], activation(l));
  }

  /** (eˡ⁺¹ ⊙ φ′) Wᵀ in the k highest layers, 0 below them. */
  private double[][] gradient(int l) {
    if (l <= depth - spec.get(RuleParameters.TRAINED_LAYERS)) {
      return new double[h[l].length][h[l][0].length];
    }
    return throughWeights(l + 1, delta(l + 1));
  }

  /** feedbackScale · sign(W_l) / √n_l. */
  private double[][] signs(int l) {
    double[][] weights = parameters.get("Wf" + l);
    double size = number("feedbackScale") / Math.sqrt(weights[0].length);
    double[][] signs = new double[weights.length][weights[0].length];
    for (int i = 0; i < weights.length; i++) {
      for (int o = 0; o < weights[i].length; o++) {
        signs[i][o] = weights[i][o] > 0 ? size : weights[i][o] < 0 ? -size : 0;
      }
    }
    return signs;
  }

  /** The value of an option that its rule keeps to itself. */
  private double number(String option) {
    return Double.parseDouble(spec.values().get(option));
  }

  private static double[][] product(double[][] x, double[][] weights) {
    return Plain.map(x, weights, new double[weights[0].length], Activation.LINEAR);
  }

  private double[][] displacement(int l) {
    if (l == depth - 1
        && spec.find(RuleParameters.TOP_TARGET).orElse(RuleParameters.TopTarget.OUTPUT)
            == RuleParameters.TopTarget.PENULTIMATE) {
      // −∂L/∂hᴺ⁻¹ = (onehot(y) − softmax(hᴺ)) W_Nᵀ, as the top layer is linear
      return scaled(spec.get(RuleParameters.TOP_TARGET_STEP), throughWeights(depth, topError));
    }
    double[][] excitation = map("g" + l, t[l + 1], feedbackActivation);
    double[][] inhibition =
        switch (rule) {
          case "TP" -> h[l];
          case "DTP" -> map("g" + l, h[l + 1], feedbackActivation);
          default -> inhibition(l, h[l]);
        };
    tensors.put("E" + l, excitation);
    tensors.put("I" + l, inhibition);
    double sigma2 = spec.find(RuleParameters.SIGMA2).orElse(1.0);
    double gamma = rule.equals("BIG") ? 1 / (sigma2 * varianceFactor) : 1;
    return Plain.addScaled(
        Plain.addScaled(excitation, -1, h[l]), gamma, Plain.addScaled(h[l], -1, inhibition));
  }

  /** d − m_l, per unit, if there are running means. */
  private double[][] centred(int l, double[][] d) {
    double[][] mean = parameters.get("mean" + l);
    if (mean == null) {
      return d;
    }
    displacementMeans[l - 1] = new double[1][d[0].length];
    double[][] centred = new double[d.length][d[0].length];
    for (int r = 0; r < d.length; r++) {
      for (int k = 0; k < d[r].length; k++) {
        displacementMeans[l - 1][0][k] += d[r][k] / d.length;
        centred[r][k] = d[r][k] - mean[0][k];
      }
    }
    return centred;
  }

  /** m_l := m_l + ρ (d̄ − m_l), ρ = max(1 − β, 1/k) in step k of the first epoch, then 1 − β. */
  private void followMeans() {
    stepsOfFirstEpoch++;
    for (int l = 1; l < depth && parameters.containsKey("mean" + l); l++) {
      double rho = 1 - spec.get(RuleParameters.DISPLACEMENT_MEAN_DECAY);
      if (firstEpoch) {
        rho = Math.max(rho, 1.0 / stepsOfFirstEpoch);
      }
      double[][] mean = parameters.get("mean" + l);
      double[][] way = Plain.addScaled(displacementMeans[l - 1], -1, mean);
      parameters.put("mean" + l, Plain.addScaled(mean, rho, way));
    }
  }

  /** d min(1, c/‖d‖) for every sample, if there is a bound c. */
  private double[][] limited(double[][] d) {
    double bound = spec.get(RuleParameters.TARGET_CLIP);
    double[][] limited = new double[d.length][];
    for (int r = 0; r < d.length; r++) {
      double squares = 0;
      for (double value : d[r]) {
        squares += value * value;
      }
      boolean within = bound == 0 || Math.sqrt(squares) <= bound;
      limited[r] = scaled(within ? 1 : bound / Math.sqrt(squares), new double[][] {d[r]})[0];
    }
    return limited;
  }

  private double[][] inhibition(int l, double[][] x) {
    return parameters.containsKey("Wi" + l)
        ? map("i" + l, x, inhibitionActivation)
        : map("iv" + l, interneurons(l, x), inhibitionActivation);
  }

  private double[][] interneurons(int l, double[][] x) {
    return map("iu" + l, x, interneuronActivation(l));
  }

  private Activation interneuronActivation(int l) {
    return spec.get(RuleParameters.INTERNEURONS) > 0 ? phi : activation(l + 1);
  }

  private void learnAuxiliaries(int[] labels) {
    for (int k = 0; k < spec.find(RuleParameters.INNER_STEPS).orElse(0L); k++) {
      if (rule.equals("DDTP")) {
        learnDirect(k);
      } else {
        estimate(labels);
        learnMaps(k);
      }
    }
  }

  /**
   * ½ mean‖u Q_l − ε‖²/s², u the change of the logits by ε ~ N(0, s²I) in layer l. Q_l has no bias.
   */
  private void learnDirect(int innerStep) {
    double variance = number("reconstructionNoiseVariance");
    for (int l = 1; l < depth; l++) {
      double[][] noisy = noisy(NoiseOf.FEEDBACK, l, variance, innerStep);
      double[][] epsilon = Plain.addScaled(noisy, -1, h[l]);
      double[][] y = noisy;
      for (int above = l + 1; above <= depth; above++) {
        y = forward(above, y);
      }
      double[][] u = Plain.addScaled(y, -1, h[depth]);
      double[][] rest = Plain.addScaled(product(u, parameters.get("Wq" + l)), -1, epsilon);
      double[][] gradient = new double[u[0].length][rest[0].length];
      for (int r = 0; r < u.length; r++) {
        for (int o = 0; o < u[r].length; o++) {
          for (int i = 0; i < rest[r].length; i++) {
            gradient[o][i] += u[r][o] * rest[r][i] / variance / u.length;
          }
        }
      }
      descendFeedback(Map.of("Wq" + l, gradient));
      parameters.put("bq" + l, new double[1][rest[0].length]);
    }
  }

  private void learnMaps(int innerStep) {
    Map<String, double[][]> gradients = new LinkedHashMap<>();
    boolean inhibited = spec.find(RuleParameters.INHIBITION_TARGET).isPresent();
    double[][][] x = new double[depth][][];
    for (int l = 1; l < depth; l++) {
      if (spec.get(RuleParameters.FEEDBACK_LOSS) == FeedbackLoss.DIFFERENCE) {
        addDifference(gradients, l, innerStep);
      } else {
        addReconstruction(gradients, "g" + l, h[l + 1], h[l], feedbackActivation);
      }
      if (inhibited) {
        double variance = spec.get(RuleParameters.INHIBITION_NOISE_VARIANCE);
        x[l] = noisy(NoiseOf.INHIBITION, l, variance, innerStep);
      }
    }
    boolean last =
        inhibited && spec.get(RuleParameters.AUXILIARY_ORDER) == AuxiliaryOrder.FEEDBACK_FIRST;
    if (last) {
      descendFeedback(gradients);
    }
    for (int l = 1; l < depth && inhibited; l++) {
      learnInhibition(l, x[l]);
    }
    if (!last) {
      descendFeedback(gradients);
    }
  }

  private void learnInhibition(int l, double[][] x) {
    boolean gradient = spec.get(RuleParameters.INHIBITION_LEARNER) == InhibitionLearner.GRADIENT;
    if (parameters.containsKey("Wi" + l)) {
      if (gradient) {
        Map<String, double[][]> gradients = new LinkedHashMap<>();
        addReconstruction(gradients, "i" + l, x, wanted(l, false), inhibitionActivation);
        descendInhibition(gradients);
      } else {
        learnPotential("i" + l, x, wanted(l, true));
      }
    } else if (spec.get(RuleParameters.INHIBITION_CIRCUIT) == Inhibition.MIRRORED) {
      learnPotential("iu" + l, x, map("f" + (l + 1), h[l], Activation.LINEAR));
      learnPotential("iv" + l, interneurons(l, x), wanted(l, true));
    } else {
      learnInterneurons(l, x, gradient);
    }
  }

  /** Both layers along the gradient of i's loss, or V by a fast rule on that of its potential. */
  private void learnInterneurons(int l, double[][] x, boolean gradient) {
    Activation outer = gradient ? inhibitionActivation : Activation.LINEAR;
    double[][] z = interneurons(l, x);
    double[][] y = map("iv" + l, z, outer);
    double[][] wanted = wanted(l, !gradient);
    double[][] error = Plain.addScaled(y, -1, wanted);
    Map<String, double[][]> gradients = new LinkedHashMap<>();
    double[][] back = Plain.through(parameters.get("Wiv" + l), Plain.sloped(error, y, outer));
    addSlopes(gradients, "iu" + l, x, z, back, interneuronActivation(l));
    if (gradient) {
      addSlopes(gradients, "iv" + l, z, y, error, outer);
    } else {
      learnPotential("iv" + l, z, wanted);
    }
    descendInhibition(gradients);
  }

  /** r, or T: the potential of r, but r itself where i is linear. */
  private double[][] wanted(int l, boolean potential) {
    boolean bare = potential && inhibitionActivation != Activation.LINEAR;
    Activation ofFeedback = bare ? Activation.LINEAR : feedbackActivation;
    return switch (spec.get(RuleParameters.INHIBITION_TARGET)) {
      case ACTIVITY -> map("f" + l, h[l - 1], bare ? Activation.LINEAR : phi);
      case FEEDBACK -> map("g" + l, h[l + 1], ofFeedback);
      case RECEIVED -> map("g" + l, t[l + 1], ofFeedback);
    };
  }

  private void learnPotential(String name, double[][] x, double[][] wanted) {
    switch (spec.get(RuleParameters.INHIBITION_LEARNER)) {
      case GRADIENT -> {
        double[][] z = map(name, x, Activation.LINEAR);
        Map<String, double[][]> gradients = new LinkedHashMap<>();
        addSlopes(gradients, name, x, z, Plain.addScaled(z, -1, wanted), Activation.LINEAR);
        descendInhibition(gradients);
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

  private void descendFeedback(Map<String, double[][]> gradients) {
    descend(gradients, RuleParameters.FEEDBACK_OPTIMIZER, RuleParameters.FEEDBACK_LEARNING_RATE);
  }

  private void descendInhibition(Map<String, double[][]> gradients) {
    descend(
        gradients, RuleParameters.INHIBITION_OPTIMIZER, RuleParameters.INHIBITION_LEARNING_RATE);
  }

  /** Moves maps; the file has the gradients of inner step 0. */
  private void descend(
      Map<String, double[][]> gradients, Parameter<OptimizerName> name, Parameter<Double> rate) {
    gradients.forEach(
        (parameter, gradient) -> {
          tensors.putIfAbsent("gi_grad_" + parameter, gradient);
          double[][] change = optimizer.change(parameter, gradient, spec.get(name), spec.get(rate));
          parameters.put(parameter, Plain.addScaled(parameters.get(parameter), 1, change));
        });
  }

  /** ½ mean‖map(x) − wanted‖². */
  private void addReconstruction(
      Map<String, double[][]> gradients,
      String map,
      double[][] x,
      double[][] wanted,
      Activation activation) {
    double[][] y = map(map, x, activation);
    addSlopes(gradients, map, x, y, Plain.addScaled(y, -1, wanted), activation);
  }

  /** mean[−εᵀ (g(f(h + ε)) − g(hˡ⁺¹)) + ½‖g(hˡ⁺¹ + ε′) − g(hˡ⁺¹)‖²]. */
  private void addDifference(Map<String, double[][]> gradients, int l, int innerStep) {
    double variance = spec.get(RuleParameters.FEEDBACK_NOISE_VARIANCE);
    double[][] c = noisy(NoiseOf.FEEDBACK, l, variance, innerStep);
    double[][] epsilon = Plain.addScaled(c, -1, h[l]);
    double[][] above = noisy(NoiseOf.FEEDBACK, l + 1, variance, innerStep);
    double[][] below = forward(l + 1, c);
    double[][] plain = map("g" + l, h[l + 1], feedbackActivation);
    double[][] second = map("g" + l, above, feedbackActivation);
    double[][] change = Plain.addScaled(second, -1, plain);
    double[][] first = map("g" + l, below, feedbackActivation);
    addSlopes(gradients, "g" + l, below, first, scaled(-1, epsilon), feedbackActivation);
    double[][] rest = Plain.addScaled(epsilon, -1, change);
    addSlopes(gradients, "g" + l, h[l + 1], plain, rest, feedbackActivation);
    addSlopes(gradients, "g" + l, above, second, change, feedbackActivation);
  }

  private double[][] noisy(NoiseOf of, int l, double variance, int innerStep) {
    double[][] epsilon = noise.epsilon(of, l, innerStep, h[l].length, h[l][0].length);
    return Plain.addScaled(h[l], Math.sqrt(variance * varianceFactor), epsilon);
  }

  private void move() {
    boolean last = rule.equals("LastLayerOnly");
    int trained = last ? Math.toIntExact(spec.get(RuleParameters.TRAINED_LAYERS)) : depth;
    double[][] top =
        spec.find(RuleParameters.TOP_UPDATE_STEP)
            .map(step -> scaled(step, topError))
            .orElse(e[depth]);
    for (int l = Math.max(1, depth - trained + 1); l <= depth; l++) {
      Map<String, double[][]> gradients = new LinkedHashMap<>();
      double[][] wanted = l < depth ? e[l] : top;
      addSlopes(gradients, "f" + l, below[l], own[l], scaled(-1, wanted), activation(l));
      gradients.forEach((name, gradient) -> tensors.put("grad_" + name, gradient));
      gradients.forEach(this::learn);
    }
  }

  /** p := (1 − lr λ) p + Δp, where biases do not decay; KP's B_{l−1} takes the same Δ as W_l. */
  private void learn(String name, double[][] gradient) {
    double rate = spec.get(TrialParameters.LEARNING_RATE);
    double[][] change = optimizer.change(name, gradient, spec.get(TrialParameters.OPTIMIZER), rate);
    boolean weights = name.startsWith("W");
    double kept = weights ? 1 - rate * spec.get(TrialParameters.WEIGHT_DECAY) : 1;
    parameters.put(name, Plain.addScaled(change, kept, parameters.get(name)));
    int l = Integer.parseInt(name.substring("Wf".length()));
    if (rule.equals("KP") && weights && l > 1) {
      String feedback = "Wk" + (l - 1);
      tensors.put("gi_grad_" + feedback, gradient);
      parameters.put(feedback, Plain.addScaled(change, kept, parameters.get(feedback)));
    }
  }

  /** Adds the gradient of mean[loss] in a map's W and b, where dy is a sample's ∂loss/∂y. */
  private static void addSlopes(
      Map<String, double[][]> gradients,
      String map,
      double[][] x,
      double[][] y,
      double[][] dy,
      Activation activation) {
    double[][] d = Plain.sloped(dy, y, activation);
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

  /** error W_lᵀ. */
  private double[][] throughWeights(int l, double[][] error) {
    return Plain.through(parameters.get("Wf" + l), error);
  }

  private static double[][] scaled(double factor, double[][] x) {
    return Plain.addScaled(new double[x.length][x[0].length], factor, x);
  }
}
