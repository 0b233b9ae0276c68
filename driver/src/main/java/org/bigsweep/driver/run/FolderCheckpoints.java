package org.bigsweep.driver.run;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.bigsweep.engine.trial.Checkpoints;
import org.bigsweep.results.CheckpointFiles;
import org.bigsweep.results.ResultsException;
import org.bigsweep.results.ResultsFolder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The checkpoints of a task, kept in the results folder. If a checkpoint cannot be saved or read,
 * the log says so and training goes on: its loss costs time if the machine is lost, never a trial.
 */
final class FolderCheckpoints implements Checkpoints {
  private static final Logger LOG = LoggerFactory.getLogger(FolderCheckpoints.class);

  private final CheckpointFiles files;

  /**
   * The trials that have a checkpoint, listed once: most have none, and asking for each is slow on
   * object stores.
   */
  private final Set<String> present = ConcurrentHashMap.newKeySet();

  FolderCheckpoints(ResultsFolder folder) {
    files = new CheckpointFiles(folder);
    try {
      present.addAll(files.trials());
    } catch (ResultsException e) {
      LOG.warn("Trials start afresh: {}", e.getMessage());
    }
  }

  @Override
  public Optional<byte[]> load(String trialId) {
    if (!present.contains(trialId)) {
      return Optional.empty();
    }
    try {
      return files.load(trialId);
    } catch (ResultsException e) {
      LOG.warn("Trial {} starts afresh: {}", trialId, e.getMessage());
      return Optional.empty();
    }
  }

  @Override
  public void save(String trialId, byte[] state) {
    try {
      files.save(trialId, state);
      present.add(trialId);
    } catch (ResultsException e) {
      LOG.warn("Trial {} goes on without a checkpoint: {}", trialId, e.getMessage());
    }
  }

  @Override
  public void remove(String trialId) {
    if (!present.remove(trialId)) {
      return;
    }
    try {
      files.remove(trialId);
    } catch (ResultsException e) {
      LOG.warn("The next run will sweep it: {}", e.getMessage());
    }
  }
}
