package org.bigsweep.driver.run;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.bigsweep.driver.plan.Measurement;
import org.bigsweep.driver.plan.TrialGroup;
import org.bigsweep.driver.schedule.RungDecision;
import org.bigsweep.driver.spec.Sweep;
import org.bigsweep.driver.spec.SweepReader;
import org.bigsweep.driver.store.KeptSweeps;
import org.bigsweep.engine.catalog.KeepWeights;
import org.bigsweep.engine.catalog.Numerics;
import org.bigsweep.engine.catalog.ParameterCatalog;
import org.bigsweep.engine.catalog.TrialParameters;
import org.bigsweep.engine.catalog.TrialSpec;
import org.bigsweep.engine.trial.Checkpoints;
import org.bigsweep.engine.trial.TrialObserver;
import org.bigsweep.engine.trial.TrialOutcome;
import org.bigsweep.engine.trial.TrialRequest;
import org.bigsweep.engine.trial.TrialRunner;
import org.bigsweep.results.CheckpointFiles;
import org.bigsweep.results.Compaction;
import org.bigsweep.results.Damage;
import org.bigsweep.results.Examination;
import org.bigsweep.results.Extraction;
import org.bigsweep.results.Fault;
import org.bigsweep.results.GroupRows;
import org.bigsweep.results.Lease;
import org.bigsweep.results.Merging;
import org.bigsweep.results.ResultsFolder;
import org.bigsweep.results.ResultsReader;
import org.bigsweep.results.ResultsWriter;
import org.bigsweep.results.RungOutcome;
import org.bigsweep.results.Table;
import org.bigsweep.results.Trial;
import org.bigsweep.results.TrialState;
import org.bigsweep.results.UnfinishedFiles;

/**
 * Everything that happens to results, one after another, as the commands do it: a run whose first
 * trials pause and are decided on, a compaction, a merge into another folder, a visit by the doctor
 * who mends, and an extract. Lived again after having been cut short, it goes on where it was.
 */
final class ScriptedLife {
  private static final String SWEEP =
      """
      version: 1
      name: life
      dataset: synthetic
      grid: {rule: [BP]}
      seeds: 0..1
      """;

  /** Long enough that no lease is renewed meanwhile: what happens is the same every time. */
  private static final Duration LEASE = Duration.ofMinutes(10);

  private static final int GROUP = 2;

  /** The chapter that no command of ours has a part in. */
  static final String PREPARATION = "fall ill";

  private final ResultsFolder folder;
  private final ResultsFolder united;
  private final ResultsFolder sick;
  private final ResultsFolder extracted;
  private final Consumer<String> chapter;
  private final List<String> starts = new ArrayList<>();

  /**
   * @param location of a directory for the results folders
   * @param chapter hears what comes next
   */
  ScriptedLife(String location, Configuration configuration, Consumer<String> chapter) {
    this.folder = ResultsFolder.at(location + "/results", configuration);
    this.united = ResultsFolder.at(location + "/united", configuration);
    this.sick = ResultsFolder.at(location + "/sick", configuration);
    this.extracted = ResultsFolder.at(location + "/extracted", configuration);
    this.chapter = chapter;
  }

  /**
   * Two trials of a rule that pre-trains and two of one that does not, in groups of two, the first
   * published in parts.
   */
  static List<TrialSpec> trials() {
    List<TrialSpec> trials = new ArrayList<>(SyntheticTrials.of("BIG", 0, 2));
    trials.addAll(SyntheticTrials.of("BP", 0, 2));
    return trials;
  }

  /** Ids of trials in the order in which the engine was asked for them. */
  List<String> starts() {
    return starts;
  }

  private TrialOutcome train(
      TrialRequest request, Checkpoints checkpoints, TrialObserver observer) {
    starts.add(SyntheticTrials.id(request.spec()));
    return new TrialRunner(SyntheticTrials.DATA, Optional.empty())
        .run(request, checkpoints, observer);
  }

