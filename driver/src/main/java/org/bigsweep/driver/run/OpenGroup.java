package org.bigsweep.driver.run;

import java.util.ArrayList;
import java.util.List;
import org.bigsweep.engine.trial.Checkpoints;
import org.bigsweep.engine.trial.TrialOutcome;
import org.bigsweep.engine.trial.TrialResult;
import org.bigsweep.results.Attempt;
import org.bigsweep.results.ResultsException;
import org.bigsweep.results.ResultsFolder;

/**
 * A task's trials that ended or paused and are not published yet. They are published together once
 * the first of them has waited long enough, while the task goes on to train. What is published at
 * one time is a group of its own.
 *
 * <p>If the output cannot be written, the open group gives up and publishes nothing more. A task
 * uses its open group from one thread.
 */
final class OpenGroup {
  private final ResultsFolder folder;
  private final Checkpoints checkpoints;
  private final TrainingClock clock;
  private final List<TrialResult> results = new ArrayList<>();
  private final List<TrialOutcome.Paused> pauses = new ArrayList<>();
  private final List<Attempt> attempts = new ArrayList<>();
  private final List<TrialSummary> waiting = new ArrayList<>();
  private final List<TrialSummary> published = new ArrayList<>();
  private long waitingSince;
  private String failure = "";

  /**
   * @param checkpoints the checkpoints, of which those of published trials are removed
   */
  OpenGroup(ResultsFolder folder, Checkpoints checkpoints, TrainingClock clock) {
    this.folder = folder;
    this.checkpoints = checkpoints;
    this.clock = clock;
  }

  void finished(TrialResult result) {
    waits(TrialSummary.of(result));
    results.add(result);
  }

  void paused(TrialOutcome.Paused pause, TrialSummary summary) {
    waits(summary);
    pauses.add(pause);
  }

  private void waits(TrialSummary summary) {
    if (waiting.isEmpty()) {
      waitingSince = clock.trialEnds();
    }
    waiting.add(summary);
  }

  /** Adds a start of a trial, however it ended; it is published with the trials that wait. */
  void ended(Attempt attempt) {
    attempts.add(attempt);
  }

  /**
   * Publishes what waits if it has waited long enough. Asking costs a look at the clock.
   *
   * @return false if the output was lost, now or before
   */
  boolean publishIfDue() {
    if (!waiting.isEmpty() && clock.isOver(waitingSince)) {
      publish();
    }
    return failure.isEmpty();
  }

  /** Publishes what is left, unless the output was lost. */
  void publish() {
    if (!failure.isEmpty()) {
      return;
    }
    try {
      GroupPublisher.publish(pauses, results, attempts, folder);
    } catch (ResultsException e) {
      failure = e.getMessage();
      return;
    }
    results.forEach(result -> checkpoints.remove(result.trial().getTrialId()));
    published.addAll(waiting);
    List.of(results, pauses, attempts, waiting).forEach(List::clear);
  }

  /** What was published so far. */
  List<TrialSummary> published() {
    return List.copyOf(published);
  }

  /** Why the output was lost; empty if it was not. */
  String failure() {
    return failure;
  }
}
