package org.bigsweep.driver.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bigsweep.driver.plan.SweepPlan;
import org.bigsweep.driver.run.DecisionLog;
import org.bigsweep.driver.run.FailureLimit;
import org.bigsweep.driver.run.RunListener;
import org.bigsweep.driver.run.RunLog;
import org.bigsweep.driver.run.RunOutcome;
import org.bigsweep.driver.run.RunProgress;
import org.bigsweep.driver.run.RunRequest;
import org.bigsweep.driver.run.SparkSettings;
import org.bigsweep.driver.run.SweepRun;
import org.bigsweep.driver.run.TrainerFactory;
import org.bigsweep.driver.schedule.ScheduledSweep;
import org.bigsweep.driver.schedule.WorkEstimate;
import org.bigsweep.driver.spec.Schedule;
import org.bigsweep.driver.spec.Sweep;
import org.bigsweep.driver.store.KeptSweeps;
import org.bigsweep.driver.store.Rows;
import org.bigsweep.driver.store.RuleSummary;
import org.bigsweep.engine.bench.Machine;
import org.bigsweep.engine.disk.PrivateFolder;
import org.bigsweep.engine.trial.TrialRequest;
import org.bigsweep.results.CheckpointFiles;
import org.bigsweep.results.Debris;
import org.bigsweep.results.Lease;
import org.bigsweep.results.ResultsFolder;
import org.bigsweep.results.ResultsReader;
import picocli.CommandLine;

/** One {@code run} or {@code demo}, from the sweep to the exit code. */
final class SweepSession {
  private static final Duration LINE_EVERY = Duration.ofMinutes(1);
  private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");

  private final SweepOptions options;
  private final RunOptions runOptions;
  private final PrintWriter out;
  private final PrintWriter err;

  SweepSession(SweepOptions options, RunOptions runOptions, CommandLine command) {
    this.options = options;
    this.runOptions = runOptions;
    this.out = command.getOut();
    this.err = command.getErr();
  }

  int run(Sweep sweep) {
    FailureLimit failures = runOptions.failures();
    PlannedSweep planned =
        PlannedSweep.of(sweep, options, runOptions.retryFailed(), err)
            .calibrated(options.isLocal());
    SweepPlan plan = planned.plan();
    ScheduledSweep scheduled = planned.scheduled();
    if (scheduled.left().count() == 0) {
      new DecisionLog(sweep, planned.folder()).record(scheduled.work(1).decided());
      out.printf(
          "%s: nothing to do, %s are in %s%n",
          sweep.name(), all(sweep, scheduled), planned.folder());
      return summarized(planned);
    }
    SparkSettings.check(options.master()).forEach(err::println);
    SweepRun run = new SweepRun(request(planned, scheduled, failures), announcement());
    Duration time = Lease.time(planned.folder());
    try (Lease lease = Lease.take(planned.folder(), sweep.name(), time, run::stop)) {
      tidy(planned.folder(), lease);
      KeptSweeps.keep(sweep, planned.folder());
      Path log = logFile(planned);
      RunLog.sendTo(log);
      out.printf(
          "%s: %s, %,d of %,d done; results: %s, log: %s%n",
          sweep.name(), toDo(sweep, scheduled), plan.done(), plan.size(), planned.folder(), log);
      out.flush();
      return ended(run, train(run), planned, lease);
    }
  }

  /**
   * Cleans up after runs that were stopped: removes their unfinished files and the checkpoints of
   * finished trials.
   */
  private void tidy(ResultsFolder folder, Lease lease) {
    lease
        .takenFrom()
        .ifPresent(holder -> out.printf("taking over from %s, which is gone%n", holder));
    int debris = new Debris(folder).sweep(Lease.TIME);
    if (debris > 0) {
      out.printf("swept %,d unfinished files of stopped writers%n", debris);
    }
    CheckpointFiles checkpoints = new CheckpointFiles(folder);
    if (!checkpoints.trials().isEmpty()) {
      int orphans = checkpoints.removeAll(new ResultsReader(folder).states().keySet());
      if (orphans > 0) {
        out.printf("swept %,d checkpoints of finished trials%n", orphans);
      }
    }
  }

  private static String all(Sweep sweep, ScheduledSweep scheduled) {
    return sweep.schedule() instanceof Schedule.Search
        ? "all trials that its schedule asks for"
        : "all %,d trials".formatted(scheduled.all().count());
  }

  private static String toDo(Sweep sweep, ScheduledSweep scheduled) {
    return sweep.schedule() instanceof Schedule.Search search
        ? "%s, at most %,d trainings to do".formatted(search.text(), scheduled.left().count())
        : "%,d trials to do".formatted(scheduled.left().count());
  }

  private RunOutcome train(SweepRun run) {
    Interruption interruption = Interruption.stops(run, err);
    ProgressDisplay display =
        ProgressDisplay.open(System.err, Terminal.columns(), err, LINE_EVERY, run::progress);
    try {
      return run.execute();
    } finally {
      display.close();
      interruption.close();
    }
  }

