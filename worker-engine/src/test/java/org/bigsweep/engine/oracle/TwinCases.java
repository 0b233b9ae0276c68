package org.bigsweep.engine.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.bigsweep.engine.catalog.ParameterCatalog;
import org.bigsweep.engine.catalog.TrialSpec;
import org.bigsweep.engine.rule.PlainStep;
import org.bigsweep.engine.rule.RuleContext.NoiseOf;

/**
 * The oracle cases of options that are newer than the first reference, as {@link PlainStep}
 * computes them. {@link #main} writes them into a folder.
 */
final class TwinCases {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final List<Integer> SIZES = List.of(7, 6, 5, 4, 3);
  private static final int DEPTH = SIZES.size() - 1;
  private static final int BATCH = 5;

  private final Random random;
  private final Map<String, double[][]> parameters = new LinkedHashMap<>();
  private final Map<String, double[][]> noise = new LinkedHashMap<>();

  private TwinCases(String name) {
    this.random = new Random(name.hashCode());
  }

  /** Writes every case into the folder {@code args[0]}. */
  public static void main(String[] args) throws IOException {
    for (Map.Entry<String, JsonNode> one : all().entrySet()) {
      new ObjectMapper()
          .writeValue(Path.of(args[0], one.getKey() + ".json").toFile(), one.getValue());
    }
  }

  /** Every case by name. */
  static Map<String, JsonNode> all() {
    ObjectNode difference = plain().put("g_mode", "difference").put("g_noise2", 0.04);
    ObjectNode big = inhibited(difference);
    Map<String, String> g = Map.of("feedbackLoss", "difference", "feedbackNoiseVariance", "0.04");
    Map<String, String> i = Map.of("sigma2", "0.5", "inhibitionNoiseVariance", "0.25");
    Map<String, JsonNode> cases = new LinkedHashMap<>();
    add(cases, "last-two-layers", "LastTwoLayersOnly", "tanh", JSON.objectNode(), Map.of());
    add(cases, "dtp-difference", "DTP", "sigmoid", difference, g);
    Map<String, String> both = new LinkedHashMap<>(g);
    both.putAll(i);
    add(cases, "big-difference", "BIG", "tanh", big, both);
    Map<String, String> penultimate = Map.of("topTarget", "penultimate", "topTargetStep", "0.7");
    ObjectNode top = plain().put("top_target", "penultimate").put("eta", 0.7);
    add(cases, "tp-penultimate", "TP", "sigmoid", top, penultimate);
    add(cases, "dtp-penultimate", "DTP", "tanh", top, penultimate);
    Map<String, String> three = new LinkedHashMap<>(i);
    three.putAll(penultimate);
    add(cases, "big-penultimate", "BIG", "relu", inhibited(top), three);
    inhibitions(cases);
    inhibitionOptions(cases);
    minibatches(cases);
    displacements(cases);
    predictiveCoding(cases);
    otherRelatives(cases);
    return cases;
  }

  /** Circuits and learners of i. */
  private static void inhibitions(Map<String, JsonNode> cases) {
    String[][] kinds = {
      {"affine", "normalizedDelta", "simultaneous", "tanh"},
      {"affine", "affineProjection", "feedbackFirst", "sigmoid"},
      {"interneurons", "normalizedDelta", "feedbackFirst", "tanh"},
      {"mirrored", "gradient", "simultaneous", "tanh"},
      {"mirrored", "normalizedDelta", "feedbackFirst", "tanh"},
      {"mirrored", "affineProjection", "feedbackFirst", "relu"}
    };
    for (String[] kind : kinds) {
      String name = "big-" + kind[0] + "-" + kind[1];
      addInhibition(cases, name, kind, "efb", 0.75, 0.25);
    }
  }

