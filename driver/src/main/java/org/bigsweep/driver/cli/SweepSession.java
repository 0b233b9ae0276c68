package org.bigsweep.driver.cli;

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
import org.bigsweep.driver.run.RunListener;
import org.bigsweep.driver.run.RunLog;
import org.bigsweep.driver.run.RunOutcome;
import org.bigsweep.driver.run.RunRequest;
import org.bigsweep.driver.run.SparkSettings;
import org.bigsweep.driver.run.SweepCopy;
import org.bigsweep.driver.run.SweepRun;
import org.bigsweep.driver.run.TrainerFactory;
import org.bigsweep.driver.schedule.ScheduledSweep;
import org.bigsweep.driver.schedule.Trainings;
import org.bigsweep.driver.spec.Schedule;
import org.bigsweep.driver.spec.Sweep;
import org.bigsweep.driver.store.Rows;
import org.bigsweep.driver.store.RuleSummary;
import org.bigsweep.driver.store.StorageSettings;
import org.bigsweep.engine.trial.TrialRequest;
import picocli.CommandLine;

/** One {@code run} or {@code demo}, from the sweep to the exit code. */
final class SweepSession {
  private static final Duration LINE_EVERY = Duration.ofMinutes(1);
  private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");

  private final SweepOptions options;
  private final PrintWriter out;
  private final PrintWriter err;

  SweepSession(SweepOptions options, CommandLine command) {
    this.options = options;
    this.out = command.getOut();
    this.err = command.getErr();
  }

  int run(Sweep sweep) {
    PlannedSweep planned = PlannedSweep.of(sweep, options, err).calibrated(options.isLocal());
    SweepPlan plan = planned.plan();
    ScheduledSweep scheduled = planned.scheduled();
    if (scheduled.left().count() == 0) {
      new DecisionLog(sweep, planned.folder()).record(scheduled.work(1).decided());
      out.printf(
          "%s: nothing to do, %s are in %s%n",
          sweep.name(), all(sweep, scheduled), planned.folder());
      printRules(planned);
      return ExitCode.DONE;
    }
    SparkSettings.check(options.master()).forEach(err::println);
    SweepCopy.keep(sweep, planned.folder(), StorageSettings.configuration());
    Path log = logFile(planned);
    RunLog.sendTo(log);
    out.printf(
        "%s: %s, %,d of %,d done; results: %s, log: %s%n",
        sweep.name(), toDo(sweep, scheduled), plan.done(), plan.size(), planned.folder(), log);
    out.flush();
    RunOutcome outcome = train(planned, scheduled);
    if (outcome.interrupted()) {
      out.printf(
          "interrupted: %,d of %,d trials are in %s; the same command continues%n",
          planned.again().plan().done(), plan.size(), planned.folder());
      return ExitCode.INTERRUPTED;
    }
    printRules(planned);
    out.printf(
        "results: %s; next: bigsweep top %s, bigsweep sql %s \"select …\"%n",
        planned.folder(), planned.folder(), planned.folder());
    return outcome.last().failed() > 0 ? ExitCode.TRIALS_FAILED : ExitCode.DONE;
  }

  private static String all(Sweep sweep, ScheduledSweep scheduled) {
    return sweep.schedule() instanceof Schedule.Halving
        ? "all trials that its schedule asks for"
        : "all %,d trials".formatted(scheduled.all().count());
  }

  private static String toDo(Sweep sweep, ScheduledSweep scheduled) {
    return sweep.schedule() instanceof Schedule.Halving halving
        ? "%s, at most %,d trainings to do".formatted(halving.text(), scheduled.left().count())
        : "%,d trials to do".formatted(scheduled.left().count());
  }

  private RunOutcome train(PlannedSweep planned, ScheduledSweep scheduled) {
    SweepRun run = new SweepRun(request(planned, scheduled), announcement());
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

  private RunRequest request(PlannedSweep planned, ScheduledSweep scheduled) {
    Sweep sweep = planned.sweep();
    Trainings left = scheduled.left();
    return new RunRequest(
        sweep.name(),
        scheduled::work,
        left.count(),
        left.seconds(),
        new DecisionLog(sweep, planned.folder())::record,
        Map.of(sweep.dataset(), planned.dataset()),
        sweep.keepWeights(),
        TrialRequest.CHECKPOINT_EVERY,
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
            : Path.of(System.getProperty("java.io.tmpdir"), "bigsweep-logs");
    return folder.resolve(name);
  }

  private void printRules(PlannedSweep planned) {
    List<List<Object>> rows =
        RuleSummary.of(planned.folder(), planned::contains).stream()
            .map(SweepSession::row)
            .toList();
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
