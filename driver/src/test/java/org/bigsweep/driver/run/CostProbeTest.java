package org.bigsweep.driver.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.bigsweep.driver.plan.CostModel;
import org.bigsweep.driver.plan.DatasetShape;
import org.bigsweep.driver.plan.Observation;
import org.bigsweep.engine.bench.BenchData;
import org.bigsweep.engine.catalog.ParameterCatalog;
import org.bigsweep.engine.catalog.TrialSpec;
import org.bigsweep.engine.data.Dataset;
import org.junit.jupiter.api.Test;

class CostProbeTest {
  private static final Dataset DATA = BenchData.random();

  private static TrialSpec spec(String rule, String width, String learningRate) {
    return ParameterCatalog.standard()
        .resolve(
            Map.of(
                "rule", rule,
                "width", width,
                "trainingImages", "2000",
                "validationImages", "500",
                "learningRate", learningRate));
  }

  @Test
  void observe_everyKindOnSeveralThreads_ordersRulesByCost() {
    TrialSpec bp = spec("BP", "256", "3e-4");
    TrialSpec big = spec("BIG", "256", "3e-4");

    List<Observation> seen = CostProbe.observe(List.of(bp, big), DATA, 2, 2);

    assertThat(seen).extracting(Observation::spec).containsExactlyInAnyOrder(bp, big);
    CostModel model = CostModel.of(CostModel.Source.PROBE, seen.stream());
    DatasetShape shape = DatasetShape.of(DATA);
    assertThat(model.seconds(big, shape)).isGreaterThan(1.2 * model.seconds(bp, shape));
  }

  @Test
  void observe_networkTooLargeForTheTime_isLeftOut() {
    List<Observation> seen =
        CostProbe.observe(
            List.of(spec("BP", "4096", "3e-4"), spec("BP", "32", "3e-4")), DATA, 1, 0.3);

    assertThat(seen).extracting(o -> o.spec().values().get("width")).containsExactly("32");
    assertThat(CostProbe.observe(Stream.<TrialSpec>empty().toList(), DATA, 2, 0.1)).isEmpty();
  }
}
