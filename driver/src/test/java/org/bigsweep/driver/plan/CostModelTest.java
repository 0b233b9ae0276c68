package org.bigsweep.driver.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.bigsweep.driver.spec.Sweep;
import org.bigsweep.driver.spec.SweepReader;
import org.bigsweep.engine.catalog.ParameterCatalog;
import org.bigsweep.engine.catalog.TrialSpec;
import org.junit.jupiter.api.Test;

class CostModelTest {
  private static final DatasetShape MNIST =
      new DatasetShape("mnist", "abc", 784, 10, 60_000, 10_000);
  private static final CostModel TYPICAL = CostModel.TYPICAL;

  private static TrialSpec spec(String... given) {
    Map<String, String> values = new HashMap<>();
    for (int k = 0; k < given.length; k += 2) {
      values.put(given[k], given[k + 1]);
    }
    return ParameterCatalog.standard().resolve(values);
  }

  private static Observation slower(TrialSpec spec, double times) {
    return new Observation(spec, MNIST, 4, times * TYPICAL.seconds(spec, MNIST));
  }

  private static CostModel history(Observation... observations) {
    return CostModel.of(CostModel.Source.HISTORY, Stream.of(observations));
  }

  private static double ratio(CostModel model, TrialSpec spec) {
    return model.seconds(spec, MNIST) / TYPICAL.seconds(spec, MNIST);
  }

  @Test
  void of_noObservation_isTypical() {
    assertThat(CostModel.of(CostModel.Source.PROBE, Stream.empty())).isSameAs(TYPICAL);
  }

  @Test
  void seconds_ofWhatWasObserved_isTheirMean() {
    TrialSpec dtp = spec("rule", "DTP");

    CostModel model = history(slower(dtp, 2), slower(spec("rule", "DTP", "seed", "1"), 4));

    assertThat(ratio(model, dtp)).isCloseTo(3, within(1e-9));
    assertThat(ratio(model, spec("rule", "DTP", "epochs", "9"))).isCloseTo(3, within(1e-9));
  }

  @Test
  void seconds_ofWhatWasNotObserved_isThatOfTheNearestKind() {
    CostModel model =
        history(
            slower(spec("rule", "BP"), 2),
            slower(spec("rule", "DTP"), 4),
            slower(spec("rule", "DTP", "feedbackOptimizer", "sgd"), 6),
            slower(spec("rule", "DTP", "feedbackLoss", "denoise"), 11));

    assertThat(ratio(model, spec("rule", "DTP", "width", "512"))).isCloseTo(4, within(1e-9));
    assertThat(ratio(model, spec("rule", "DTP", "optimizer", "sgd"))).isCloseTo(5, within(1e-9));
    assertThat(ratio(model, spec("rule", "DTP", "feedbackLoss", "target")))
        .isCloseTo(7, within(1e-9));
    assertThat(ratio(model, spec("rule", "FA"))).isCloseTo(5.75, within(1e-9));
    assertThat(model.deviation(spec("rule", "FA")))
        .isGreaterThan(model.deviation(spec("rule", "DTP")));
  }

  @Test
  void seconds_growWithEpochs() {
    TrialSpec spec = spec("rule", "BIG", "epochs", "8");

    double before = TYPICAL.seconds(spec, MNIST, 0);
    double half = TYPICAL.seconds(spec, MNIST, 4);
    double whole = TYPICAL.seconds(spec, MNIST);

    assertThat(before).isPositive();
    assertThat(whole - half).isCloseTo(half - before, within(1e-9));
    assertThat(TYPICAL.seconds(spec, MNIST, 8)).isEqualTo(whole);
  }

  @Test
  void plan_at_changesPredictionsAlone() {
    Sweep sweep =
        new SweepReader(ParameterCatalog.standard())
            .parse(
                "s.yaml",
                "version: 1\nname: s\ngrid: {rule: [BP, BIG], depth: [3, 5]}\nseeds: 0..4",
                List.of());
    Stream<FinishedTrial> done =
        LongStream.range(0, 6)
            .mapToObj(sweep.space()::get)
            .map(s -> new FinishedTrial(s.id(MNIST.sha256()), s.values()));
    SweepPlan plan = SweepPlan.of(sweep, MNIST, TYPICAL, ParameterCatalog.standard(), done);

    SweepPlan slower = plan.at(history(slower(spec("rule", "BP"), 2)));

    assertThat(slower.toDo()).isEqualTo(plan.toDo()).isEqualTo(14);
    assertThat(slower.flops()).isEqualTo(plan.flops());
    assertThat(slower.seconds()).isCloseTo(2 * plan.seconds(), within(1e-6));
    assertThat(slower.secondsByRule().values().stream().mapToDouble(Prediction::seconds).sum())
        .isCloseTo(slower.seconds(), within(1e-6));
  }

  @Test
  void forecast_ofMoreCores_isSoonerAndBounded() {
    Sweep sweep =
        new SweepReader(ParameterCatalog.standard())
            .parse(
                "s.yaml",
                "version: 1\nname: s\ngrid: {rule: [BP, DTP, BIG]}\nseeds: 0..39",
                List.of());
    SweepPlan plan =
        SweepPlan.of(sweep, MNIST, TYPICAL, ParameterCatalog.standard(), Stream.empty());

    Forecast two = plan.forecast(2, false);
    Forecast eight = plan.forecast(8, true);

    assertThat(two.work().low()).isLessThan(two.work().seconds());
    assertThat(two.work().high()).isGreaterThan(two.work().seconds());
    assertThat(two.work().seconds()).isCloseTo(plan.seconds(), within(1e-6));
    assertThat(two.wall().seconds()).isBetween(plan.seconds(2), 1.05 * plan.seconds(2) + 5);
    assertThat(eight.wall().seconds()).isLessThan(two.wall().seconds());
    assertThat(two.files()).isBetween(4 * two.groups(), 4L * 120).isGreaterThan(4 * two.groups());
    assertThat(eight.files() - 120).isBetween(4 * eight.groups(), 4L * 120);
    assertThat(eight.bytes()).isGreaterThan(two.bytes() + 120 * 1e6);
  }
}
