package org.bigsweep.engine.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bigsweep.util.UserException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The engine against the reference's cases, and the check against cases that must fail. */
class OracleCheckTest {
  private static final Path CASES = Path.of("src/test/resources/oracle");

  @TempDir private Path folder;

  static Stream<OracleReport> reports() throws IOException {
    return OracleCheck.run(CASES).stream();
  }

  @ParameterizedTest
  @MethodSource("reports")
  void run_everyCase_passes(OracleReport report) {
    assertThat(report.error()).as(report.toString()).isLessThanOrEqualTo(report.tolerance());
    assertThat(report.compared()).isGreaterThan(20);
    assertThat(report.passed()).isTrue();
  }

  @Test
  void run_cases_areReportedByName() throws IOException {
    List<OracleReport> reports = OracleCheck.run(CASES);

    assertThat(reports)
        .hasSize(92)
        .extracting(report -> report.name() + ".json")
        .as("in the order of their files")
        .isSorted();
  }

  /** Every rule of the reference, and every form of BIG's target and of what g and i learn. */
  @Test
  void cases_together_coverTheReference() throws IOException {
    List<OracleCase> cases = OracleCase.read(CASES);
    assertThat(configured(cases, "rule"))
        .containsExactlyInAnyOrder(
            "BP",
            "FA",
            "DFA",
            "FROZEN",
            "LastTwoLayersOnly",
            "TP",
            "DTP",
            "BIG",
            "PC",
            "SignFeedback",
            "KP",
            "DDTP");
    assertThat(configured(cases, "phi"))
        .containsExactlyInAnyOrder("tanh", "relu", "sigmoid", "linear");
    assertThat(configured(cases, "g_mode"))
        .containsExactlyInAnyOrder("plain", "inverse", "denoise", "target", "difference");
    assertThat(configured(cases, "big_form")).containsExactlyInAnyOrder("literal", "ei");
    assertThat(configured(cases, "i_target")).containsExactlyInAnyOrder("h", "efb", "efbt");
    assertThat(configured(cases, "top_target")).containsExactly("penultimate");
    assertThat(configured(cases, "i_circuit"))
        .containsExactlyInAnyOrder("affine", "interneurons", "mirrored");
    assertThat(configured(cases, "i_learner"))
        .containsExactlyInAnyOrder("gradient", "normalizedDelta", "affineProjection");
    assertThat(configured(cases, "gi_order"))
        .containsExactlyInAnyOrder("simultaneous", "feedbackFirst");
    assertThat(configured(cases, "gi_minibatches")).containsExactly("separate");
    assertThat(configured(cases, "inference"))
        .containsExactlyInAnyOrder("relaxation", "fixedPrediction", "zeroDivergence");
    assertThat(configured(cases, "opt"))
        .containsExactlyInAnyOrder("sgd", "momentum", "rmsprop", "adam");
  }

  private static Set<String> configured(List<OracleCase> cases, String key) {
    return cases.stream()
        .map(oracle -> oracle.root().path("config").path(key))
        .filter(value -> !value.isMissingNode())
        .map(JsonNode::asText)
        .collect(Collectors.toSet());
  }

  /** One perturbed number in the named place is found, and named. */
  @ParameterizedTest
  @CsvSource({
    "big-two-layers, h1",
    "big-two-layers, E1",
    "big-two-layers, I1",
    "big-two-layers, t1",
    "big-two-layers, t01",
    "big-two-layers, e1",
    "big-two-layers, e01",
    "big-two-layers, grad_Wf1",
    "big-two-layers, grad_bf2",
    "big-two-layers, gi_grad_Wg1",
    "big-two-layers, gi_grad_Wi1",
    "big-two-layers, new_Wf2",
    "big-two-layers, new_bi1",
    "dtp-preserve-adam, grad_Wf2",
    "dtp-preserve-adam, new_Wf2",
    "dfa-tanh-momentum, e01",
    "last-layer-only, new_Wf1",
    "last-two-layers, e02",
    "last-two-layers, e3",
    "last-two-layers, new_Wf3",
    "dtp-difference, gi_grad_Wg2",
    "dtp-penultimate, e03",
    "tp-penultimate, t2",
    "big-difference, new_bg1",
    "big-mirrored-separate, new_Wiv2",
    "pc-relaxation, e3",
    "pc-relaxation, e04",
    "pc-relaxation, grad_Wf2",
    "pc-zero-divergence, grad_bf1",
    "sign-scale-0.7, e01",
    "kp-decay, gi_grad_Wk1",
    "kp-decay-adam, new_Wk2",
    "kp-decay, new_Wf1",
    "ddtp, gi_grad_Wq3",
    "ddtp-adam, new_Wq1",
    "ddtp, new_bq2",
    "ddtp-separate, t1",
    "big-mean-decay-target-clip, new_mean3",
    "dtp-target-clip, t02"
  })
  void run_onePerturbedNumber_failsAndNamesTheTensor(String name, String tensor)
      throws IOException {
    JsonNode root = read(name);
    ArrayNode values = (ArrayNode) root.path("expected").path(tensor);
    ArrayNode row = values.get(0).isArray() ? (ArrayNode) values.get(0) : values;
    // as much as the tolerance allows in the whole tensor, many times over
    row.set(0, row.get(0).asDouble() + 1e-3);

    assertFails(root, tensor);
  }

