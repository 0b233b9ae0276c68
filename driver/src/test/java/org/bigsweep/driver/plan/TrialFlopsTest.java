package org.bigsweep.driver.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.Map;
import org.bigsweep.engine.trial.ParameterCatalog;
import org.bigsweep.engine.trial.TrialSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrialFlopsTest {
  private static final DatasetShape MNIST = new DatasetShape("mnist", "0", 784, 10, 60_000, 10_000);

  /** The matrix products of one step of 784-256×5-10 at batch 128, counted by hand, in MFLOP. */
  @ParameterizedTest
  @CsvSource({
    "BP, reconstruct, 306.1",
    "TP, reconstruct, 441.6",
    "DTP, reconstruct, 509.3",
    "DTP, preserve, 577.1",
    "DTP, denoise, 577.1",
    "DTP, difference, 848.2",
    "BIG, reconstruct, 693.2"
  })
  void ofStep_ofTheReferenceNetwork(String rule, String feedbackLoss, double megaflops) {
    TrialSpec spec = spec(Map.of("rule", rule, "feedbackLoss", feedbackLoss, "depth", "6"));

    assertThat(TrialFlops.ofStep(spec, MNIST) / 1e6).isCloseTo(megaflops, within(0.06));
  }

  /** Per sample, layer and interneuron: 2 · 2 products of 256 in i, 2 · 5 more in its learning. */
  @Test
  void ofStep_interneurons_areCountedInTheirPlace() {
    Map<String, String> big = Map.of("rule", "BIG", "depth", "6");
    double plain = TrialFlops.ofStep(spec(big), MNIST);
    Map<String, String> more = new HashMap<>(big);
    more.put("interneurons", "100");
    double without = plain - 128.0 * 5 * 256 * 256 * (2 + 4);

    assertThat(TrialFlops.ofStep(spec(more), MNIST) - without)
        .isCloseTo(128.0 * 5 * 100 * 256 * (4 + 10), within(1.0));
  }

  @Test
  void ofStep_lastLayerOnlyIsCheapest() {
    double last = TrialFlops.ofStep(spec(Map.of("rule", "LastLayerOnly")), MNIST);
    double direct = TrialFlops.ofStep(spec(Map.of("rule", "DFA")), MNIST);
    double full = TrialFlops.ofStep(spec(Map.of("rule", "BP")), MNIST);

    assertThat(last).isLessThan(direct);
    assertThat(direct).isLessThan(full);
  }

  @Test
  void of_growsWithEpochsAndPretraining() {
    double one = TrialFlops.of(spec(Map.of("rule", "DTP", "epochs", "1")), MNIST);
    double two = TrialFlops.of(spec(Map.of("rule", "DTP", "epochs", "2")), MNIST);
    double without =
        TrialFlops.of(spec(Map.of("rule", "DTP", "epochs", "1", "pretrainEpochs", "0")), MNIST);

    double evaluation = 2 * 399_872.0 * 15_000;
    assertThat(two - one).isCloseTo(without - evaluation, within(1.0));
    assertThat(without).isLessThan(one);
  }

  @Test
  void of_depthAndWidths() {
    double deep = TrialFlops.of(spec(Map.of("rule", "BP", "depth", "6")), MNIST);
    double shallow = TrialFlops.of(spec(Map.of("rule", "BP", "depth", "3")), MNIST);
    double narrow =
        TrialFlops.of(spec(Map.of("rule", "BP", "depth", "3", "width", "128-64")), MNIST);

    assertThat(deep).isGreaterThan(shallow);
    assertThat(shallow).isGreaterThan(narrow);
  }

  private static TrialSpec spec(Map<String, String> given) {
    return ParameterCatalog.standard().resolve(new HashMap<>(given));
  }
}