  void live() {
    chapter.accept("lease");
    try (Lease lease = Lease.take(folder, "life", LEASE, () -> {})) {
      chapter.accept("sweep");
      new UnfinishedFiles(folder).remove(Duration.ZERO);
      Set<String> finished = new ResultsReader(folder).states().keySet();
      new CheckpointFiles(folder).removeAll(finished);
      KeptSweeps.keep(sweep(), folder);
      chapter.accept("pause");
      List<TrialSpec> first = trials().subList(0, 1);
      if (!finished.contains(SyntheticTrials.id(first.get(0)))) {
        train(new TrialGroup(first, 1, 1));
      }
      chapter.accept("decide");
      new DecisionLog(sweep(), folder).record(List.of(decision(first.get(0))));
      chapter.accept("train");
      train(finished);
      chapter.accept("release");
    }
    chapter.accept("compact");
    try (Lease lease = Lease.take(folder, "_upkeep", LEASE, () -> {})) {
      new UnfinishedFiles(folder).remove(Duration.ZERO);
      new Compaction(folder, Compaction.TARGET).run(Duration.ZERO);
    }
    chapter.accept("merge");
    try (Lease lease = Lease.take(united, "_upkeep", LEASE, () -> {})) {
      new UnfinishedFiles(united).remove(Duration.ZERO);
      new Merging(united).add(folder);
    }
    chapter.accept("doctor");
    mend(folder);
    mend(united);
    chapter.accept(PREPARATION);
    fallIll();
    chapter.accept("mend");
    mend(sick);
    new UnfinishedFiles(sick).remove(Duration.ZERO);
    chapter.accept("extract");
    new UnfinishedFiles(extracted).remove(Duration.ZERO);
    Extraction extraction = new Extraction(folder, extracted);
    extraction.trials(trial -> true, true);
    extraction.decisions("life");
    KeptSweeps.keep(sweep(), extracted);
    new UnfinishedFiles(folder).remove(Duration.ZERO);
    new UnfinishedFiles(united).remove(Duration.ZERO);
    chapter.accept("end");
  }

  private static Sweep sweep() {
    return new SweepReader(ParameterCatalog.standard()).parse("life.yaml", SWEEP, List.of());
  }

  private static RungDecision decision(TrialSpec trial) {
    Measurement measured =
        new Measurement(SyntheticTrials.id(trial), 1, TrialState.PAUSED, false, 0.5);
    return new RungDecision(
        "rule=BIG",
        1,
        1,
        "BIG",
        3,
        "rule=BIG",
        List.of(new RungDecision.Seeded(0, measured)),
        0.5,
        1,
        RungOutcome.PROMOTED,
        Optional.empty());
  }

  /**
   * Gives a folder with a sound group a group of an older engine with kept parameters, and one
   * whose file in {@code layers} is no Parquet file.
   */
  private void fallIll() {
    new UnfinishedFiles(sick).remove(Duration.ZERO);
    mend(sick);
    ResultsWriter writer = new ResultsWriter(sick);
    writer.publish(group(copies("02"), Map.of()));
    List<Trial> old = copies("00");
    old.forEach(row -> row.put("numerics_version", Numerics.VERSION - 1));
    writer.publish(group(old, Map.of(old.get(0).getTrialId(), new byte[9])));
    GroupRows damaged = group(copies("01"), Map.of());
    writer.publish(damaged);
    Damage.corrupt(sick, Table.LAYERS, damaged.name());
  }

  private static GroupRows group(List<Trial> trials, Map<String, byte[]> weights) {
    return new GroupRows(trials, List.of(), List.of(), List.of(), weights);
  }

  /** Trials as those of the results, with ids of their own. */
  private List<Trial> copies(String prefix) {
    try (Stream<Trial> rows = new ResultsReader(folder).read(Table.TRIALS)) {
      return rows.sorted(Comparator.comparing(Trial::getTrialId))
          .limit(GROUP)
          .map(
              row ->
                  Trial.newBuilder(row)
                      .setTrialId(prefix + row.getTrialId().substring(2))
                      .setWeights(null)
                      .build())
          .toList();
    }
  }

  private void train(Set<String> finished) {
    List<TrialSpec> toDo =
        trials().stream().filter(t -> !finished.contains(SyntheticTrials.id(t))).toList();
    for (int i = 0; i < toDo.size(); i += GROUP) {
      train(new TrialGroup(toDo.subList(i, Math.min(toDo.size(), i + GROUP)), 1));
    }
  }

  private void train(TrialGroup group) {
    // by rule, so that a later life publishes the same trials in the same way
    boolean inParts =
        group.trials().stream().anyMatch(t -> t.get(TrialParameters.RULE).equals("BIG"));
    GroupSummary summary =
        training(inParts).train(group, new TaskEnvironment("life", 0, () -> false));
    if (!summary.failure().isEmpty()) {
      throw new IllegalStateException(summary.failure());
    }
  }

  /**
   * @param inParts whether a trial is published as soon as the next one begins, or with its group
   */
  private GroupTraining training(boolean inParts) {
    AtomicLong hours = new AtomicLong();
    TrainingClock clock =
        new TrainingClock(
            () -> TimeUnit.HOURS.toNanos(inParts ? hours.incrementAndGet() : hours.get()));
    return new GroupTraining(
        SyntheticTrials.DATA.sha256(), this::train, KeepWeights.LAST, Duration.ZERO, folder, clock);
  }

  private static void mend(ResultsFolder folder) {
    for (Fault fault : Examination.of(folder, Numerics.VERSION, Duration.ZERO)) {
      Examination.mend(fault, folder);
    }
  }
}
