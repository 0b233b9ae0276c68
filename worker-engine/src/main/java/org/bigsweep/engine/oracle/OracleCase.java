package org.bigsweep.engine.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.bigsweep.engine.catalog.ParameterCatalog;
import org.bigsweep.engine.catalog.TrialSpec;
import org.bigsweep.engine.kernel.Matrix;
import org.bigsweep.util.UserException;

/** One oracle case, as read from its file. Matrices in files are [out, in], ours are [in, out]. */
record OracleCase(String name, JsonNode root) {
  private static final Map<String, String> RULES = Map.of("FROZEN", "LastLayerOnly");
  private static final Map<String, String> FEEDBACK_LOSSES =
      Map.of("plain", "reconstruct", "inverse", "preserve");
  private static final Map<String, String> INHIBITION_TARGETS =
      Map.of("h", "activity", "efb", "feedback", "efbt", "received");
  private static final Map<String, String> FORMS = Map.of("ei", "excitationMinusInhibition");
  private static final Map<String, String> MAP_ACTIVATIONS = Map.of("phi", "same");

  /** All {@code *.json} cases of a folder, by name. */
  static List<OracleCase> read(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      List<OracleCase> cases = new ArrayList<>();
      for (Path file : files.filter(f -> f.toString().endsWith(".json")).sorted().toList()) {
        JsonNode root = new ObjectMapper().readTree(file.toFile());
        String fileName = file.getFileName().toString();
        cases.add(new OracleCase(fileName.substring(0, fileName.lastIndexOf('.')), root));
      }
      return cases;
    }
  }

  private JsonNode config() {
    return root.path("config");
  }

  List<Integer> sizes() {
    List<Integer> sizes = new ArrayList<>();
    config().path("sizes").forEach(n -> sizes.add(n.asInt()));
    return sizes;
  }

  int batch() {
    return root.path("inputs").path("y").size();
  }

  /** η, the step of the top target. */
  double topTargetStep() {
    return config().path("eta").asDouble(1);
  }

  /** The step of the top layer's own update. */
  double topUpdateStep() {
    return config().path("eta_top").asDouble(topTargetStep());
  }

  /**
   * Whether one step from zero state moves a weight by about lr · sign(G).
   *
   * @param map first letter of the map's name; Q learns by g's optimiser, and B as f does
   */
  boolean signLike(char map) {
    String name =
        switch (map) {
          case 'g', 'q' -> optimizer("opt_g");
          case 'i' -> optimizer("opt_i");
          default -> config().path("opt").asText();
        };
    return name.equals("adam") || name.equals("rmsprop");
  }

  private String optimizer(String key) {
    return config().path(key).asText(config().path("opt").asText());
  }

  /** The epoch of the step. */
  long epoch() {
    return config().path("epoch").asLong(1);
  }

  /** What every variance of the rule is times what the settings say, in that epoch. */
  double varianceFactor() {
    return config().path("variance_factor").asDouble(1);
  }

  /** The case's settings as a trial's. */
  TrialSpec spec() {
    List<Integer> sizes = sizes();
    Map<String, String> given = new HashMap<>();
    given.put("rule", name(RULES, config().path("rule").asText()));
    given.put("depth", String.valueOf(sizes.size() - 1));
    given.put(
        "width",
        String.join(
            "-", sizes.subList(1, sizes.size() - 1).stream().map(String::valueOf).toList()));
    given.put("batchSize", String.valueOf(batch()));
    given.put("activation", config().path("phi").asText());
    given.put("optimizer", config().path("opt").asText());
    given.put("feedbackOptimizer", optimizer("opt_g"));
    given.put("inhibitionOptimizer", optimizer("opt_i"));
    put(given, "learningRate", "lr_f");
    put(given, "feedbackLearningRate", "lr_g");
    put(given, "inhibitionLearningRate", "lr_i");
    put(given, "momentum", "mu");
    put(given, "rmspropDecay", "rho");
    put(given, "adamBeta1", "b1");
    put(given, "adamBeta2", "b2");
    put(given, "epsilon", "eps");
    put(given, "feedbackNoiseVariance", "g_noise2");
    put(given, "innerSteps", "gi_steps");
    put(given, "sigma2", "sigma2");
    put(given, "inhibitionNoiseVariance", "i_noise2");
    put(given, "alpha", "alpha");
    put(given, "topTarget", "top_target");
    put(given, "inhibition", "i_circuit");
    put(given, "inhibitionLearner", "i_learner");
    put(given, "normalizedDeltaRate", "i_mu");
    put(given, "projectionRidge", "i_delta");
    put(given, "auxiliaryOrder", "gi_order");
    put(given, "auxiliaryMinibatches", "gi_minibatches");
    put(given, "interneurons", "i_units");
    put(given, "targetClip", "target_clip");
    put(given, "displacementMeanDecay", "mean_decay");
    put(given, "topTargetStep", "eta");
    put(given, "topUpdateStep", "eta_top");
    put(given, "weightDecay", "weight_decay");
    put(given, "inference", "inference");
    put(given, "inferenceSteps", "pc_steps");
    put(given, "inferenceRate", "pc_rate");
    put(given, "feedbackScale", "sign_scale");
    put(given, "reconstructionNoiseVariance", "q_noise2");
    named(given, "feedbackLoss", "g_mode", FEEDBACK_LOSSES);
    named(given, "feedbackActivation", "g_act", MAP_ACTIVATIONS);
    named(given, "inhibitionActivation", "i_act", MAP_ACTIVATIONS);
    named(given, "targetForm", "big_form", FORMS);
    named(given, "inhibitionTarget", "i_target", INHIBITION_TARGETS);
    return ParameterCatalog.standard().resolve(given);
  }

  private void put(Map<String, String> given, String parameter, String key) {
    if (config().has(key)) {
      given.put(parameter, config().path(key).asText());
    }
  }

  private void named(
      Map<String, String> given, String parameter, String key, Map<String, String> names) {
    if (config().has(key)) {
      given.put(parameter, name(names, config().path(key).asText()));
    }
  }

  private static String name(Map<String, String> names, String oracle) {
    return names.getOrDefault(oracle, oracle);
  }

  /** A minibatch: pixels of one sample after another, and labels. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Samples(float[] pixels, byte[] labels) {}

  /** The minibatch on which f learns. */
  Samples samples() {
    return samples("");
  }

  /** The minibatch on which auxiliary maps learn, if that is another one. */
  Optional<Samples> auxiliarySamples() {
    return config().path("gi_minibatches").asText().equals("separate")
        ? Optional.of(samples("_aux"))
        : Optional.empty();
  }

  private Samples samples(String suffix) {
    double[] classes = numbers(input("y" + suffix));
    byte[] labels = new byte[classes.length];
    for (int k = 0; k < labels.length; k++) {
      labels[k] = (byte) classes[k];
    }
    return new Samples(floats(numbers(input("x" + suffix))), labels);
  }

  private JsonNode input(String key) {
    JsonNode value = root.path("inputs").path(key);
    if (value.isMissingNode()) {
      throw new UserException("Case " + name + " holds no input " + key);
    }
    return value;
  }

  /** Standard-normal noise such as {@code i0_2}. */
  float[] noise(String key) {
    if (!root.path("noise").has(key)) {
      throw new UserException("Case " + name + " holds no noise " + key);
    }
    return floats(numbers(root.path("noise").path(key)));
  }

  /** Gives {@code matrix} the case's initial value of the parameter {@code key}. */
  void initialize(String key, Matrix matrix) {
    JsonNode value = root.path("parameters").path(key);
    if (value.isMissingNode()) {
      throw new UserException("Case " + name + " holds no parameter " + key);
    }
    float[] values = floats(numbers(value));
    boolean layered = key.startsWith("W");
    matrix.set(layered ? transposed(values, matrix.cols(), matrix.rows()) : values);
  }

  /** The expected tensor {@code key}, flattened, if the case has one. */
  Optional<double[]> expected(String key) {
    JsonNode value = root.path("expected").path(key);
    return value.isMissingNode() ? Optional.empty() : Optional.of(numbers(value));
  }

  /** The expected diagnostic {@code key} of layer {@code l}, if it is to be compared. */
  Optional<Double> diagnostic(int l, String key) {
    JsonNode value = root.path("expected").path("diagnostics").path(l - 1).path(key);
    return value.isNumber() ? Optional.of(value.asDouble()) : Optional.empty();
  }

  private static double[] numbers(JsonNode node) {
    List<Double> values = new ArrayList<>();
    flatten(node, values);
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private static void flatten(JsonNode node, List<Double> values) {
    if (node.isArray()) {
      node.forEach(child -> flatten(child, values));
    } else {
      values.add(node.asDouble());
    }
  }

  private static float[] floats(double[] values) {
    float[] result = new float[values.length];
    for (int k = 0; k < values.length; k++) {
      result[k] = (float) values[k];
    }
    return result;
  }

  /** The elements of {@code matrix} column by column: a [in, out] weight as files have it. */
  static float[] transposed(Matrix matrix) {
    return transposed(matrix.toArray(), matrix.rows(), matrix.cols());
  }

  private static float[] transposed(float[] values, int rows, int cols) {
    float[] result = new float[values.length];
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c < cols; c++) {
        result[c * rows + r] = values[r * cols + c];
      }
    }
    return result;
  }
}
