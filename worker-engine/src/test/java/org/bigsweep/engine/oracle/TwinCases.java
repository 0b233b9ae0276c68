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
      Map<String, String> options =
          new LinkedHashMap<>(Map.of("sigma2", "0.5", "inhibitionNoiseVariance", "0.25"));
      options.putAll(Map.of("inhibition", kind[0], "inhibitionLearner", kind[1]));
      options.putAll(Map.of("auxiliaryOrder", kind[2], "inhibitionTarget", "feedback"));
      options.putAll(Map.of("normalizedDeltaRate", "0.75", "projectionRidge", "0.25"));
      ObjectNode config = inhibited(plain()).put("i_target", "efb");
      config.put("i_circuit", kind[0]).put("i_learner", kind[1]).put("gi_order", kind[2]);
      config.put("i_mu", 0.75).put("i_delta", 0.25);
      add(cases, "big-" + kind[0] + "-" + kind[1], "BIG", kind[3], config, options);
    }
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
    Map<String, String> given = new LinkedHashMap<>(options);
    given.putAll(Map.of("rule", rule, "activation", phi, "batchSize", "5"));
    given.putAll(Map.of("depth", "4", "width", "6-5-4"));
    given.putAll(Map.of("optimizer", "sgd", "learningRate", "0.1"));
    given.putAll(Map.of("feedbackOptimizer", "sgd", "feedbackLearningRate", "0.05"));
    given.putAll(Map.of("inhibitionOptimizer", "sgd", "inhibitionLearningRate", "0.05"));
    String circuit = all.has("lr_i") ? options.getOrDefault("inhibition", "affine") : "";
    new TwinCases(name).compute(root, given, all.has("lr_g"), circuit);
    cases.put(name, root);
  }

  private void compute(
      ObjectNode root, Map<String, String> options, boolean feedback, String inhibition) {
    double[][] x = new double[BATCH][SIZES.get(0)];
    int[] labels = new int[BATCH];
    for (int r = 0; r < BATCH; r++) {
      labels[r] = random.nextInt(SIZES.get(DEPTH));
      for (int k = 0; k < x[r].length; k++) {
        x[r][k] = random.nextFloat();
      }
    }
    for (int l = 1; l <= DEPTH; l++) {
      draw("f" + l, SIZES.get(l - 1), SIZES.get(l));
    }
    for (int l = 1; l < DEPTH; l++) {
      if (feedback) {
        draw("g" + l, SIZES.get(l + 1), SIZES.get(l));
      }
      if (inhibition.equals("affine")) {
        draw("i" + l, SIZES.get(l), SIZES.get(l));
      } else if (!inhibition.isEmpty()) {
        draw("iu" + l, SIZES.get(l), SIZES.get(l + 1));
        draw("iv" + l, SIZES.get(l + 1), SIZES.get(l));
      }
    }
    PlainStep twin =
        new PlainStep(ParameterCatalog.standard().resolve(options), parameters, this::epsilon);
    twin.take(x, labels);

    ObjectNode inputs = root.putObject("inputs");
    inputs.set("x", rows(x));
    ArrayNode y = inputs.putArray("y");
    for (int label : labels) {
      y.add(label);
    }
    put(root.putObject("parameters"), parameters);
    put(root.putObject("noise"), noise);
    put(root.putObject("expected"), twin.tensors());
    ((ObjectNode) root.get("expected")).put("loss", twin.loss());
  }

  private void draw(String map, int inputs, int outputs) {
    parameters.put("W" + map, normal(inputs, outputs, 1 / Math.sqrt(inputs)));
    parameters.put("b" + map, normal(1, outputs, 0.1));
  }

  private double[][] epsilon(NoiseOf of, int layer, int rows, int cols) {
    String stream = of == NoiseOf.FEEDBACK ? "g" : "i";
    return noise.computeIfAbsent(stream + "0_" + layer, name -> normal(rows, cols, 1));
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
