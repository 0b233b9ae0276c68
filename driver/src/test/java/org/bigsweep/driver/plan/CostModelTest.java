package org.bigsweep.driver.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.bigsweep.driver.spec.Sweep;
import org.bigsweep.driver.spec.SweepReader;
import org.bigsweep.engine.catalog.ParameterCatalog;
import org.bigsweep.engine.catalog.TrialSpec;
import org.bigsweep.engine.cost.DataSize;
import org.bigsweep.engine.cost.TrialCost;
import org.bigsweep.engine.data.Dataset;
import org.bigsweep.engine.data.LabelledImages;
import org.junit.jupiter.api.Test;

class CostModelTest {
  private static final DatasetShape MNIST =
      new DatasetShape("mnist", "abc", new DataSize(784, 10, 60_000, 10_000));
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

  /** Factors of 2 and 4 lie a third of their mean from it, three equal ones do not scatter. */
  @Test
  void deviation_ofWhatWasObserved_shrinksWithTheNumberOfTrials() {
    TrialSpec bp = spec("rule", "BP");
    TrialSpec dtp = spec("rule", "DTP");

    CostModel model =
        history(
            slower(dtp, 2),
            slower(dtp, 4),
            slower(bp, 3),
            slower(bp, 3),
            slower(spec("rule", "BP", "seed", "1"), 3));

    double scatter = Math.sqrt(2 * (1 / 9.0) / (1 + 2));
    assertThat(model.scatter()).isCloseTo(scatter, within(1e-9));
    assertThat(model.deviation(dtp)).isCloseTo(scatter / Math.sqrt(2), within(1e-9));
    assertThat(model.deviation(bp)).isCloseTo(scatter / Math.sqrt(3), within(1e-9));
  }

  @Test
  void deviation_ofWhatWasNotObserved_addsWhatATransferErrs() {
    CostModel model = history(slower(spec("rule", "DTP"), 2), slower(spec("rule", "DTP"), 4));
    CostModel one = history(slower(spec("rule", "DTP"), 2));

    assertThat(model.deviation(spec("rule", "DTP", "width", "512")))
        .isCloseTo(Math.hypot(Math.sqrt(2) / 3, 0.15), within(1e-9));
    CostModel three =
        history(
            slower(spec("rule", "DTP"), 2),
            slower(spec("rule", "DTP"), 4),
            slower(spec("rule", "DTP"), 3));
    assertThat(three.deviation(spec("rule", "DTP", "width", "512")))
        .isCloseTo(Math.hypot(1 / 3.0, 0.15), within(1e-9));
    assertThat(one.deviation(spec("rule", "DTP", "width", "512"))).isCloseTo(0.15, within(1e-9));
    assertThat(one.deviation(spec("rule", "DTP"))).isCloseTo(0.05, within(1e-9));
    assertThat(TYPICAL.deviation(spec("rule", "DTP"))).isEqualTo(0.5);
    assertThat(TYPICAL.scatter()).isEqualTo(0.05);
  }

  @Test
  void of_someObservations_saysWhatItRestsOn() {
    Observation one = slower(spec("rule", "BP"), 2);

    CostModel probe = CostModel.of(CostModel.Source.PROBE, Stream.of(one, one));

    assertThat(probe.source()).isEqualTo(CostModel.Source.PROBE);
    assertThat(probe.observations()).isEqualTo(2);
    assertThat(probe.drift()).isEqualTo(0.1);
    assertThat(history(one).drift()).isEqualTo(0.08);
    assertThat(TYPICAL.source()).isEqualTo(CostModel.Source.TYPICAL);
    assertThat(TYPICAL.observations()).isZero();
    assertThat(TYPICAL.drift()).isEqualTo(0.3);
  }

  /** Products at 110 Gflop/s, 0.6 ns a pass, and the diagnostics of every epoch. */
  @Test
  void seconds_ofAnEpoch_areThoseOfItsParts() {
    TrialSpec plain = spec("rule", "BP", "optimizer", "sgd", "epochs", "3");
    TrialCost cost = MNIST.cost(plain);
    double diagnosed = 2.5e-11 * cost.diagnosedCubes();

    double start = TYPICAL.seconds(plain, MNIST, 0);
    double epoch = TYPICAL.seconds(plain, MNIST, 1) - start;

    assertThat(start).isCloseTo(0.03 + cost.flops(0) / 110e9 + diagnosed, within(1e-9));
    assertThat(epoch)
        .isCloseTo(
            (cost.flops(1) - cost.flops(0)) / 110e9
                + cost.steps() * cost.forwardPasses() * 0.6e-9
                + diagnosed,
            within(1e-9));
    assertThat(start).isGreaterThan(0.03 + diagnosed);
    assertThat(epoch).isGreaterThan(diagnosed);
  }

