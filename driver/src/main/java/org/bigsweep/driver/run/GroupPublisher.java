package org.bigsweep.driver.run;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.bigsweep.engine.trial.TrialOutcome;
import org.bigsweep.engine.trial.TrialResult;
import org.bigsweep.results.Attempt;
import org.bigsweep.results.Epoch;
import org.bigsweep.results.GroupRows;
import org.bigsweep.results.Layer;
import org.bigsweep.results.PausedEpoch;
import org.bigsweep.results.ResultsFolder;
import org.bigsweep.results.ResultsWriter;
import org.bigsweep.results.Trial;

/** A publisher of the trials that a task has trained. */
final class GroupPublisher {
  private GroupPublisher() {}

  /**
   * Publishes the epochs of paused trials, all of {@code results} together, and every attempt.
   *
   * @throws org.bigsweep.results.ResultsException if a file cannot be written
   */
  static void publish(
      List<TrialOutcome.Paused> paused,
      List<TrialResult> results,
      List<Attempt> attempts,
      ResultsFolder folder) {
    ResultsWriter writer = new ResultsWriter(folder);
    writer.publishPaused(
        paused.stream().flatMap(p -> p.epochs().stream()).map(GroupPublisher::paused).toList());
    if (results.isEmpty()) {
      writer.publish(attempts);
      return;
    }
    List<Trial> trials = new ArrayList<>();
    List<Epoch> epochs = new ArrayList<>();
    List<Layer> layers = new ArrayList<>();
    Map<String, byte[]> weights = new HashMap<>();
    for (TrialResult result : results) {
      trials.add(result.trial());
      epochs.addAll(result.epochs());
      layers.addAll(result.layers());
      result.weights().ifPresent(w -> weights.put(result.trial().getTrialId(), w));
    }
    Set<String> finished = trials.stream().map(Trial::getTrialId).collect(Collectors.toSet());
    Map<Boolean, List<Attempt>> split =
        attempts.stream()
            .collect(Collectors.partitioningBy(a -> finished.contains(a.getTrialId())));
    writer.publish(split.get(false));
    writer.publish(new GroupRows(trials, epochs, layers, split.get(true), weights));
  }

  /** The row of {@code paused} with the columns of a row of {@code epochs}. */
  private static PausedEpoch paused(Epoch row) {
    PausedEpoch paused = new PausedEpoch();
    row.getSchema().getFields().forEach(f -> paused.put(f.name(), row.get(f.pos())));
    return paused;
  }
}
