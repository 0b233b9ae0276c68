package org.bigsweep.driver.app;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.bigsweep.driver.run.DecisionLog;
import org.bigsweep.driver.run.FailureLimit;
import org.bigsweep.driver.run.RunListener;
import org.bigsweep.driver.run.RunLog;
import org.bigsweep.driver.run.RunOutcome;
import org.bigsweep.driver.run.RunRequest;
import org.bigsweep.driver.run.SparkSettings;
import org.bigsweep.driver.run.SweepRun;
import org.bigsweep.driver.run.TrainerFactory;
import org.bigsweep.driver.schedule.ScheduledSweep;
import org.bigsweep.driver.schedule.WorkEstimate;
import org.bigsweep.driver.spec.Sweep;
import org.bigsweep.driver.store.KeptSweeps;
import org.bigsweep.engine.disk.PrivateFolder;
import org.bigsweep.engine.trial.TrialRunner;
import org.bigsweep.results.CheckpointFiles;
import org.bigsweep.results.Lease;
import org.bigsweep.results.ResultsFolder;
import org.bigsweep.results.ResultsReader;
import org.bigsweep.results.UnfinishedFiles;
import org.bigsweep.util.UserException;

/** One run of a planned sweep, under a lease, from what stopped runs left behind to its end. */
public final class SweepJob {
  private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");

  private final PlannedSweep planned;
  private final ScheduledSweep scheduled;
  private final SweepRun run;
  private final boolean trainsHere;
  private final Listener listener;

  /** What hears of a job's steps, in the order of its methods. */
  public interface Listener extends RunListener {
    /** The lease was taken from a driver that is gone. */
    void tookOver(String holder);

    /** Files of stopped writers and checkpoints of finished trials were removed. */
    void swept(int unfinishedFiles, int orphanedCheckpoints);

    void begins(Path log);

    /** Trains by {@link SweepRun#execute}, and shows progress meanwhile. */
    RunOutcome train(SweepRun run);
  }

  /** How a job ended. */
  public sealed interface End {
    /** Another driver took the lease over. */
    record LeaseLost(String holder) implements End {}

    /** More trials failed than the limit allows. */
    record TooManyFailed(long failed, long finished, String first) implements End {}

    record Interrupted(long done) implements End {}

    record Completed() implements End {}
  }

  public SweepJob(
      PlannedSweep planned,
      ScheduledSweep scheduled,
      FailureLimit failures,
      Optional<String> master,
      Listener listener) {
    this.planned = planned;
    this.scheduled = scheduled;
    this.listener = listener;
    this.trainsHere = SparkSettings.isLocal(master);
    this.run = new SweepRun(request(planned, scheduled, failures, master), listener);
  }

  /** Keeps a sweep that leaves nothing to train, and records the decisions of its schedule. */
  public static void recordDone(PlannedSweep planned, ScheduledSweep scheduled) {
    KeptSweeps.keep(planned.sweep(), planned.folder());
    new DecisionLog(planned.sweep(), planned.folder()).record(scheduled.work(1).decided());
  }

  /**
   * Runs the sweep to its end.
   *
   * @throws org.bigsweep.results.LeaseHeldException if another driver runs it
   */
  public End run() {
    ResultsFolder folder = planned.folder();
    Sweep sweep = planned.sweep();
    try (Lease lease = Lease.take(folder, sweep.name(), Lease.time(folder), run::stop)) {
      lease.takenFrom().ifPresent(listener::tookOver);
      tidy(folder);
      KeptSweeps.keep(sweep, folder);
      Path log = logFile(sweep, folder);
      RunLog.sendTo(log);
      if (trainsHere) {
        TrialRunner.prepare(); // while Spark starts
      }
      listener.begins(log);
      return end(listener.train(run), lease);
    }
  }

  private void tidy(ResultsFolder folder) {
    int unfinished = new UnfinishedFiles(folder).remove(Lease.TIME);
    CheckpointFiles checkpoints = new CheckpointFiles(folder);
    int orphans =
        checkpoints.trials().isEmpty()
            ? 0
            : checkpoints.removeAll(new ResultsReader(folder).states().keySet());
    listener.swept(unfinished, orphans);
  }

  private End end(RunOutcome outcome, Lease lease) {
    if (lease.lostTo().isPresent()) {
      return new End.LeaseLost(lease.lostTo().get());
    }
    if (outcome.tooManyFailed()) {
      return new End.TooManyFailed(
          outcome.last().failed(),
          outcome.last().done(),
          run.firstFailed().map(t -> t.trialId() + ": " + t.reason()).orElse("none"));
    }
    return outcome.interrupted()
        ? new End.Interrupted(planned.again().plan().done())
        : new End.Completed();
  }

  private static RunRequest request(
      PlannedSweep planned,
      ScheduledSweep scheduled,
      FailureLimit failures,
      Optional<String> master) {
    Sweep sweep = planned.sweep();
    WorkEstimate left = scheduled.left();
    return new RunRequest(
        sweep.name(),
        scheduled::work,
        left.count(),
        left.seconds(),
        new DecisionLog(sweep, planned.folder())::record,
        planned.dataset(),
        sweep.keepWeights(),
        failures,
        TrainerFactory.ENGINE,
        planned.folder().location(),
        master);
  }

  /** Below a local results folder; elsewhere in this machine's temporary folder. */
  private static Path logFile(Sweep sweep, ResultsFolder folder) {
    return folder
        .local()
        .map(root -> root.resolve("_logs"))
        .orElseGet(SweepJob::temporaryLogs)
        .resolve(
            sweep.name() + "-" + LocalDateTime.now(ZoneId.systemDefault()).format(STAMP) + ".log");
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
      throw new UserException("Cannot write a log to " + wanted + ": " + e.getMessage());
    }
  }
}
