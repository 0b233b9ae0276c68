package org.bigsweep.driver.run;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.bigsweep.driver.plan.TrialGroup;
import org.bigsweep.driver.spec.Sweep;
import org.bigsweep.driver.spec.SweepReader;
import org.bigsweep.driver.store.KeptSweeps;
import org.bigsweep.engine.trial.KeepWeights;
import org.bigsweep.engine.trial.Numerics;
import org.bigsweep.engine.trial.ParameterCatalog;
import org.bigsweep.engine.trial.TrialParameters;
import org.bigsweep.engine.trial.TrialRunner;
import org.bigsweep.engine.trial.TrialSpec;
import org.bigsweep.results.CheckpointFiles;
import org.bigsweep.results.Compaction;
import org.bigsweep.results.Debris;
import org.bigsweep.results.Examination;
import org.bigsweep.results.Fault;
import org.bigsweep.results.Lease;
import org.bigsweep.results.Merging;
import org.bigsweep.results.ResultsFolder;
import org.bigsweep.results.ResultsReader;

/**
 * Everything that happens to results, one after another, as the commands do it: a run, a
 * compaction, a merge into another folder and a visit by the doctor. Lived again after having been
 * cut short, it goes on where it was.
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

  private final ResultsFolder folder;
  private final ResultsFolder united;
  private final Consumer<String> chapter;
  private final TrialTrainer engine = new TrialRunner(SyntheticTrials.DATA, Optional.empty())::run;

  /**
   * @param location of a directory for both results folders
   * @param chapter hears what comes next
   */
  ScriptedLife(String location, Configuration configuration, Consumer<String> chapter) {
    this.folder = ResultsFolder.at(location + "/results", configuration);
    this.united = ResultsFolder.at(location + "/united", configuration);
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

  void live() {
    chapter.accept("lease");
    try (Lease lease = Lease.take(folder, "life", LEASE, () -> {})) {
      chapter.accept("sweep");
      new Debris(folder).sweep(Duration.ZERO);
      Set<String> finished = new ResultsReader(folder).states().keySet();
      new CheckpointFiles(folder).removeAll(finished);
      KeptSweeps.keep(sweep(), folder);
      chapter.accept("train");
      train(finished);
      chapter.accept("release");
    }
    chapter.accept("compact");
    try (Lease lease = Lease.take(folder, "_upkeep", LEASE, () -> {})) {
      new Debris(folder).sweep(Duration.ZERO);
      new Compaction(folder, Compaction.TARGET).run(Duration.ZERO);
    }
    chapter.accept("merge");
    try (Lease lease = Lease.take(united, "_upkeep", LEASE, () -> {})) {
      new Debris(united).sweep(Duration.ZERO);
      new Merging(united).add(folder);
    }
    chapter.accept("doctor");
    mend(folder);
    mend(united);
    new Debris(folder).sweep(Duration.ZERO);
    new Debris(united).sweep(Duration.ZERO);
    chapter.accept("end");
  }

  private static Sweep sweep() {
    return new SweepReader(ParameterCatalog.standard()).parse("life.yaml", SWEEP, List.of());
  }

  private void train(Set<String> finished) {
    List<TrialSpec> toDo =
        trials().stream().filter(t -> !finished.contains(SyntheticTrials.id(t))).toList();
    for (int i = 0; i < toDo.size(); i += GROUP) {
      List<TrialSpec> group = toDo.subList(i, Math.min(toDo.size(), i + GROUP));
      // by rule, so that a later life publishes the same trials in the same way
      boolean inParts = group.stream().anyMatch(t -> t.get(TrialParameters.RULE).equals("BIG"));
      GroupSummary summary =
          training(inParts)
              .train(new TrialGroup(group, 1), new TaskEnvironment("life", 0, () -> false));
      if (!summary.failure().isEmpty()) {
        throw new IllegalStateException(summary.failure());
      }
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
        name -> SyntheticTrials.DATA,
        data -> engine,
        KeepWeights.LAST,
        Duration.ZERO,
        folder,
        clock);
  }

  private static void mend(ResultsFolder folder) {
    for (Fault fault : Examination.of(folder, Numerics.VERSION, Duration.ZERO)) {
      Examination.mend(fault, folder);
    }
  }
}
