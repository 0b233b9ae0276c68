package org.bigsweep.driver.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bigsweep.driver.spec.Sweep;
import org.bigsweep.driver.spec.SweepReader;
import org.bigsweep.engine.catalog.ParameterCatalog;
import org.bigsweep.engine.catalog.TrialSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RerunLineTest {
  private static final ParameterCatalog CATALOG = ParameterCatalog.standard();

  private static TrialSpec spec(String settings) {
    Map<String, String> given = new HashMap<>();
    for (String setting : settings.split(";")) {
      given.put(
          setting.substring(0, setting.indexOf('=')), setting.substring(setting.indexOf('=') + 1));
    }
    return CATALOG.resolve(given);
  }

  /** The words that a shell makes of a line. */
  private static List<String> words(String line) throws IOException, InterruptedException {
    Process shell =
        new ProcessBuilder("sh", "-c", "bigsweep() { printf '%s\\n' \"$@\"; }; " + line).start();
    String out = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(shell.waitFor()).isZero();
    return Arrays.asList(out.split("\n"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rule=BP",
        "rule=BIG(eq. 4);sigma2=0.1;seed=7",
        "rule=BIG(balanced);width=300-200-100-50;learningRate=1e-5",
        "rule=BIG;inhibitionTarget=received;targetForm=excitationMinusInhibition",
        "rule=TP(paper);depth=3;width=12-8;epochs=1;batchSize=7",
        "rule=DTP;optimizer=momentum;momentum=0.8;feedbackOptimizer=rmsprop;seed=123456789012",
        "rule=BP;dataset=/data/my images, 'new' & $old/x"
      })
  void of_pastedIntoAShell_describesThatTrialAlone(String settings)
      throws IOException, InterruptedException {
    TrialSpec trial = spec(settings);

    List<String> words = words(RerunLine.of(trial));

    assertThat(words.get(0)).isEqualTo("run");
    assertThat(words.subList(words.size() - 2, words.size())).containsExactly("--out", "rerun");
    List<String> overrides = words.stream().filter(w -> w.contains("=")).toList();
    Sweep sweep = new SweepReader(CATALOG).parse("--set", "version: 1\nname: x\n", overrides);
    assertThat(sweep.space().stream()).containsExactly(trial);
  }

  @Test
  void of_defaults_areLeftOut() {
    assertThat(RerunLine.of(spec("rule=BIG(eq. 4);seed=3;depth=6")))
        .isEqualTo("bigsweep run --set depth=6 --set 'rule=BIG(eq. 4)' --set seeds=3 --out rerun");
  }
}