  /** Both orders of g and i, what i learns in each, and μ and δ. */
  private static void inhibitionOptions(Map<String, JsonNode> cases) {
    String[][] orders = {
      {"affine", "gradient", "simultaneous", "tanh", "efb"},
      {"affine", "gradient", "feedbackFirst", "tanh", "efb"},
      {"affine", "gradient", "simultaneous", "sigmoid", "efbt"},
      {"affine", "gradient", "feedbackFirst", "sigmoid", "efbt"},
      {"mirrored", "normalizedDelta", "simultaneous", "tanh", "efbt"},
      {"mirrored", "normalizedDelta", "feedbackFirst", "tanh", "efbt"}
    };
    for (String[] kind : orders) {
      String name = String.join("-", "big", kind[0], kind[4], kind[2]);
      addInhibition(cases, name, kind, kind[4], 0.75, 0.25);
    }
    String[] interneurons = {"interneurons", "affineProjection", "simultaneous", "sigmoid"};
    addInhibition(cases, "big-interneurons-affineProjection", interneurons, "efb", 0.75, 0.25);
    String[] gradient = {"interneurons", "gradient", "simultaneous", "tanh"};
    addInhibition(cases, "big-interneurons-gradient", gradient, "efb", 0.75, 0.25);
    linearInhibitions(cases);
    Map<String, String> few =
        new LinkedHashMap<>(Map.of("sigma2", "0.5", "inhibitionNoiseVariance", "0.25"));
    few.put("interneurons", "3");
    ObjectNode units = inhibited(plain()).put("i_units", 3);
    add(cases, "big-three-interneurons", "BIG", "sigmoid", units, few);
    String[] delta = {"mirrored", "normalizedDelta", "feedbackFirst", "sigmoid"};
    for (double mu : List.of(1.0, 1.5)) {
      addInhibition(cases, "big-mirrored-normalizedDelta-mu-" + mu, delta, "efb", mu, 0.25);
    }
    String[] projection = {"mirrored", "affineProjection", "feedbackFirst", "tanh"};
    for (double ridge : List.of(0.05, 2.0)) {
      String name = "big-mirrored-affineProjection-delta-" + ridge;
      addInhibition(cases, name, projection, "efb", 0.75, ridge);
    }
    String[] activity = {"affine", "affineProjection", "simultaneous", "tanh"};
    addInhibition(cases, "big-affine-affineProjection-h", activity, "h", 0.75, 0.05);
  }

  /** What a fast learner learns where i is linear: r itself. */
  private static void linearInhibitions(Map<String, JsonNode> cases) {
    Map<String, String> linear =
        new LinkedHashMap<>(Map.of("sigma2", "0.5", "inhibitionNoiseVariance", "0.25"));
    linear.putAll(Map.of("inhibitionActivation", "linear", "normalizedDeltaRate", "0.75"));
    linear.put("inhibitionLearner", "normalizedDelta");
    ObjectNode config = inhibited(plain()).put("i_act", "linear").put("i_mu", 0.75);
    config.put("i_learner", "normalizedDelta");
    add(cases, "big-affine-linear-h", "BIG", "sigmoid", config, linear);
    linear.putAll(Map.of("inhibition", "mirrored", "inhibitionTarget", "feedback"));
    ObjectNode mirrored = config.deepCopy().put("i_circuit", "mirrored").put("i_target", "efb");
    add(cases, "big-mirrored-linear-i", "BIG", "tanh", mirrored, linear);
    linear.put("feedbackActivation", "linear");
    ObjectNode microcircuit = mirrored.deepCopy().put("g_act", "linear");
    add(cases, "big-mirrored-linear", "BIG", "tanh", microcircuit, linear);
  }

  /**
   * @param kind circuit, learner, order and activation
   */
  private static void addInhibition(
      Map<String, JsonNode> cases,
      String name,
      String[] kind,
      String wanted,
      double mu,
      double ridge) {
    Map<String, String> targets = Map.of("h", "activity", "efb", "feedback", "efbt", "received");
    Map<String, String> options =
        new LinkedHashMap<>(Map.of("sigma2", "0.5", "inhibitionNoiseVariance", "0.25"));
    options.putAll(Map.of("inhibition", kind[0], "inhibitionLearner", kind[1]));
    options.putAll(Map.of("auxiliaryOrder", kind[2], "inhibitionTarget", targets.get(wanted)));
    options.put("normalizedDeltaRate", String.valueOf(mu));
    options.put("projectionRidge", String.valueOf(ridge));
    ObjectNode config = inhibited(plain()).put("i_target", wanted);
    config.put("i_circuit", kind[0]).put("i_learner", kind[1]).put("gi_order", kind[2]);
    config.put("i_mu", mu).put("i_delta", ridge);
    add(cases, name, "BIG", kind[3], config, options);
  }

