package org.bigsweep.driver.run;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bigsweep.driver.plan.TrialGroup;
import org.bigsweep.engine.catalog.KeepWeights;
import org.bigsweep.engine.catalog.TrialSpec;
import org.bigsweep.engine.trial.TrialInterruptedException;
import org.bigsweep.engine.trial.TrialOutcome;
import org.bigsweep.engine.trial.TrialRequest;
import org.bigsweep.results.ResultsException;
import org.bigsweep.results.ResultsFolder;
import org.bigsweep.results.ResultsReader;
import org.bigsweep.results.Table;
import org.bigsweep.results.Trial;
import org.bigsweep.results.TrialState;

/**
 * The training of a group of trials, each from its checkpoint if there is one. Trials are published
 * as they finish, a few at a time. If the training is told to stop, it publishes the trials it has
 * finished.
 */
final class GroupTraining {
  private static final String INTERRUPTED = "INTERRUPTED";

  private final String datasetSha256;
  private final TrialTrainer trainer;
  private final KeepWeights keep;
  private final Duration checkpointEvery;
  private final ResultsFolder folder;
  private final TrainingClock clock;

  /**
   * @param datasetSha256 checksum of the dataset that all trials use
   * @param clock the clock of this process
   */
  GroupTraining(
      String datasetSha256,
      TrialTrainer trainer,
      KeepWeights keep,
      Duration checkpointEvery,
      ResultsFolder folder,
      TrainingClock clock) {
    this.datasetSha256 = datasetSha256;
    this.trainer = trainer;
    this.keep = keep;
    this.checkpointEvery = checkpointEvery;
    this.folder = folder;
    this.clock = clock;
  }

  /** Trains and publishes; an output that cannot be written is told in the summary. */
  GroupSummary train(TrialGroup work, TaskEnvironment place) {
    FolderCheckpoints checkpoints = new FolderCheckpoints(folder);
    OpenGroup open = new OpenGroup(folder, checkpoints, clock);
    // trials ask this at every minibatch, so a long one does not delay those that wait
    TaskEnvironment publishing =
        place.stoppedBy(() -> place.stopRequested().getAsBoolean() || !open.publishIfDue());
    Map<String, TrialSummary> before = place.losses() > 0 ? published(work) : Map.of();
    for (TrialSpec spec : work.trials()) {
      if (publishing.stopRequested().getAsBoolean()) {
        break;
      }
      String id = spec.id(datasetSha256);
      if (before.containsKey(id)) {
        continue;
      }
      AttemptRecorder start = new AttemptRecorder(id, publishing);
      String ended = INTERRUPTED;
      try {
        TrialRequest request =
            TrialRequest.toTheEnd(spec, keep)
                .until(work.untilEpoch())
                .checkpointing(checkpointEvery);
        TrialOutcome outcome = trainer.train(request, checkpoints, start);
        if (outcome instanceof TrialOutcome.Finished finished) {
          ended = finished.result().trial().getState();
          open.finished(finished.result());
        } else if (outcome instanceof TrialOutcome.Paused paused) {
          ended = TrialState.PAUSED.name();
          open.paused(paused, TrialSummary.of(paused, spec));
        }
      } catch (TrialInterruptedException e) {
        break;
      } finally {
        open.ended(start.ended(ended));
      }
    }
    open.publish();
    List<TrialSummary> summaries = new ArrayList<>(before.values());
    summaries.addAll(open.published());
    return new GroupSummary(
        summaries,
        work.untilEpoch(),
        open.failure().isEmpty() ? work.predictedSeconds() : 0,
        open.failure());
  }

  /**
   * The trials of {@code work} that an earlier task of this run published before its machine was
   * lost.
   */
  private Map<String, TrialSummary> published(TrialGroup work) {
    Map<String, TrialSpec> wanted =
        work.trials().stream()
            .collect(Collectors.toMap(spec -> spec.id(datasetSha256), spec -> spec));
    try (Stream<Trial> rows = new ResultsReader(folder).read(Table.TRIALS)) {
      return rows.filter(row -> wanted.containsKey(row.getTrialId()))
          .filter(row -> TrialState.of(row) != TrialState.FAILED)
          .collect(Collectors.toMap(Trial::getTrialId, TrialSummary::of));
    } catch (ResultsException e) {
      return Map.of(); // training them again gives the same
    }
  }
}
