package org.bigsweep.driver.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.bigsweep.driver.spec.Sweep;
import org.bigsweep.driver.spec.SweepReader;
import org.bigsweep.engine.catalog.Numerics;
import org.bigsweep.engine.catalog.ParameterCatalog;
import org.bigsweep.engine.catalog.TrialSpec;
import org.bigsweep.engine.param.InvalidParameterException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SweepPlanTest {
  private static final ParameterCatalog CATALOG = ParameterCatalog.standard();
  private static final DatasetShape MNIST =
      new DatasetShape("mnist", "abc", 784, 10, 60_000, 10_000);

  private static final String QUICK =
      """
      fixed: {trainingImages: 20000, validationImages: 5000}
      grid: {rule: [BP, DTP, BIG, BIG(balanced)], depth: [3, 5], sigma2: [0.1, 1]}
      seeds: 0..4
      """;

  private static Sweep sweep(String text) {
    return new SweepReader(CATALOG).parse("s.yaml", "version: 1\nname: s\n" + text, List.of());
  }

  private static SweepPlan plan(Sweep sweep, Stream<FinishedTrial> finished) {
    return SweepPlan.of(sweep, MNIST, CostModel.TYPICAL, CATALOG, finished);
  }

  private static FinishedTrial finished(TrialSpec spec) {
    return new FinishedTrial(spec.id(MNIST.sha256()), spec.values());
  }

  private static List<TrialGroup> groups(SweepPlan plan, int cores) {
    List<TrialGroup> groups = new ArrayList<>();
    plan.groups(cores).forEachRemaining(groups::add);
    return groups;
  }

  private static List<TrialSpec> trials(List<TrialGroup> groups) {
    return groups.stream().flatMap(g -> g.trials().stream()).toList();
  }

  @Test
  void counts_byRuleWithDone() {
    Sweep sweep = sweep(QUICK);
    List<FinishedTrial> done =
        sweep.space().stream()
            .filter(s -> s.values().get("rule").equals("DTP"))
            .limit(3)
            .map(SweepPlanTest::finished)
            .toList();

    SweepPlan plan = plan(sweep, done.stream());

    assertThat(plan.size()).isEqualTo(50);
    assertThat(plan.done()).isEqualTo(3);
    assertThat(plan.toDo()).isEqualTo(47);
    assertThat(plan.counts())
        .containsExactlyInAnyOrder(
            new RuleCount("BP", 10, 0),
            new RuleCount("DTP", 10, 3),
            new RuleCount("BIG(eq. 4)", 20, 0),
            new RuleCount("BIG(balanced)", 10, 0));
  }

  @Test
  void of_rowsOfOtherSweepsAndRepeats_countOnlyWhatIsAsked() {
    Sweep sweep = sweep(QUICK);
    TrialSpec mine = sweep.space().get(0);
    TrialSpec other = sweep("grid: {rule: BP}").space().get(0);

    SweepPlan plan = plan(sweep, Stream.of(finished(other), finished(mine), finished(mine)));

    assertThat(plan.done()).isEqualTo(1);
    assertThat(LongStream.range(0, plan.size()).filter(plan::isDone)).containsExactly(0L);
  }

  /** The parameters of such a row are the sweep's own; only its id tells. */
  @ParameterizedTest
  @CsvSource({"0, other", "1, abc", "-1, abc"})
  void of_rowOfOtherDataOrNumerics_isStillToDo(int newer, String sha256) {
    Sweep sweep = sweep(QUICK);
    TrialSpec mine = sweep.space().get(3);
    String id = TrialIds.of(Numerics.VERSION + newer, sha256, mine.values());

    SweepPlan plan = plan(sweep, Stream.of(new FinishedTrial(id, mine.values())));

    assertThat(plan.done()).isZero();
    assertThat(plan.isDone(3)).isFalse();
    assertThat(plan.counts()).allSatisfy(count -> assertThat(count.done()).isZero());
    assertThat(trials(groups(plan, 2))).hasSize(50).contains(mine);
  }

  @Test
  void of_rowOfThisDataAndNumerics_isDone() {
    Sweep sweep = sweep(QUICK);
    TrialSpec mine = sweep.space().get(3);
    String id = TrialIds.of(Numerics.VERSION, MNIST.sha256(), mine.values());

    SweepPlan plan = plan(sweep, Stream.of(new FinishedTrial(id, mine.values())));

    assertThat(plan.isDone(3)).isTrue();
    assertThat(trials(groups(plan, 2))).hasSize(49).doesNotContain(mine);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 16})
  void groups_holdEveryTrialToDoOnce(int cores) {
    Sweep sweep = sweep(QUICK);
    List<TrialSpec> done = sweep.space().stream().limit(7).toList();

    List<TrialSpec> trials =
        trials(groups(plan(sweep, done.stream().map(SweepPlanTest::finished)), cores));

    assertThat(trials)
        .containsExactlyInAnyOrderElementsOf(
            sweep.space().stream().filter(s -> !done.contains(s)).collect(Collectors.toList()));
  }

  @Test
  void groups_longestTrialsFirst() {
    SweepPlan plan = plan(sweep(QUICK), Stream.empty());

    List<Double> seconds =
        trials(groups(plan, 2)).stream().map(s -> CostModel.TYPICAL.seconds(s, MNIST)).toList();

    assertThat(seconds).isSortedAccordingTo((a, b) -> Double.compare(b, a));
    assertThat(seconds.stream().mapToDouble(d -> d).sum()).isCloseTo(plan.seconds(), within(1e-6));
  }

  @Test
  void groups_areBoundedBy60Seconds() {
    SweepPlan plan =
        plan(sweep("grid: {rule: [BP, BIG], epochs: [1, 2]}\nseeds: 0..999"), Stream.empty());

    assertThat(groups(plan, 2))
        .allSatisfy(
            g ->
                assertThat(g.trials().size() == 1 || g.predictedSeconds() <= 60.001)
                    .as("%s trials, %s s", g.trials().size(), g.predictedSeconds())
                    .isTrue());
  }

  @Test
  void groups_ofTrivialTrialsAreFew() {
    SweepPlan plan =
        plan(
            sweep(
                "fixed: {rule: BP, trainingImages: 128, validationImages: 0, epochs: 1, depth: 2,"
                    + " width: 8}\nseeds: 0..99999"),
            Stream.empty());

    List<TrialGroup> groups = groups(plan, 2);

    assertThat(trials(groups)).hasSize(100_000);
    assertThat(groups.size()).isBetween(8, 300);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 8})
  void groups_keepCoresBusyToTheEnd(int cores) {
    SweepPlan plan =
        plan(
            sweep(
                "grid: {rule: [BP, DTP, BIG, TP, DFA], depth: 3..8}\n"
                    + "fixed: {trainingImages: 20000, validationImages: 5000}\nseeds: 0..9"),
            Stream.empty());

    PriorityQueue<Double> busyUntil = new PriorityQueue<>();
    for (int c = 0; c < cores; c++) {
      busyUntil.add(0.0);
    }
    groups(plan, cores).forEach(g -> busyUntil.add(busyUntil.remove() + g.predictedSeconds()));
    double makespan = busyUntil.stream().mapToDouble(d -> d).max().orElseThrow();

    assertThat(makespan).isLessThanOrEqualTo(1.05 * plan.seconds(cores));
  }

  @Test
  void groups_ofFinishedSweepAreNone() {
    Sweep sweep = sweep(QUICK);
    SweepPlan plan = plan(sweep, sweep.space().stream().map(SweepPlanTest::finished));

    assertThat(groups(plan, 2)).isEmpty();
    assertThat(plan.seconds()).isZero();
    assertThat(plan.flops()).isZero();
  }

  @Test
  void groups_areSerializable() throws Exception {
    TrialGroup group = groups(plan(sweep(QUICK), Stream.empty()), 2).get(0);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(group);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      assertThat(in.readObject()).isEqualTo(group);
    }
  }

  @Test
  void of_moreImagesThanTheDatasetHas() {
    assertThatThrownBy(
            () -> plan(sweep("grid: {rule: BP, trainingImages: [20000, 60000]}"), Stream.empty()))
        .isInstanceOf(InvalidParameterException.class)
        .hasMessageContaining("60000 training and 5000 validation images")
        .hasMessageContaining("60000 of the training file");
  }

  @Test
  void of_batchLargerThanTheTrainingImages() {
    assertThatThrownBy(() -> plan(sweep("grid: {rule: BP, trainingImages: 100}"), Stream.empty()))
        .isInstanceOf(InvalidParameterException.class)
        .hasMessage("Invalid batchSize: 128 (must be at most trainingImages, 100)");
  }

  @Test
  void sample_spreadsOverTheSpace() {
    SweepPlan plan = plan(sweep(QUICK), Stream.empty());

    assertThat(plan.sample(20)).hasSize(20).doesNotHaveDuplicates();
    assertThat(plan.sample(1000)).hasSize(50).doesNotHaveDuplicates();
  }

  /** A grid of ten million against a hundred thousand finished trials, without enumerating it. */
  @Test
  void of_tenMillionTrialsIsPlannedByFormula() {
    Sweep sweep =
        sweep(
            "grid: {rule: [BP, DTP, BIG(balanced)], depth: [3, 4, 5, 6, 7],"
                + " learningRate: 'logspace(0.0001, 0.1, 67)'}\nseeds: 0..9999");
    Stream<FinishedTrial> done =
        LongStream.range(0, 100_000).mapToObj(i -> finished(sweep.space().get(i * 97)));
    // of this thread alone, whatever else the machine does
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long start = threads.getCurrentThreadCpuTime();

    SweepPlan plan = plan(sweep, done);
    TrialGroup first = plan.groups(2).next();

    assertThat(plan.size()).isEqualTo(10_050_000);
    assertThat(plan.done()).isEqualTo(100_000);
    assertThat(first.trials()).isNotEmpty();
    assertThat((threads.getCurrentThreadCpuTime() - start) / 1e9).isLessThan(20);
  }
}