  /** Auxiliary maps that learn on a second minibatch, and more than one inner step of them. */
  private static void minibatches(Map<String, JsonNode> cases) {
    ObjectNode separate = JSON.objectNode().put("gi_minibatches", "separate");
    Map<String, String> options = Map.of("auxiliaryMinibatches", "separate");
    add(cases, "dtp-separate", "DTP", "tanh", plain().setAll(separate), options);
    Map<String, String> mirrored = new LinkedHashMap<>(options);
    mirrored.putAll(Map.of("sigma2", "0.5", "inhibitionNoiseVariance", "0.25"));
    mirrored.putAll(Map.of("inhibition", "mirrored", "inhibitionLearner", "normalizedDelta"));
    mirrored.putAll(Map.of("auxiliaryOrder", "feedbackFirst", "inhibitionTarget", "feedback"));
    mirrored.put("normalizedDeltaRate", "1");
    ObjectNode config = inhibited(plain()).put("i_target", "efb").put("i_circuit", "mirrored");
    config.put("i_learner", "normalizedDelta").put("i_mu", 1.0).put("gi_order", "feedbackFirst");
    config.setAll(separate);
    add(cases, "big-mirrored-separate", "BIG", "tanh", config, mirrored);
    mirrored.put("innerSteps", "2");
    config.put("gi_steps", 2);
    add(cases, "big-mirrored-separate-inner2", "BIG", "sigmoid", config, mirrored);
    presets(cases, separate);
    // targets of the second minibatch are formed with its own labels, in each inner step
    Map<String, String> received = new LinkedHashMap<>(options);
    received.putAll(Map.of("sigma2", "0.5", "inhibitionNoiseVariance", "0.25"));
    received.putAll(Map.of("inhibitionTarget", "received", "innerSteps", "2"));
    ObjectNode targets = inhibited(plain()).put("i_target", "efbt").put("gi_steps", 2);
    targets.setAll(separate);
    add(cases, "big-received-separate-inner2", "BIG", "tanh", targets, received);
  }

  /** The presets BIG(mirrored) and BIG(mirrored, projection), but for optimisers and rates. */
  private static void presets(Map<String, JsonNode> cases, ObjectNode separate) {
    ObjectNode config = inhibited(plain()).put("i_target", "efb").put("i_circuit", "mirrored");
    config.put("sigma2", 1.0).put("i_noise2", 0.0).put("gi_order", "feedbackFirst");
    config.setAll(separate);
    ObjectNode delta = config.deepCopy().put("i_learner", "normalizedDelta").put("i_mu", 1.0);
    Map<String, String> local = Map.of("rule", "BIG(mirrored)");
    add(cases, "big-preset-mirrored", "BIG", "tanh", delta, local);
    ObjectNode projection = config.deepCopy().put("i_learner", "affineProjection");
    projection.put("i_delta", 0.01);
    Map<String, String> global = Map.of("rule", "BIG(mirrored, projection)");
    add(cases, "big-preset-mirrored-projection", "BIG", "tanh", projection, global);
  }

  /** What changes the displacement of a layer, and variances of a later epoch. */
  private static void displacements(Map<String, JsonNode> cases) {
    ObjectNode clip = plain().put("target_clip", 0.6);
    add(cases, "dtp-target-clip", "DTP", "tanh", clip, Map.of("targetClip", "0.6"));
    Map<String, String> big =
        new LinkedHashMap<>(Map.of("sigma2", "0.5", "inhibitionNoiseVariance", "0.25"));
    big.put("displacementMeanDecay", "0.9");
    ObjectNode means = inhibited(plain()).put("mean_decay", 0.9);
    add(cases, "big-mean-decay-first-step", "BIG", "tanh", means, big);
    big.put("targetClip", "1.5");
    ObjectNode later = means.deepCopy().put("epoch", 2).put("target_clip", 1.5);
    add(cases, "big-mean-decay-target-clip", "BIG", "tanh", later, big);
    Map<String, String> annealed =
        new LinkedHashMap<>(Map.of("sigma2", "0.5", "inhibitionNoiseVariance", "0.25"));
    annealed.putAll(Map.of("feedbackLoss", "difference", "feedbackNoiseVariance", "0.04"));
    ObjectNode factor = inhibited(plain().put("g_mode", "difference").put("g_noise2", 0.04));
    factor.put("variance_factor", 0.3);
    add(cases, "big-annealed", "BIG", "tanh", factor, annealed);
  }

