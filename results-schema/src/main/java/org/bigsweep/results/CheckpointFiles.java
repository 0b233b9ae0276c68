package org.bigsweep.results;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/** The files {@code _checkpoints/TRIAL.checkpoint}, which hold the states of trials in training. */
public final class CheckpointFiles {
  private static final String SUFFIX = ".checkpoint";

  private final ResultsFolder folder;
  private final SideFiles files;

  public CheckpointFiles(ResultsFolder folder) {
    this.folder = folder;
    this.files = new SideFiles(folder);
  }

  /** The state saved last; empty if there is none. */
  public Optional<byte[]> load(String trialId) {
    try {
      return files.read(file(trialId));
    } catch (IOException e) {
      throw failed("read", trialId, e);
    }
  }

  /** Saves a state in place of an earlier one, whole or not at all. */
  public void save(String trialId, byte[] state) {
    try {
      files.replace(file(trialId), state);
    } catch (IOException e) {
      throw failed("write", trialId, e);
    }
  }

  /** Removes a trial's state, if there is one. */
  public void remove(String trialId) {
    try {
      files.delete(file(trialId));
    } catch (IOException e) {
      throw failed("delete", trialId, e);
    }
  }

  /** The trials that have a state. */
  public List<String> trials() {
    return found().stream().map(CheckpointFiles::trial).toList();
  }

  /**
   * Removes the states of trials that are finished: their writer was stopped before it could.
   *
   * @return how many there were
   */
  public int removeAll(Set<String> finished) {
    List<String> orphans = trials().stream().filter(finished::contains).toList();
    orphans.forEach(this::remove);
    return orphans.size();
  }

  /** The checkpoint files; files of other names are left alone. */
  List<FileStatus> found() {
    try {
      return files.list(folder.checkpoints()).stream()
          .filter(file -> file.getPath().getName().endsWith(SUFFIX))
          .filter(file -> TrialId.isOne(trial(file)))
          .toList();
    } catch (IOException e) {
      throw ResultsException.of("list", folder.checkpoints(), e);
    }
  }

  static String trial(FileStatus file) {
    String name = file.getPath().getName();
    return name.substring(0, name.length() - SUFFIX.length());
  }

  private Path file(String trialId) {
    return new Path(folder.checkpoints(), TrialId.checked(trialId) + SUFFIX);
  }

  private ResultsException failed(String verb, String trialId, IOException e) {
    return ResultsException.of(verb, file(trialId), e);
  }
}
