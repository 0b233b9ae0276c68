package org.bigsweep.results;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.hadoop.fs.FileStatus;

/** The files in {@code _tmp/} that dead writers left behind. */
public final class UnfinishedFiles {
  private final SideFiles files;
  private final ResultsFolder folder;

  public UnfinishedFiles(ResultsFolder folder) {
    this.folder = folder;
    this.files = new SideFiles(folder);
  }

  /**
   * Deletes files that nobody has written to for {@code age}, by the file system's clock. If a
   * writer is still alive, it writes its file again.
   *
   * @return how many files
   */
  public int remove(Duration age) {
    try {
      List<FileStatus> old = olderThan(age);
      for (FileStatus file : old) {
        files.delete(file.getPath());
      }
      return old.size();
    } catch (IOException e) {
      throw ResultsException.of("delete from", folder.temporary(), e);
    }
  }

  List<FileStatus> olderThan(Duration age) throws IOException {
    List<FileStatus> found = files.list(folder.temporary());
    if (found.isEmpty()) {
      return List.of();
    }
    Instant limit = files.now().minus(age);
    return found.stream()
        .filter(file -> file.getModificationTime() <= limit.toEpochMilli())
        .toList();
  }
}