  private static void predictiveCoding(Map<String, JsonNode> cases) {
    addInference(cases, "pc-relaxation", "tanh", "relaxation", "6", "0.2");
    addInference(cases, "pc-relaxation-defaults", "sigmoid", "relaxation", "20", "0.1");
    addInference(cases, "pc-relaxation-relu", "relu", "relaxation", "8", "0.15");
    addInference(cases, "pc-relaxation-one-step", "tanh", "relaxation", "1", "0.5");
    addInference(cases, "pc-relaxation-no-step", "tanh", "relaxation", "0", "0.1");
    addInference(cases, "pc-fixed-prediction", "tanh", "fixedPrediction", "5", "0.3");
    addInference(cases, "pc-fixed-prediction-at-rest", "sigmoid", "fixedPrediction", "3", "1");
    ObjectNode config = JSON.objectNode().put("inference", "zeroDivergence");
    Map<String, String> options = Map.of("inference", "zeroDivergence");
    add(cases, "pc-zero-divergence", "PC", "tanh", config, options);
    add(cases, "pc-zero-divergence-relu", "PC", "relu", config, options);
  }

  private static void addInference(
      Map<String, JsonNode> cases,
      String name,
      String phi,
      String form,
      String steps,
      String rate) {
    ObjectNode config = JSON.objectNode().put("inference", form);
    config.put("pc_steps", Integer.parseInt(steps)).put("pc_rate", Double.parseDouble(rate));
    Map<String, String> options =
        Map.of("inference", form, "inferenceSteps", steps, "inferenceRate", rate);
    add(cases, name, "PC", phi, config, options);
  }

  /** Sign symmetry, Kolen–Pollack and direct DTP. */
  private static void otherRelatives(Map<String, JsonNode> cases) {
    for (String scale : List.of("1.0", "0.7")) {
      ObjectNode config = JSON.objectNode().put("sign_scale", Double.parseDouble(scale));
      String phi = scale.equals("1.0") ? "tanh" : "sigmoid";
      add(
          cases,
          "sign-scale-" + scale,
          "SignFeedback",
          phi,
          config,
          Map.of("feedbackScale", scale));
    }
    add(cases, "kp-no-decay", "KP", "sigmoid", JSON.objectNode(), Map.of());
    ObjectNode decay = JSON.objectNode().put("weight_decay", 0.5);
    add(cases, "kp-decay", "KP", "tanh", decay, Map.of("weightDecay", "0.5"));
    ObjectNode adam = decay.deepCopy().put("opt", "adam").put("lr_f", 0.01);
    adam.put("b1", 0.9).put("b2", 0.999).put("eps", 1e-8);
    Map<String, String> options =
        Map.of("weightDecay", "0.5", "optimizer", "adam", "learningRate", "0.01");
    add(cases, "kp-decay-adam", "KP", "tanh", adam, options);
    ObjectNode none = JSON.objectNode();
    addDirect(cases, "ddtp", "tanh", "0.04", none, Map.of());
    ObjectNode step = none.deepCopy().put("eta", 0.7);
    addDirect(cases, "ddtp-sigmoid", "sigmoid", "0.25", step, Map.of("topTargetStep", "0.7"));
    ObjectNode inner = none.deepCopy().put("gi_steps", 3);
    addDirect(cases, "ddtp-relu-inner3", "relu", "0.04", inner, Map.of("innerSteps", "3"));
    ObjectNode control = none.deepCopy().put("eta", 0.0).put("eta_top", 1.0);
    Map<String, String> unlabelled = Map.of("topTargetStep", "0", "topUpdateStep", "1");
    addDirect(cases, "ddtp-no-label-control", "tanh", "0.04", control, unlabelled);
    ObjectNode separate = none.deepCopy().put("gi_minibatches", "separate");
    Map<String, String> minibatches = Map.of("auxiliaryMinibatches", "separate");
    addDirect(cases, "ddtp-separate", "tanh", "0.04", separate, minibatches);
    ObjectNode optimized = none.deepCopy().put("opt_g", "adam").put("lr_g", 0.01);
    Map<String, String> byAdam =
        Map.of("feedbackOptimizer", "adam", "feedbackLearningRate", "0.01");
    addDirect(cases, "ddtp-adam", "tanh", "0.04", optimized, byAdam);
  }