  @Test
  void run_perturbedLoss_failsAndNamesIt() throws IOException {
    JsonNode root = read("bp-relu-adam");
    ObjectNode expected = (ObjectNode) root.path("expected");
    expected.put("loss", expected.path("loss").asDouble() + 2e-5);

    assertFails(root, "loss");
  }

  @ParameterizedTest
  @CsvSource({"cos_act", "n_sig", "n_rest", "ei_corr", "ei_imb", "fvu_i"})
  void run_perturbedDiagnostic_failsAndNamesItsLayer(String figure) throws IOException {
    JsonNode root = read("big-two-layers");
    ObjectNode layer = (ObjectNode) root.path("expected").path("diagnostics").get(0);
    assertThat(layer.has(figure)).isTrue();
    layer.put(figure, layer.path(figure).asDouble() + 3e-4);

    assertFails(root, figure + " of layer 1");
  }

  @Test
  void run_anotherShape_failsAndSaysSo() throws IOException {
    JsonNode root = read("bp-relu-adam");
    ((ArrayNode) root.path("expected").path("h1")).remove(0);

    assertFails(root, "h1 (has another shape)");
  }

  /** A parameter that differs makes what follows from it fail. */
  @Test
  void run_perturbedInput_fails() throws IOException {
    JsonNode root = read("bp-relu-adam");
    ArrayNode row = (ArrayNode) root.path("parameters").path("Wf1").get(0);
    row.set(0, row.get(0).asDouble() + 0.1);
    write(root);

    assertThat(OracleCheck.run(folder).get(0).passed()).isFalse();
  }

  @Test
  void run_missingParameter_isNamed() throws IOException {
    JsonNode root = read("bp-relu-adam");
    ((ObjectNode) root.path("parameters")).remove("Wf2");
    write(root);

    assertThatThrownBy(() -> OracleCheck.run(folder))
        .isInstanceOf(UserException.class)
        .hasMessage("Case perturbed holds no parameter Wf2");
  }

  /** The second minibatch is what the auxiliary maps learn from. */
  @Test
  void run_perturbedAuxiliaryInput_fails() throws IOException {
    JsonNode root = read("ddtp-separate");
    ArrayNode row = (ArrayNode) root.path("inputs").path("x_aux").get(0);
    row.set(0, row.get(0).asDouble() + 0.1);
    write(root);
    OracleReport report = OracleCheck.run(folder).get(0);
    assertThat(report.passed()).isFalse();

    ((ObjectNode) root.path("inputs")).remove("y_aux");
    write(root);
    assertThatThrownBy(() -> OracleCheck.run(folder))
        .isInstanceOf(UserException.class)
        .hasMessage("Case perturbed holds no input y_aux");
  }

  @Test
  void run_folderWithoutCases_reportsNothing() throws IOException {
    assertThat(OracleCheck.run(folder)).isEmpty();
    assertThatThrownBy(() -> OracleCheck.run(folder.resolve("missing")))
        .isInstanceOf(NoSuchFileException.class);
  }

  private static JsonNode read(String name) throws IOException {
    return new ObjectMapper().readTree(CASES.resolve(name + ".json").toFile());
  }

  private void write(JsonNode root) throws IOException {
    new ObjectMapper().writeValue(folder.resolve("perturbed.json").toFile(), root);
  }

  private void assertFails(JsonNode root, String worst) throws IOException {
    write(root);
    OracleReport report = OracleCheck.run(folder).get(0);
    assertThat(report.passed()).isFalse();
    assertThat(report.name()).isEqualTo("perturbed");
    assertThat(report.worst()).isEqualTo(worst);
    assertThat(report.error()).isGreaterThan(report.tolerance());
  }
}
