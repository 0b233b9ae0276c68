package org.bigsweep.results;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checkpoints and unfinished files. */
class SideFilesTest {
  @TempDir private Path directory;
  private ResultsFolder folder;
  private CheckpointFiles checkpoints;

  @BeforeEach
  void open() {
    folder = ResultsFolder.at(directory.toString(), new Configuration());
    checkpoints = new CheckpointFiles(folder);
  }

  @Test
  void load_afterSave_givesTheStateSavedLast() {
    assertThat(checkpoints.load(SampleRows.id("a"))).isEmpty();
    checkpoints.save(SampleRows.id("a"), new byte[] {1});
    checkpoints.save(SampleRows.id("a"), new byte[] {2, 3});
    checkpoints.save(SampleRows.id("b"), new byte[] {4});

    assertThat(checkpoints.load(SampleRows.id("a"))).hasValue(new byte[] {2, 3});
    assertThat(checkpoints.trials()).containsExactly(SampleRows.id("a"), SampleRows.id("b"));
    checkpoints.remove(SampleRows.id("a"));
    checkpoints.remove(SampleRows.id("a"));
    assertThat(checkpoints.load(SampleRows.id("a"))).isEmpty();
  }

  @Test
  void removeAll_ofFinishedTrials_leavesTheOthers() {
    checkpoints.save(SampleRows.id("a"), new byte[] {1});
    checkpoints.save(SampleRows.id("b"), new byte[] {1});

    assertThat(checkpoints.removeAll(Set.of(SampleRows.id("a"), SampleRows.id("c")))).isEqualTo(1);

    assertThat(checkpoints.trials()).containsExactly(SampleRows.id("b"));
  }

  @Test
  void remove_unfinishedFiles_takesTheOldAndLeavesWhatIsBeingWritten() throws IOException {
    Path temporary = Files.createDirectories(directory.resolve("_tmp"));
    Path old = Files.writeString(temporary.resolve("old"), "x");
    Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofHours(1))));
    Path young = Files.writeString(temporary.resolve("young"), "x");

    assertThat(new UnfinishedFiles(folder).remove(Duration.ofMinutes(2))).isEqualTo(1);

    assertThat(old).doesNotExist();
    assertThat(temporary).isDirectoryContaining(young::equals);
    assertThat(new UnfinishedFiles(folder).remove(Duration.ofMinutes(2))).isZero();
  }

  @Test
  void remove_folderWithoutUnfinishedFiles_writesNothing() {
    assertThat(new UnfinishedFiles(folder).remove(Duration.ofMinutes(2))).isZero();
    assertThat(directory).isEmptyDirectory();
  }
}
