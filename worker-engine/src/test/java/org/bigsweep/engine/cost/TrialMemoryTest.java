package org.bigsweep.engine.cost;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.bigsweep.engine.bench.BenchData;
import org.bigsweep.engine.catalog.ParameterCatalog;
import org.bigsweep.engine.catalog.TrialSpec;
import org.bigsweep.engine.data.Dataset;
import org.bigsweep.engine.trial.StepBenchmark;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrialMemoryTest {
  private static final double SLAB = 4 << 20;
  private static final Dataset DATA = BenchData.random();
  private static final DataSize SIZE =
      new DataSize(
          DATA.training().pixelsPerImage(),
          DATA.classes(),
          DATA.training().count(),
          DATA.test().count());

  @ParameterizedTest
  @CsvSource({
    "BP, 5, 256, adam, 128",
    "BIG interneurons, 5, 256, adam, 128",
    "DTP difference, 5, 256, adam, 128",
    "BP, 3, 1024, sgd, 32",
    "FA, 8, 256, momentum, 128",
    "DFA, 5, 512, adam, 128",
    "LastLayerOnly, 5, 256, adam, 128",
    "TP, 5, 256, adam, 128",
    "DTP, 8, 512, adam, 512",
    "BIG, 5, 256, adam, 128",
    "BIG, 12, 300, sgd, 256",
    "BIG, 5, 16, adam, 128",
    "BIG(mirrored), 5, 256, adam, 128",
    "PC, 5, 256, adam, 128",
    "KP, 5, 512, momentum, 128",
    "DDTP, 5, 512, adam, 128"
  })
  void offHeapBytes_areThoseTakenOrALittleMore(
      String rule, int depth, String width, String optimizer, int batch) {
    Map<String, String> given = new HashMap<>();
    given.put("rule", rule.split(" ")[0]);
    given.put("feedbackLoss", rule.endsWith("difference") ? "difference" : "reconstruct");
    given.put("interneurons", rule.endsWith("interneurons") ? "700" : "0");
    given.put("depth", Integer.toString(depth));
    given.put("width", width);
    given.put("batchSize", Integer.toString(batch));
    given.put("trainingImages", "2000");
    given.put("validationImages", "500");
    for (String map : new String[] {"optimizer", "feedbackOptimizer", "inhibitionOptimizer"}) {
      given.put(map, optimizer);
    }
    TrialSpec spec = ParameterCatalog.standard().resolve(given);
    try (StepBenchmark trial = new StepBenchmark("trial", spec, DATA)) {
      trial.step();

      double estimate = new TrialCost(spec, SIZE).offHeapBytes();

      assertThat(estimate).isBetween((double) trial.bytes(), 1.6 * trial.bytes() + SLAB);
    }
  }
}