  @Test
  void seconds_ofAnOptimiser_growWithTheValuesThatItKeeps() {
    double[] epochs =
        Stream.of("sgd", "momentum", "adam")
            .map(name -> spec("rule", "BP", "optimizer", name))
            .mapToDouble(s -> TYPICAL.seconds(s, MNIST, 1) - TYPICAL.seconds(s, MNIST, 0))
            .toArray();
    TrialCost cost = MNIST.cost(spec("rule", "BP"));
    double moves = cost.steps() * cost.forwardUpdates().parameters();

    assertThat(epochs[1] - epochs[0]).isCloseTo(moves * 0.4e-9, within(1e-9));
    assertThat(epochs[2] - epochs[0]).isCloseTo(moves * 0.6e-9, within(1e-9));
  }

  /** Feedback maps learn in every step, and before the first epoch while f stands still. */
  @Test
  void seconds_ofMaps_areThoseOfTheirPassesAndUpdates() {
    TrialSpec dtp = spec("rule", "DTP", "optimizer", "sgd", "pretrainEpochs", "2");
    TrialSpec unprepared = spec("rule", "DTP", "optimizer", "sgd", "pretrainEpochs", "0");
    TrialCost cost = MNIST.cost(dtp);
    double maps =
        cost.auxiliaryPasses() * 0.6e-9 + cost.auxiliaryUpdates().get(0).parameters() * 0.6e-9;
    double forward = cost.forwardPasses() * 0.6e-9;

    double epoch = TYPICAL.seconds(dtp, MNIST, 1) - TYPICAL.seconds(dtp, MNIST, 0);
    double prepared = TYPICAL.seconds(dtp, MNIST, 0) - TYPICAL.seconds(unprepared, MNIST, 0);

    assertThat(cost.auxiliaryUpdates()).hasSize(1);
    assertThat(epoch)
        .isCloseTo(
            (cost.flops(1) - cost.flops(0)) / 110e9
                + cost.steps() * (forward + maps)
                + 2.5e-11 * cost.diagnosedCubes(),
            within(1e-9));
    assertThat(prepared)
        .isCloseTo(
            (cost.flops(0) - MNIST.cost(unprepared).flops(0)) / 110e9
                + cost.steps() * 2 * (forward + maps),
            within(1e-9));
  }

  @Test
  void prediction_ofADeviation_holdsNineInTenOfThatNormalLaw() {
    Prediction prediction = Prediction.of(100, 0.2);

    assertThat(prediction.seconds()).isEqualTo(100);
    assertThat(Math.log(prediction.high() / 100)).isCloseTo(1.645 * 0.2, within(1e-9));
    assertThat(Math.log(100 / prediction.low())).isCloseTo(1.645 * 0.2, within(1e-9));
    assertThat(prediction.around(50))
        .isEqualTo(new Prediction(50, prediction.low() / 2, prediction.high() / 2));
    assertThat(new Prediction(0, 0, 0).around(5)).isEqualTo(new Prediction(5, 0, 0));
  }

  @Test
  void datasetShape_isThatOfTheDataset() {
    LabelledImages training = new LabelledImages(4, new byte[12], new byte[3]);
    LabelledImages test = new LabelledImages(4, new byte[8], new byte[2]);

    assertThat(DatasetShape.of(new Dataset("dots", "00ff", 2, training, test)))
        .isEqualTo(new DatasetShape("dots", "00ff", new DataSize(4, 2, 3, 2)));
  }

  private static SweepPlan planned(String text) {
    Sweep sweep =
        new SweepReader(ParameterCatalog.standard())
            .parse("s.yaml", "version: 1\nname: s\n" + text, List.of());
    return SweepPlan.of(sweep, MNIST, TYPICAL, ParameterCatalog.standard(), Stream.empty());
  }

