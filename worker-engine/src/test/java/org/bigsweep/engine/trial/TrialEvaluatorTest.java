package org.bigsweep.engine.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.bigsweep.engine.trial.SyntheticTrials.DATASET;
import static org.bigsweep.engine.trial.SyntheticTrials.run;
import static org.bigsweep.engine.trial.SyntheticTrials.spec;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.bigsweep.engine.catalog.KeepWeights;
import org.bigsweep.engine.catalog.TrialSpec;
import org.bigsweep.engine.kernel.Matrix;
import org.bigsweep.engine.kernel.Numbers;
import org.bigsweep.engine.kernel.Workspace;
import org.bigsweep.engine.param.InvalidParameterException;
import org.bigsweep.results.Epoch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Kept parameters: their file, and their evaluation again. */
class TrialEvaluatorTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"BP", "BIG", "FA"})
  void evaluate_lastWeights_areTheTrialsLastFigures(String rule) {
    TrialSpec spec = spec(rule, "epochs", "3");
    TrialResult result = run(spec, KeepWeights.LAST);

    Evaluation found = TrialEvaluator.evaluate(spec, DATASET, result.weights().orElseThrow());

    assertThat(found.accuracy()).isEqualTo(result.trial().getTestAccuracy());
    assertThat(found.loss()).isEqualTo(result.trial().getTestLoss());
    assertThat(result.trial().getWeights())
        .isEqualTo("weights/" + result.trial().getTrialId() + ".npz");
  }

  @ParameterizedTest
  @CsvSource({"pixels, standardized", "weightDecay, 0.1"})
  void evaluate_allColumnsTrained_areTheTrialsLastFigures(String option, String value) {
    TrialSpec spec = spec("DTP", option, value);
    TrialResult result = run(spec, KeepWeights.LAST);

    assertThat(TrialEvaluator.evaluate(spec, DATASET, result.weights().orElseThrow()).loss())
        .isEqualTo(result.trial().getTestLoss())
        .isNotEqualTo(run(spec("DTP")).trial().getTestLoss());
  }

  /** A learning rate at which validation accuracy goes up and down. */
  @Test
  void evaluate_bestWeights_areTheBestEpochsFigures() {
    TrialSpec spec = spec("BP", "epochs", "8", "learningRate", "0.3");
    TrialResult result = run(spec, KeepWeights.BEST);
    int best = result.trial().getBestEpoch();
    Epoch row = result.epochs().get(best);

    Evaluation found = TrialEvaluator.evaluate(spec, DATASET, result.weights().orElseThrow());

    assertThat(best).as("a best epoch that is not the last").isLessThan(8);
    assertThat(found.accuracy()).isEqualTo(result.trial().getBestEpochTestAccuracy());
    assertThat(found.loss()).isEqualTo(row.getTestLoss());
  }

  @Test
  void evaluate_bestWithoutValidation_areTheLastFigures() {
    TrialSpec spec = spec("BP", "validationImages", "0");
    TrialResult result = run(spec, KeepWeights.BEST);

    assertThat(TrialEvaluator.evaluate(spec, DATASET, result.weights().orElseThrow()).loss())
        .isEqualTo(result.trial().getTestLoss());
  }

  @Test
  void run_keepNothing_hasNoWeights() {
    assertThat(run(spec("BP"), KeepWeights.NONE).weights()).isEmpty();
  }

  @Test
  void evaluate_otherShape_isOneSentence() {
    byte[] npz = run(spec("BP"), KeepWeights.LAST).weights().orElseThrow();

    assertThatThrownBy(() -> TrialEvaluator.evaluate(spec("BP", "width", "13"), DATASET, npz))
        .isInstanceOf(InvalidParameterException.class)
        .message()
        .matches(
            "Invalid weights: [Wb]f\\d is \\[\\d+, \\d+\\] \\(must be \\[\\d+, \\d+\\] as in"
                + " this trial's network\\)");
    assertThatThrownBy(() -> TrialEvaluator.evaluate(spec("BP", "depth", "4"), DATASET, npz))
        .isInstanceOf(InvalidParameterException.class)
        .hasMessageStartingWith("Invalid weights: ");
  }

  @Test
  void evaluate_noNpz_isOneSentence() {
    byte[] text = "not a zip file".getBytes(StandardCharsets.UTF_8);
    byte[] whole = run(spec("BP"), KeepWeights.LAST).weights().orElseThrow();
    byte[] half = Arrays.copyOf(whole, whole.length / 2);

    for (byte[] bad : new byte[][] {text, new byte[0], half}) {
      assertThatThrownBy(() -> TrialEvaluator.evaluate(spec("BP"), DATASET, bad))
          .isInstanceOf(InvalidParameterException.class)
          .message()
          .matches("(Invalid|Cannot read) weights: .* \\(must be .*\\)");
    }
  }

  private static byte[] zipped(byte[] npy) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry("Wf1.npy"));
      zip.write(npy);
      zip.closeEntry();
    }
    return bytes.toByteArray();
  }

  @Test
  void read_zipThatGrowsBeyondTheBound_isOneSentence() throws IOException {
    byte[] bomb = zipped(new byte[3_000_000]);
    assertThat(bomb).hasSizeLessThan(10_000);

    assertThat(Npz.read(bomb, 3_000_000)).isEmpty();
    assertThatThrownBy(() -> Npz.read(bomb, 2_999_999))
        .isInstanceOf(InvalidParameterException.class)
        .hasMessageContaining("it has more than 2,999,999 bytes uncompressed");
  }

  @Test
  void read_shapeBeyondItsBytes_isOneSentence() throws IOException {
    String header = "{'descr': '<f4', 'fortran_order': False, 'shape': (100000, 100000), }";
    byte[] npy = ("\u0093NUMPY\u0001\u0000v\u0000" + header).getBytes(StandardCharsets.ISO_8859_1);

    assertThatThrownBy(() -> Npz.read(zipped(Arrays.copyOf(npy, 256))))
        .isInstanceOf(InvalidParameterException.class)
        .hasMessageContaining("Wf1.npy states 40000000000 bytes and has 256");
  }

  @Test
  void read_entryThatIsNoArray_isPassedOver() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (String name : new String[] {"a.npy", "b.txt"}) {
        zip.putNextEntry(new ZipEntry(name));
        zip.write("no array".getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
      }
    }

    assertThat(Npz.read(bytes.toByteArray())).isEmpty();
  }

  @Test
  void write_thenRead_givesTheSameArrays() {
    try (Workspace workspace = new Workspace()) {
      Map<String, Matrix> parameters = new LinkedHashMap<>();
      parameters.put("Wf1", Numbers.normal(workspace, 3, 5, 1));
      parameters.put("bf1", Numbers.normal(workspace, 1, 5, 2));

      byte[] npz = Npz.write(parameters);
      Map<String, Npz.Array> read = Npz.read(npz);

      assertThat(read.keySet()).containsExactly("Wf1", "bf1");
      assertThat(read.get("Wf1").rows()).isEqualTo(3);
      assertThat(read.get("Wf1").cols()).isEqualTo(5);
      parameters.forEach(
          (name, matrix) -> assertThat(read.get(name).values()).isEqualTo(matrix.toArray()));
      assertThat(Npz.write(parameters)).as("the same bytes at every time").isEqualTo(npz);
    }
  }

  @Test
  void write_always_isReadableByNumpy() throws Exception {
    assumeThat(numpy("import numpy")).as("NumPy is needed to read the file").isZero();
    byte[] npz;
    try (Workspace workspace = new Workspace()) {
      Matrix weights = Numbers.matrix(workspace, 2, 3, 1, 2, 3, 4, 5, 6.5f);
      npz = Npz.write(Map.of("Wf1", weights));
    }
    Path file = Files.write(folder.resolve("w.npz"), npz);
    Path second = folder.resolve("double.npz");

    String read =
        "import numpy as n; a = n.load(r'%s'); w = a['Wf1'];".formatted(file)
            + " assert list(a) == ['Wf1'] and w.dtype == n.float32;"
            + " assert w.tolist() == [[1, 2, 3], [4, 5, 6.5]];"
            + " n.savez(r'%s', t=w.T.astype('f8'), v=w[1], s=w[0, 0])".formatted(second);

    assertThat(numpy(read)).isZero();
    Map<String, Npz.Array> back = Npz.read(Files.readAllBytes(second));
    assertThat(back.get("t").values()).containsExactly(1, 4, 2, 5, 3, 6.5f);
    assertThat(back.get("t").rows()).isEqualTo(3);
    assertThat(back.get("v").values()).containsExactly(4, 5, 6.5f);
    assertThat(back.get("v").rows()).isEqualTo(1);
  }

  /** Exit code of that Python text; −1 without Python. */
  private static int numpy(String text) throws InterruptedException {
    try {
      return new ProcessBuilder("python3", "-c", text)
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
    } catch (IOException e) {
      return -1;
    }
  }
}