  private int ended(SweepRun run, RunOutcome outcome, PlannedSweep planned, Lease lease) {
    if (lease.lostTo().isPresent()) {
      err.printf(
          "bigsweep: Cannot go on with %s: %s has taken it over%n",
          planned.sweep().name(), lease.lostTo().get());
      return ExitCode.HELD;
    }
    if (outcome.tooManyFailed()) {
      RunProgress last = outcome.last();
      err.printf(
          "bigsweep: stopped: %,d of %,d finished trials failed, more than --max-failures bears;"
              + " the first was %s%n",
          last.failed(),
          last.done(),
          run.firstFailed().map(t -> t.trialId() + ": " + t.reason()).orElse("none"));
      return ExitCode.TRIALS_FAILED;
    }
    if (outcome.interrupted()) {
      out.printf(
          "interrupted: %,d of %,d trials are in %s; the same command continues%n",
          planned.again().plan().done(), planned.plan().size(), planned.folder());
      return ExitCode.INTERRUPTED;
    }
    int code = summarized(planned);
    out.printf(
        "results: %s; next: bigsweep top %s, bigsweep sql %s \"select …\"%n",
        planned.folder(), planned.folder(), planned.folder());
    return code;
  }

  /** Prints what became of the sweep's trials, in this run or before. */
  private int summarized(PlannedSweep planned) {
    List<RuleSummary> rules = RuleSummary.of(planned.folder(), planned::contains);
    printRules(rules);
    long failed = rules.stream().mapToLong(RuleSummary::failed).sum();
    if (failed == 0) {
      return ExitCode.DONE;
    }
    out.printf(
        "%,d trials failed; the same command with --retry failed trains them again%n", failed);
    return ExitCode.TRIALS_FAILED;
  }

  private RunRequest request(
      PlannedSweep planned, ScheduledSweep scheduled, FailureLimit failures) {
    Sweep sweep = planned.sweep();
    WorkEstimate left = scheduled.left();
    return new RunRequest(
        sweep.name(),
        scheduled::work,
        left.count(),
        left.seconds(),
        new DecisionLog(sweep, planned.folder())::record,
        Map.of(sweep.dataset(), planned.dataset()),
        sweep.keepWeights(),
        TrialRequest.CHECKPOINT_EVERY,
        failures,
        TrainerFactory.ENGINE,
        planned.folder().root().toString(),
        options.master());
  }

  private RunListener announcement() {
    return new RunListener() {
      @Override
      public void waiting(String master) {
        err.printf(
            "waiting for executors of %s: none has come yet; see its pages for free cores and"
                + " memory%n",
            master);
        err.flush();
      }

      @Override
      public void started(int slots, Optional<String> userInterface) {
        out.printf(
            "training %d at a time%s%n",
            slots, userInterface.map(address -> "; Spark UI: " + address).orElse(""));
        if (options.isLocal()) {
          Machine.warning().ifPresent(out::println);
        }
        out.flush();
      }
    };
  }

  /** Below a local results folder; elsewhere in this machine's temporary folder. */
  private static Path logFile(PlannedSweep planned) {
    String name =
        planned.sweep().name()
            + "-"
            + LocalDateTime.now(ZoneId.systemDefault()).format(STAMP)
            + ".log";
    org.apache.hadoop.fs.Path root = planned.folder().root();
    Path folder =
        "file".equals(root.toUri().getScheme())
            ? Path.of(root.toUri().getPath(), "_logs")
            : temporaryLogs();
    return folder.resolve(name);
  }

  /**
   * A temporary folder that belongs to this user alone. In a shared one, the log would follow a
   * link that somebody else put there.
   */
  static Path temporaryLogs() {
    Path wanted =
        Path.of(
            System.getProperty("java.io.tmpdir"),
            "bigsweep-logs-" + System.getProperty("user.name"));
    try {
      return PrivateFolder.kept(wanted).path();
    } catch (IOException e) {
      throw new UsageException("Cannot write a log to " + wanted + ": " + e.getMessage());
    }
  }

  private void printRules(List<RuleSummary> rules) {
    List<List<Object>> rows = rules.stream().map(SweepSession::row).toList();
    RowsFormat.TEXT.print(
        Rows.of(
            List.of(
                "rule",
                "test_accuracy",
                "sd",
                "validation_accuracy",
                "done",
                "diverged",
                "failed",
                "collapsed"),
            rows),
        out);
  }

  private static List<Object> row(RuleSummary rule) {
    return List.of(
        rule.rule(),
        rule.testAccuracy(),
        rule.testAccuracyDeviation(),
        rule.validationAccuracy(),
        rule.done(),
        rule.diverged(),
        rule.failed(),
        rule.collapsed());
  }
}