  private static void addDirect(
      Map<String, JsonNode> cases,
      String name,
      String phi,
      String variance,
      ObjectNode more,
      Map<String, String> moreOptions) {
    ObjectNode config = JSON.objectNode().put("gi_steps", 1).put("lr_g", 0.05);
    config.put("q_noise2", Double.parseDouble(variance)).setAll(more);
    Map<String, String> options =
        new LinkedHashMap<>(Map.of("reconstructionNoiseVariance", variance));
    options.putAll(moreOptions);
    add(cases, name, "DDTP", phi, config, options);
  }

  private static ObjectNode plain() {
    ObjectNode g = JSON.objectNode().put("g_mode", "plain").put("g_act", "phi");
    return g.put("gi_steps", 1).put("lr_g", 0.05);
  }

  private static ObjectNode inhibited(ObjectNode feedback) {
    ObjectNode i = feedback.deepCopy().put("sigma2", 0.5).put("i_noise2", 0.25);
    return i.put("big_form", "literal").put("i_target", "h").put("i_act", "phi").put("lr_i", 0.05);
  }

  /**
   * @param config what the file says of the rule's options
   * @param options the same as the sweep file says it; one is not made from the other, so that the
   *     check also sees how the file is read
   */
  private static void add(
      Map<String, JsonNode> cases,
      String name,
      String rule,
      String phi,
      ObjectNode config,
      Map<String, String> options) {
    ObjectNode root = JSON.objectNode().put("name", name);
    ObjectNode all = root.putObject("config");
    SIZES.forEach(all.putArray("sizes")::add);
    all.put("phi", phi).put("rule", rule).put("opt", "sgd").put("lr_f", 0.1).put("eta", 1.0);
    all.put("batch", BATCH).setAll(config);
    Map<String, String> given = new LinkedHashMap<>();
    given.putAll(Map.of("rule", rule, "activation", phi, "batchSize", "5"));
    given.putAll(Map.of("depth", "4", "width", "6-5-4"));
    given.putAll(Map.of("optimizer", "sgd", "learningRate", "0.1"));
    given.putAll(Map.of("feedbackOptimizer", "sgd", "feedbackLearningRate", "0.05"));
    given.putAll(Map.of("inhibitionOptimizer", "sgd", "inhibitionLearningRate", "0.05"));
    given.putAll(options);
    new TwinCases(name).compute(root, ParameterCatalog.standard().resolve(given));
    cases.put(name, root);
  }

  private void compute(ObjectNode root, TrialSpec spec) {
    double[][] x = new double[BATCH][];
    int[] labels = new int[BATCH];
    drawSamples(x, labels);
    for (int l = 1; l <= DEPTH; l++) {
      draw("f" + l, SIZES.get(l - 1), SIZES.get(l));
    }
    for (int l = 1; l < DEPTH; l++) {
      drawMaps(l, spec.values());
    }
    JsonNode config = root.get("config");
    PlainStep twin = new PlainStep(spec, parameters, this::epsilon);
    twin.scaleVariances(config.path("variance_factor").asDouble(1));
    if (config.path("epoch").asInt(1) > 1) {
      twin.endFirstEpoch();
    }
    ObjectNode inputs = root.putObject("inputs");
    put(inputs, "", x, labels);
    if (spec.values().getOrDefault("auxiliaryMinibatches", "same").equals("separate")) {
      double[][] auxiliary = new double[BATCH][];
      int[] auxiliaryLabels = new int[BATCH];
      drawSamples(auxiliary, auxiliaryLabels);
      put(inputs, "_aux", auxiliary, auxiliaryLabels);
      twin.take(x, labels, auxiliary, auxiliaryLabels);
    } else {
      twin.take(x, labels);
    }
    put(root.putObject("parameters"), parameters);
    put(root.putObject("noise"), noise);
    put(root.putObject("expected"), twin.tensors());
    ((ObjectNode) root.get("expected")).put("loss", twin.loss());
  }

