package org.bigsweep.driver.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.bigsweep.driver.app.PlannedSweep;
import org.bigsweep.driver.app.SweepJob;
import org.bigsweep.driver.app.SweepJob.End;
import org.bigsweep.driver.run.FailureLimit;
import org.bigsweep.driver.run.RunOutcome;
import org.bigsweep.driver.run.SparkSettings;
import org.bigsweep.driver.run.SweepRun;
import org.bigsweep.driver.schedule.ScheduledSweep;
import org.bigsweep.driver.serve.LivePage;
import org.bigsweep.driver.spec.Schedule;
import org.bigsweep.driver.spec.Sweep;
import org.bigsweep.driver.store.AnswerTable;
import org.bigsweep.driver.store.RuleSummary;
import org.bigsweep.engine.bench.Machine;
import picocli.CommandLine;

/** What {@code run} and {@code demo} print of a sweep's job, and their exit codes. */
final class SweepSession {
  private static final Duration LINE_EVERY = Duration.ofMinutes(1);

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
    PlannedSweep unprobed = options.plan(sweep, runOptions.retryFailed(), err);
    PlannedSweep planned = options.isLocal() ? unprobed.calibrated() : unprobed;
    ScheduledSweep scheduled = planned.scheduled();
    if (scheduled.left().count() == 0) {
      SweepJob.recordDone(planned, scheduled);
      out.printf(
          "%s: nothing to do, %s are in %s%n",
          sweep.name(), all(sweep, scheduled), planned.folder());
      return summarized(planned);
    }
    SparkSettings.check(options.master()).forEach(err::println);
    return ended(
        planned,
        new SweepJob(
                planned, scheduled, failures, options.master(), new Display(planned, scheduled))
            .run());
  }

  /** Prints the steps of a job. */
  private final class Display implements SweepJob.Listener {
    private final PlannedSweep planned;
    private final ScheduledSweep scheduled;

    Display(PlannedSweep planned, ScheduledSweep scheduled) {
      this.planned = planned;
      this.scheduled = scheduled;
    }

    @Override
    public void tookOver(String holder) {
      out.printf("taking over from %s, which is gone%n", holder);
    }

    @Override
    public void swept(int unfinishedFiles, int orphanedCheckpoints) {
      if (unfinishedFiles > 0) {
        out.printf("swept %,d unfinished files of stopped writers%n", unfinishedFiles);
      }
      if (orphanedCheckpoints > 0) {
        out.printf("swept %,d checkpoints of finished trials%n", orphanedCheckpoints);
      }
    }

    @Override
    public void begins(Path log) {
      out.printf(
          "%s: %s, %,d of %,d done; results: %s, log: %s%n",
          planned.sweep().name(),
          toDo(planned.sweep(), scheduled),
          planned.plan().done(),
          planned.plan().size(),
          planned.folder(),
          log);
      out.flush();
    }

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

    @Override
    public RunOutcome train(SweepRun run) {
      Optional<LivePage> page = runOptions.serve() ? Optional.of(openPage()) : Optional.empty();
      Interruption interruption = Interruption.stops(run, err);
      ProgressDisplay display =
          ProgressDisplay.open(System.err, Terminal.columns(), err, LINE_EVERY, run::progress);
      try {
        return run.execute();
      } finally {
        display.close();
        interruption.close();
        page.ifPresent(LivePage::close);
      }
    }

    private LivePage openPage() {
      return LivePage.open(
          planned.folder().location(),
          address -> {
            out.println("live page until the sweep ends: " + address);
            out.flush();
          });
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

  private int ended(PlannedSweep planned, End end) {
    if (end instanceof End.LeaseLost lost) {
      err.printf(
          "bigsweep: Cannot go on with %s: %s has taken it over%n",
          planned.sweep().name(), lost.holder());
      return ExitCode.HELD;
    }
    if (end instanceof End.TooManyFailed many) {
      err.printf(
          "bigsweep: stopped: %,d of %,d finished trials failed, more than --max-failures allows;"
              + " the first was %s%n",
          many.failed(), many.finished(), many.first());
      return ExitCode.TRIALS_FAILED;
    }
    if (end instanceof End.Interrupted interrupted) {
      out.printf(
          "interrupted: %,d of %,d trials are in %s; the same command continues%n",
          interrupted.done(), planned.plan().size(), planned.folder());
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

  private void printRules(List<RuleSummary> rules) {
    OutputFormat.TEXT.print(
        AnswerTable.of(rules)
            .column("rule", RuleSummary::rule)
            .column("test_accuracy", RuleSummary::testAccuracy)
            .column("sd", RuleSummary::testAccuracyDeviation)
            .column("validation_accuracy", RuleSummary::validationAccuracy)
            .column("done", RuleSummary::done)
            .column("diverged", RuleSummary::diverged)
            .column("failed", RuleSummary::failed)
            .column("collapsed", RuleSummary::collapsed)
            .build(),
        out);
  }
}
