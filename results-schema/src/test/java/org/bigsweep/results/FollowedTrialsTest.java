package org.bigsweep.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FollowedTrialsTest {
  @TempDir private Path directory;
  private ResultsFolder folder;
  private ResultsWriter writer;
  private FollowedTrials followed;

  @BeforeEach
  void open() {
    folder = ResultsFolder.at(directory.resolve("results").toString(), new Configuration());
    writer = new ResultsWriter(folder);
    writer.publish(SampleRows.group("a", "b"));
    followed = new FollowedTrials(folder);
    assertThat(followed.refresh()).isTrue();
  }

  private void assertAsTheReader() {
    assertThat(followed.trials())
        .containsExactlyInAnyOrderElementsOf(new ResultsReader(folder).read(Table.TRIALS).toList());
  }

  @Test
  void refresh_nothingNew_saysSo() {
    assertAsTheReader();
    assertThat(followed.refresh()).isFalse();
    assertAsTheReader();
  }

  @Test
  void refresh_newGroups_giveWhatTheReaderGives() {
    writer.publish(SampleRows.group("c"));
    writer.publish(SampleRows.group("a", "d"));
    assertThat(followed.refresh()).isTrue();
    assertThat(followed.trials()).hasSize(4);
    assertAsTheReader();
  }

  @Test
  void refresh_failedTrialThatIsRetried_countsAsRetried() {
    writer.publish(SampleRows.group(TrialState.FAILED, "e", "f"));
    followed.refresh();
    assertThat(followed.trial(SampleRows.id("e")).orElseThrow().getState()).isEqualTo("FAILED");
    writer.publish(SampleRows.group("e"));
    assertThat(followed.refresh()).isTrue();
    assertThat(followed.trial(SampleRows.id("e")).orElseThrow().getState()).isEqualTo("DONE");
    assertAsTheReader();
  }

  @Test
  void refresh_afterCompaction_losesAndDoublesNothing() throws IOException {
    writer.publish(SampleRows.group("c"));
    followed.refresh();
    new Compaction(folder, Compaction.TARGET).run(Duration.ofHours(1));
    followed.refresh();
    assertAsTheReader();
    new Compaction(folder, Compaction.TARGET).run(Duration.ZERO);
    followed.refresh();
    assertThat(followed.trials()).hasSize(3);
    assertAsTheReader();
    assertThat(followed.details(Table.EPOCHS, SampleRows.id("c"))).hasSize(SampleRows.EPOCHS + 1);
  }

  @Test
  void refresh_fileThatCannotBeRead_isNamedAndHidesNoOther() throws IOException {
    writer.publish(SampleRows.group("c"));
    Path file;
    try (Stream<Path> files = Files.list(directory.resolve("results/trials"))) {
      file = files.filter(f -> f.toString().endsWith(".parquet")).findFirst().orElseThrow();
    }
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, new byte[50]);
    FollowedTrials anew = new FollowedTrials(folder);

    anew.refresh();

    assertThat(anew.trials()).hasSizeBetween(1, 2);
    assertThat(anew.faults()).hasSize(1).first().asString().contains(file.toString());
    Files.write(file, whole);
    anew.refresh();
    assertThat(anew.trials()).hasSize(3);
    assertThat(anew.faults()).isEmpty();
  }

  @Test
  void refresh_folderThatIsGone_failsAndKeepsWhatWasRead() throws IOException {
    Path place = directory.resolve("results");
    Files.move(place, directory.resolve("aside"));
    assertThatThrownBy(followed::refresh)
        .isInstanceOf(ResultsException.class)
        .hasMessage("Cannot read results: no folder " + place);
    assertThat(followed.trials()).hasSize(2);
    Files.move(directory.resolve("aside"), place);
    followed.refresh();
    assertAsTheReader();
  }

  @Test
  void details_ofATrial_areTheRowsThatCount() {
    String id = SampleRows.id("b");
    assertThat(followed.details(Table.LAYERS, id))
        .isNotEmpty()
        .containsExactlyElementsOf(
            new ResultsReader(folder)
                .read(Table.LAYERS)
                .filter(row -> row.getTrialId().equals(id))
                .toList());
    assertThat(followed.details(Table.LAYERS, "nothing")).isEmpty();
  }

  @Test
  void details_ofSeveralTrials_areThoseOfEach() {
    writer.publish(SampleRows.group("c", "d"));
    followed.refresh();
    Set<String> ids = Set.of(SampleRows.id("b"), SampleRows.id("c"), "nothing");
    assertThat(followed.details(Table.EPOCHS, ids))
        .hasSize(2 * (SampleRows.EPOCHS + 1))
        .containsExactlyInAnyOrderElementsOf(
            ids.stream().flatMap(id -> followed.details(Table.EPOCHS, id).stream()).toList());
  }

  @Test
  void activity_aLease_namesItsHolderAndWritesNothing() throws IOException {
    try (Lease lease = Lease.take(folder, "small", Duration.ofMinutes(2), () -> {})) {
      new CheckpointFiles(folder).save(SampleRows.id("c"), new byte[] {1});
      long files = files();

      FolderActivity activity = FolderActivity.of(folder);

      assertThat(activity.drivers())
          .extracting(FolderActivity.Driver::sweep)
          .containsExactly("small");
      assertThat(activity.drivers().get(0).holder())
          .startsWith("process " + ProcessHandle.current().pid() + " on ");
      assertThat(activity.checkpoints()).containsExactly(SampleRows.id("c"));
      assertThat(files()).isEqualTo(files);
      assertThat(lease.lostTo()).isEmpty();
    }
    assertThat(FolderActivity.of(folder).drivers()).isEmpty();
  }

  private long files() throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      return all.count();
    }
  }
}