  /** The errors of the factors add up, those of single trials average out, drift hits all. */
  @Test
  void prediction_ofManyTrials_combinesThreeErrors() {
    CostModel model = history(slower(spec("rule", "BP"), 1), slower(spec("rule", "DTP"), 1));
    SweepPlan plan = planned("grid: {rule: [BP, DTP]}\nseeds: 0..15").at(model);
    double bp = model.seconds(spec("rule", "BP"), MNIST);
    double dtp = model.seconds(spec("rule", "DTP"), MNIST);
    double all = 16 * (bp + dtp);

    Prediction ofBp = plan.secondsByRule().get("BP");
    Prediction ofBoth = plan.forecast(1, false).work();

    double single = Math.sqrt(16 * Math.pow(0.05 * bp, 2)) / (16 * bp);
    assertThat(Math.log(ofBp.high() / ofBp.seconds()))
        .isCloseTo(1.645 * Math.hypot(Math.hypot(0.05, single), 0.08), within(1e-9));
    double singles = Math.sqrt(16 * (Math.pow(0.05 * bp, 2) + Math.pow(0.05 * dtp, 2))) / all;
    assertThat(Math.log(ofBoth.high() / ofBoth.seconds()))
        .isCloseTo(1.645 * Math.hypot(Math.hypot(0.05, singles), 0.08), within(1e-9));
    assertThat(plan.costs()).isSameAs(model);
  }

  /** As measured: 45 kB for a part's files, then bytes a row of trials, epochs and layers. */
  @Test
  void forecast_ofOneTrial_isItsFilesAndMemory() {
    SweepPlan plan = planned("fixed: {rule: DTP, epochs: 3, depth: 4}\nseeds: 0..0");
    TrialCost cost = MNIST.cost(spec("rule", "DTP", "epochs", "3", "depth", "4"));

    Forecast forecast = plan.forecast(2, false);
    Forecast keeping = plan.forecast(2, true);

    assertThat(forecast.groups()).isEqualTo(1);
    assertThat(forecast.files()).isEqualTo(4);
    assertThat(forecast.bytes()).isCloseTo(45_000 + 200 + 4 * (45 + 4 * 100), within(1e-6));
    assertThat(forecast.wall().seconds()).isCloseTo(5 + plan.seconds(), within(1e-9));
    assertThat(forecast.offHeapBytes()).isEqualTo(cost.offHeapBytes());
    assertThat(forecast.heapBytes()).isEqualTo(cost.imageBytes());
    assertThat(keeping.files()).isEqualTo(5);
    assertThat(keeping.bytes()).isCloseTo(forecast.bytes() + cost.parameterBytes(), within(1e-6));
  }

  @Test
  void forecast_ofSeveralKinds_needsTheMemoryOfTheLargest() {
    Forecast both = planned("grid: {rule: BP, width: [16, 512]}\nseeds: 0..0").forecast(2, false);

    assertThat(both.offHeapBytes())
        .isEqualTo(MNIST.cost(spec("rule", "BP", "width", "512")).offHeapBytes());
  }

  /** Of so many trials the groups are not formed: whole minutes, published every 8 s. */
  @Test
  void forecast_ofManyShortTrials_isWithinAFewPercentOfWholeGroups() {
    SweepPlan plan =
        planned(
            "fixed: {rule: BP, trainingImages: 128, validationImages: 0, epochs: 1, depth: 2,"
                + " width: 8}\nseeds: 0..99999");

    Forecast forecast = plan.forecast(2, true);

    double seconds = plan.seconds();
    assertThat((double) forecast.groups()).isCloseTo(seconds / 60, withinPercentage(5));
    assertThat((forecast.files() - 100_000) / 4.0).isCloseTo(seconds / 8, withinPercentage(5));
    assertThat(forecast.wall().seconds()).isCloseTo(5 + plan.seconds(2), within(1e-6));
  }

  @Test
  void forecast_ofManyLongTrials_isAGroupForEach() {
    SweepPlan plan =
        planned("fixed: {rule: BIG, epochs: 100, width: 1024, depth: 8}\nseeds: 0..29999");

    Forecast forecast = plan.forecast(2, false);

    assertThat(plan.seconds() / 30_000).isGreaterThan(60);
    assertThat(forecast.groups()).isEqualTo(30_000);
    assertThat(forecast.files()).isEqualTo(4 * 30_000);
  }

  @Test
  void forecast_ofNothing_isNothing() {
    Sweep sweep =
        new SweepReader(ParameterCatalog.standard())
            .parse("s.yaml", "version: 1\nname: s\nfixed: {rule: BP}\nseeds: 0..3", List.of());
    Stream<FinishedTrial> done =
        sweep.space().stream().map(s -> new FinishedTrial(s.id(MNIST.sha256()), s.values()));
    SweepPlan plan = SweepPlan.of(sweep, MNIST, TYPICAL, ParameterCatalog.standard(), done);

    Prediction none = new Prediction(0, 0, 0);
    assertThat(plan.forecast(2, true)).isEqualTo(new Forecast(none, none, 0, 0, 0, 0, 0));
    assertThat(plan.seconds(2)).isZero();
    assertThat(plan.secondsByRule()).isEmpty();
    assertThat(plan.kinds()).isEmpty();
  }
}