  private void drawSamples(double[][] x, int[] labels) {
    for (int r = 0; r < BATCH; r++) {
      labels[r] = random.nextInt(SIZES.get(DEPTH));
      x[r] = new double[SIZES.get(0)];
      for (int k = 0; k < x[r].length; k++) {
        x[r][k] = random.nextFloat();
      }
    }
  }

  /** The rule's own maps of layer {@code l}. */
  private void drawMaps(int l, Map<String, String> options) {
    int units = SIZES.get(l);
    int above = SIZES.get(l + 1);
    String rule = options.get("rule");
    if (options.containsKey("displacementMeanDecay")) {
      parameters.put("mean" + l, normal(1, units, 0.2));
    }
    if (List.of("TP", "DTP", "BIG").contains(rule)) {
      draw("g" + l, above, units);
    }
    String circuit = options.containsKey("interneurons") ? "interneurons" : "affine";
    int count = Integer.parseInt(options.getOrDefault("interneurons", String.valueOf(above)));
    switch (rule.equals("BIG") ? options.getOrDefault("inhibition", circuit) : rule) {
      case "affine" -> draw("i" + l, units, units);
      case "interneurons", "mirrored" -> {
        draw("iu" + l, units, count);
        draw("iv" + l, count, units);
      }
      case "KP" -> drawWithoutBias("k" + l, units, above);
      case "DDTP" -> drawWithoutBias("q" + l, SIZES.get(DEPTH), units);
      default -> {
        // no map besides g
      }
    }
  }

  /** The engine keeps a bias of these maps, which is 0 and acts on nothing. */
  private void drawWithoutBias(String map, int inputs, int outputs) {
    draw(map, inputs, outputs);
    parameters.put("b" + map, new double[1][outputs]);
  }

  private void draw(String map, int inputs, int outputs) {
    parameters.put("W" + map, normal(inputs, outputs, 1 / Math.sqrt(inputs)));
    parameters.put("b" + map, normal(1, outputs, 0.1));
  }

  private double[][] epsilon(NoiseOf of, int layer, int innerStep, int rows, int cols) {
    String stream = of == NoiseOf.FEEDBACK ? "g" : "i";
    return noise.computeIfAbsent(stream + innerStep + "_" + layer, name -> normal(rows, cols, 1));
  }

  /** Numbers of single precision, which the engine reads without rounding. */
  private double[][] normal(int rows, int cols, double deviation) {
    double[][] values = new double[rows][cols];
    for (double[] row : values) {
      for (int k = 0; k < cols; k++) {
        row[k] = (float) (deviation * random.nextGaussian());
      }
    }
    return values;
  }

  private static void put(ObjectNode inputs, String suffix, double[][] x, int[] labels) {
    inputs.set("x" + suffix, rows(x));
    ArrayNode y = inputs.putArray("y" + suffix);
    for (int label : labels) {
      y.add(label);
    }
  }

  /** Files have weights as [out, in] and biases as one row. */
  private static void put(ObjectNode node, Map<String, double[][]> tensors) {
    tensors.forEach(
        (name, values) -> {
          boolean weights = name.matches("(.*_)?W.*");
          boolean bias = name.matches("(.*_)?b.*");
          ArrayNode rows = rows(weights ? transposed(values) : values);
          node.set(name, bias ? rows.get(0) : rows);
        });
  }

  private static double[][] transposed(double[][] values) {
    double[][] result = new double[values[0].length][values.length];
    for (int r = 0; r < values.length; r++) {
      for (int k = 0; k < values[0].length; k++) {
        result[k][r] = values[r][k];
      }
    }
    return result;
  }

  private static ArrayNode rows(double[][] values) {
    ArrayNode rows = JSON.arrayNode();
    for (double[] row : values) {
      ArrayNode numbers = rows.addArray();
      for (double value : row) {
        numbers.add(value);
      }
    }
    return rows;
  }
}
