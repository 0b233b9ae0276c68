package org.bigsweep.engine.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.Map;
import org.bigsweep.engine.catalog.ParameterCatalog;
import org.bigsweep.engine.catalog.TrialSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrialCostTest {
  private static final DataSize MNIST = new DataSize(784, 10, 60_000, 10_000);

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
  void stepFlops_ofTheReferenceNetwork(String rule, String feedbackLoss, double megaflops) {
    TrialSpec spec = spec(Map.of("rule", rule, "feedbackLoss", feedbackLoss, "depth", "6"));

    assertThat(stepFlops(spec) / 1e6).isCloseTo(megaflops, within(0.06));
  }

  /** Per sample, layer and interneuron: 2 · 2 products of 256 in i, 2 · 5 more in its learning. */
  @Test
  void stepFlops_interneurons_areCountedInTheirPlace() {
    Map<String, String> big = Map.of("rule", "BIG", "depth", "6");
    double plain = stepFlops(spec(big));
    Map<String, String> more = new HashMap<>(big);
    more.put("interneurons", "100");
    double without = plain - 128.0 * 5 * 256 * 256 * (2 + 4);

    assertThat(stepFlops(spec(more)) - without)
        .isCloseTo(128.0 * 5 * 100 * 256 * (4 + 10), within(1.0));
  }

  /** One more forward pass; pre-training has one minibatch in any case. */
  @Test
  void stepFlops_separateMinibatches_goForwardTwice() {
    Map<String, String> same = Map.of("rule", "DTP", "epochs", "1");
    Map<String, String> separate = new HashMap<>(same);
    separate.put("auxiliaryMinibatches", "separate");
    double forward = 2 * 128.0 * (784 * 256 + 3 * 256 * 256 + 256 * 10);

    assertThat(stepFlops(spec(separate)) - stepFlops(spec(same))).isCloseTo(forward, within(1.0));
    double steps = Math.floor(55_000 / 128.0);
    assertThat(flops(spec(separate)) - flops(spec(same))).isCloseTo(steps * forward, within(1e4));
  }

  @Test
  void stepFlops_lastLayerOnlyIsCheapest() {
    double last = stepFlops(spec(Map.of("rule", "LastLayerOnly")));
    double direct = stepFlops(spec(Map.of("rule", "DFA")));
    double full = stepFlops(spec(Map.of("rule", "BP")));

    assertThat(last).isLessThan(direct);
    assertThat(direct).isLessThan(full);

    double two = stepFlops(spec(Map.of("rule", "LastTwoLayersOnly")));
    assertThat(two - last).isCloseTo(128.0 * 2 * (256 * 256 + 256 * 10), within(1.0));
    double all = stepFlops(spec(Map.of("rule", "LastLayerOnly", "trainedLayers", "9")));
    assertThat(all).isCloseTo(full, within(1.0));
  }

  @Test
  void flops_growsWithEpochsAndPretraining() {
    double one = flops(spec(Map.of("rule", "DTP", "epochs", "1")));
    double two = flops(spec(Map.of("rule", "DTP", "epochs", "2")));
    double without = flops(spec(Map.of("rule", "DTP", "epochs", "1", "pretrainEpochs", "0")));

    double evaluation = 2 * 399_872.0 * 15_000;
    assertThat(two - one).isCloseTo(without - evaluation, within(1.0));
    assertThat(without).isLessThan(one);
  }

  @Test
  void flops_depthAndWidths() {
    double deep = flops(spec(Map.of("rule", "BP", "depth", "6")));
    double shallow = flops(spec(Map.of("rule", "BP", "depth", "3")));
    double narrow = flops(spec(Map.of("rule", "BP", "depth", "3", "width", "128-64")));

    assertThat(deep).isGreaterThan(shallow);
    assertThat(shallow).isGreaterThan(narrow);
  }

  private static double stepFlops(TrialSpec spec) {
    return new TrialCost(spec, MNIST).stepFlops();
  }

  private static double flops(TrialSpec spec) {
    return new TrialCost(spec, MNIST).flops();
  }

  private static TrialSpec spec(Map<String, String> given) {
    return ParameterCatalog.standard().resolve(new HashMap<>(given));
  }
}
