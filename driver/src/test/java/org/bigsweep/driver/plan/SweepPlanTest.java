package org.bigsweep.driver.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.bigsweep.driver.spec.Sweep;
import org.bigsweep.driver.spec.SweepReader;
import org.bigsweep.engine.catalog.Numerics;
import org.bigsweep.engine.catalog.ParameterCatalog;
import org.bigsweep.engine.catalog.TrialSpec;
import org.bigsweep.engine.cost.DataSize;
import org.bigsweep.engine.param.InvalidParameterException;
import org.bigsweep.results.TrialState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SweepPlanTest {
  private static final ParameterCatalog CATALOG = ParameterCatalog.standard();
  private static final DatasetShape MNIST =
      new DatasetShape("mnist", "abc", new DataSize(784, 10, 60_000, 10_000));

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

  private static TrialSegment segment(String rule, int untilEpoch, double seconds) {
    return new TrialSegment(CATALOG.resolve(Map.of("rule", rule)), untilEpoch, seconds);
  }

  private static List<TrialGroup> groups(List<TrialSegment> segments, int cores) {
    List<TrialGroup> groups = new ArrayList<>();
    GroupIterator.of(segments, cores).forEachRemaining(groups::add);
    return groups;
  }

  /** Each takes a quarter of what is left, in whole trials and for two seconds at least. */
  @Test
  void groups_ofOneCore_shrinkTowardsTheEnd() {
    List<TrialSegment> segments = Collections.nCopies(100, segment("BP", 5, 1));

    assertThat(groups(segments, 1).stream().map(g -> g.trials().size()))
        .containsExactly(25, 18, 14, 10, 8, 6, 4, 3, 3, 2, 2, 2, 2, 1);
    assertThat(groups(segments, 5).stream().map(g -> g.trials().size()))
        .startsWith(5, 4, 4)
        .endsWith(2, 2, 2);
  }

  /** Two seconds a group would leave cores idle. */
  @Test
  void groups_ofLittleWork_areFourForEachCore() {
    assertThat(groups(Collections.nCopies(80, segment("BP", 5, 0.05)), 2))
        .hasSize(8)
        .allMatch(g -> g.trials().size() == 10);
  }

  @Test
  void groups_ofTrialsThatTakeNoTime_haveTenThousandAtMost() {
    assertThat(groups(Collections.nCopies(25_000, segment("BP", 5, 0)), 2))
        .extracting(g -> g.trials().size())
        .containsExactly(10_000, 10_000, 5_000);
  }

  @Test
  void groups_ofSegmentsInAnyOrder_areLongestFirstAndOfOneEpoch() {
    List<TrialSegment> segments =
        List.of(
            segment("BP", 3, 1),
            segment("FA", 3, 9),
            segment("DTP", 5, 1),
            segment("TP", 3, 1),
            segment("BIG", 3, 1));

    List<TrialGroup> groups = groups(segments, 1);

    assertThat(groups)
        .extracting(TrialGroup::untilEpoch, TrialGroup::predictedSeconds)
        .containsExactly(tuple(3, 9.0), tuple(3, 1.0), tuple(5, 1.0), tuple(3, 2.0));
    assertThat(trials(groups).stream().map(t -> t.values().get("rule")))
        .containsExactly("FA", "BP", "DTP", "TP", "BIG");
  }

  @Test
  void groups_beyondTheLast_areRefused() {
    Iterator<TrialGroup> none = GroupIterator.of(List.of(), 2);

    assertThat(none.hasNext()).isFalse();
    assertThatThrownBy(none::next).isInstanceOf(NoSuchElementException.class);
    assertThatThrownBy(new TrialsToDo(Collections.emptyIterator(), null)::next)
        .isInstanceOf(NoSuchElementException.class);
  }

  @Test
  void group_withoutTrialsOrEpochs_isRefused() {
    TrialSpec trial = CATALOG.resolve(Map.of("rule", "BP"));

    assertThatThrownBy(() -> new TrialGroup(List.of(), 1, 0))
        .hasMessage("Invalid group: 0 trials until epoch 1 (must be at least one of each)");
    assertThatThrownBy(() -> new TrialGroup(List.of(trial), 0, 0))
        .hasMessage("Invalid group: 1 trials until epoch 0 (must be at least one of each)");
    assertThat(new TrialGroup(List.of(trial), 1, 0).untilEpoch()).isEqualTo(1);
  }

  @Test
  void counts_toDo_areThoseThatAreNotDone() {
    assertThat(new RuleCount("BP", 10, 3).toDo()).isEqualTo(7);
  }

  @Test
  void seconds_ofFewTrials_areNoLessThanTheLongestTakes() {
    SweepPlan one = plan(sweep("fixed: {rule: BIG}\nseeds: 0..0"), Stream.empty());
    SweepPlan many = plan(sweep("fixed: {rule: BIG}\nseeds: 0..9"), Stream.empty());

    assertThat(one.seconds(8)).isEqualTo(one.seconds()).isPositive();
    assertThat(many.seconds(2)).isCloseTo(5 * one.seconds(), within(1e-9));
    assertThat(many.seconds(16)).isCloseTo(one.seconds(), within(1e-9));
  }

  /** The longest class is done: what is left bounds the time, not what it took. */
  @Test
  void seconds_ofWhatIsLeft_forgetWhatIsDone() {
    Sweep sweep = sweep("grid: {rule: [BP, BIG]}\nseeds: 0..0");
    SweepPlan plan =
        plan(
            sweep,
            sweep.space().stream()
                .filter(s -> s.values().get("rule").equals("BIG"))
                .map(SweepPlanTest::finished));

    assertThat(plan.seconds(4)).isEqualTo(plan.seconds());
    assertThat(plan.allSeconds())
        .isEqualTo(plan(sweep, Stream.empty()).allSeconds())
        .isGreaterThan(2 * plan.seconds());
    assertThat(plan(sweep, Stream.empty()).seconds()).isCloseTo(plan.allSeconds(), within(1e-9));
  }

  /** What a probe has to time: one trial of each algorithm and shape, however long it is. */
  @Test
  void kinds_areTheShortestOfEachShape_mostWorkFirst() {
    SweepPlan plan =
        plan(
            sweep("grid: {rule: [BP, BIG(balanced)], epochs: [4, 2], depth: [3, 5]}\nseeds: 0..1"),
            Stream.empty());

    assertThat(plan.kinds())
        .extracting(
            s -> s.values().get("rule") + " " + s.values().get("depth"),
            s -> s.values().get("epochs"))
        .containsExactly(
            tuple("BIG 5", "2"), tuple("BIG 3", "2"), tuple("BP 5", "2"), tuple("BP 3", "2"));
  }

  @Test
  void sample_trials_areThoseOfTheirIndices() {
    Sweep sweep = sweep(QUICK);

    assertThat(plan(sweep, Stream.empty()).sample(7))
        .hasSize(7)
        .allSatisfy(t -> assertThat(t.spec()).isEqualTo(sweep.space().get(t.index())));
  }

  @Test
  void measurement_ofALostTrial_hasNoAccuracyAndIsNotCollapsed() {
    Measurement lost = new Measurement("a", 3, TrialState.FAILED, true, 0.5);
    Measurement done = new Measurement("b", 3, TrialState.DONE, true, 0.5);

    assertThat(lost.lost()).isTrue();
    assertThat(lost.collapsed()).isFalse();
    assertThat(lost.accuracy()).isNaN();
    assertThat(done.lost()).isFalse();
    assertThat(done.at(9)).isEqualTo(new Measurement("b", 9, TrialState.DONE, true, 0.5));
  }

  private static Measurement measured(TrialState state, boolean collapsed, double accuracy) {
    return new Measurement("", 3, state, collapsed, accuracy);
  }

  @Test
  void ranking_soundThenCollapsedThenLost_eachByScoreThenSpelling() {
    Measurement good = measured(TrialState.DONE, false, 0.9);
    Measurement fair = measured(TrialState.PAUSED, false, 0.5);
    Measurement collapsed = measured(TrialState.DONE, true, 0.99);
    Measurement lost = measured(TrialState.DIVERGED, false, 0.99);
    List<Ranking> ranked =
        Stream.of(
                Ranking.of(List.of(), "none"),
                Ranking.of(List.of(lost), "all lost"),
                Ranking.of(List.of(good, lost), "one lost"),
                Ranking.of(List.of(collapsed, good), "one collapsed"),
                Ranking.of(List.of(fair), "b"),
                Ranking.of(List.of(fair), "a"),
                Ranking.of(List.of(good, fair), "better"))
            .sorted()
            .toList();

    assertThat(ranked)
        .extracting(Ranking::configuration)
        .containsExactly("better", "a", "b", "one collapsed", "one lost", "all lost", "none");
    assertThat(ranked)
        .extracting(Ranking::alive)
        .containsExactly(true, true, true, true, true, false, false);
    assertThat(ranked.get(0).score()).isCloseTo(0.7, within(1e-12));
  }

  /** A mean of the same accuracies differs by rounding with the order in which they are added. */
  @Test
  void ranking_scoresThatDifferByRounding_areEqual() {
    Ranking less = new Ranking(false, false, 0.1 + 0.2, "b");
    Ranking more = new Ranking(false, false, 0.3, "a");

    assertThat(less).isGreaterThan(more);
    assertThat(new Ranking(false, false, 0.3 + 1e-9, "b")).isLessThan(more);
  }

  @Test
  void spelling_namesEveryParameterButTheSeed() {
    assertThat(Ranking.spelling(Map.of("rule", "BP", "seed", "3", "depth", "5")))
        .isEqualTo("depth=5 rule=BP");
  }

  @Test
  void flops_ofAPlan_areThoseOfTheTrialsToDo() {
    Sweep sweep = sweep(QUICK);
    SweepPlan plan = plan(sweep, sweep.space().stream().limit(7).map(SweepPlanTest::finished));

    double flops = sweep.space().stream().skip(7).mapToDouble(s -> MNIST.cost(s).flops()).sum();
    assertThat(plan.flops()).isCloseTo(flops, withinPercentage(1e-9));
  }

  /** A parameter that costs nothing can still decide the name under which a trial is reported. */
  @Test
  void secondsByRule_ofAPresetAndOthers_areToldApart() {
    SweepPlan plan = plan(sweep("grid: {rule: BIG, alpha: [1, 0.5]}\nseeds: 0..2"), Stream.empty());

    assertThat(plan.secondsByRule()).containsOnlyKeys("BIG(eq. 4)", "BIG");
    assertThat(plan.secondsByRule().values())
        .allSatisfy(p -> assertThat(p.seconds()).isCloseTo(plan.seconds() / 2, within(1e-9)));
  }

  /** Fifty short trials are more work than two long ones. */
  @Test
  void kinds_ofManyShortTrials_comeBeforeFewLongOnes() {
    SweepPlan plan =
        plan(
            sweep(
                """
                grid: {rule: [BP, BIG]}
                when:
                  - if: {rule: BP}
                    grid: {learningRate: 'logspace(0.0001, 0.1, 50)'}
                seeds: 0..0
                """),
            Stream.empty());

    assertThat(plan.kinds().stream().map(s -> s.values().get("rule"))).containsExactly("BP", "BIG");
  }

  @Test
  void allSeconds_ofSeveralSeeds_areThoseOfEveryTrial() {
    SweepPlan plan = plan(sweep(QUICK), Stream.empty());

    assertThat(plan.allSeconds()).isCloseTo(plan.seconds(), within(1e-6));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 8})
  void forecast_ofFewTrials_countsTheGroupsThatAreFormed(int cores) {
    SweepPlan plan = plan(sweep(QUICK), Stream.empty());

    assertThat(plan.forecast(cores, false).groups()).isEqualTo(groups(plan, cores).size());
  }
}
