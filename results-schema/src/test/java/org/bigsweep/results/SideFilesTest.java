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
import org.bigsweep.results.testing.Faults;
import org.bigsweep.results.testing.FaultyFileSystem;
import org.bigsweep.results.testing.Operation;
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

  @Test
  void names_ofADirectory_areItsFilesInOrder() throws IOException {
    SideFiles files = new SideFiles(folder);
    assertThat(files.names(folder.sweeps())).isEmpty();
    Path sweeps = Files.createDirectories(directory.resolve("_sweeps/folder")).getParent();
    Files.writeString(sweeps.resolve("b"), "");
    Files.writeString(sweeps.resolve("a"), "");

    assertThat(files.names(folder.sweeps())).containsExactly("a", "b");
  }

  @Test
  void now_isTheFileSystemsClockAndLeavesNothing() throws IOException {
    Instant before = Instant.now().minusSeconds(2);

    assertThat(new SideFiles(folder).now()).isBetween(before, Instant.now().plusSeconds(2));
    assertThat(directory.resolve("_tmp")).isEmptyDirectory();
  }

  /** An object store refuses to go on with a file that was replaced meanwhile. */
  @Test
  void read_thatFailsOnce_isTriedAgain() throws IOException {
    folder.replaceSweepFile("s.yaml", new byte[] {5});
    int[] failures = {1};
    FaultyFileSystem.set(
        "once",
        new Faults() {
          @Override
          public void before(Operation operation) throws IOException {
            if (operation.kind() == Operation.Kind.OPEN && failures[0]-- > 0) {
              throw new IOException("changed");
            }
          }
        });
    ResultsFolder once =
        ResultsFolder.at(
            FaultyFileSystem.location("once", directory), FaultyFileSystem.configuration(false));

    assertThat(once.sweepFile("s.yaml")).contains(new byte[] {5});
    assertThat(failures[0]).isNegative();
  }

  @Test
  void listing_ofATable_changesWithItsFiles() {
    ResultsWriter writer = new ResultsWriter(folder);
    String none = FolderActivity.listing(folder, Table.TRIALS);
    writer.publish(SampleRows.group("a"));
    String one = FolderActivity.listing(folder, Table.TRIALS);

    assertThat(none).isEmpty();
    assertThat(one).isNotEmpty().isEqualTo(FolderActivity.listing(folder, Table.TRIALS));
    writer.publish(SampleRows.group("b"));
    assertThat(FolderActivity.listing(folder, Table.TRIALS).lines()).hasSize(2);
    assertThat(FolderActivity.listing(folder, Table.PAUSED)).isEmpty();
  }

  @Test
  void activity_staleAndDamagedLeases_areToldApart() throws IOException {
    folder.replaceSweepFile("damaged.lease", new byte[] {1});
    folder.replaceSweepFile("s.yaml", new byte[] {1});
    folder.replaceSweepFile("old.lease", new byte[] {1});
    Files.setLastModifiedTime(
        directory.resolve("_sweeps/old.lease"),
        FileTime.from(Instant.now().minus(Duration.ofHours(1))));

    assertThat(FolderActivity.of(folder).drivers())
        .containsExactly(new FolderActivity.Driver("damaged", "an unknown driver"));
  }
}
