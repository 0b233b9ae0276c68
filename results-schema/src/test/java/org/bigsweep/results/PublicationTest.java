package org.bigsweep.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole or not at all, and again without harm. */
class PublicationTest {
  private static final int FILES = 4;

  @TempDir private Path directory;
  private ResultsFolder folder;
  private ResultsReader reader;

  @BeforeEach
  void open() {
    folder = ResultsFolder.at(directory.toString(), new Configuration());
    reader = new ResultsReader(folder);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void publish_stoppedBeforeTheMarker_isInvisibleAndCanBeRepeated(int filesBefore) {
    GroupRows group = SampleRows.group("a", "b");

    assertThatThrownBy(() -> stoppingAfter(filesBefore).publish(group)).isInstanceOf(Killed.class);

    assertThat(reader.states()).isEmpty();
    assertThat(reader.read(Table.TRIALS)).isEmpty();
    assertThat(reader.read(Table.EPOCHS)).isEmpty();
    assertThat(reader.read(Table.LAYERS)).isEmpty();

    new ResultsWriter(folder).publish(group);

    assertThat(reader.read(Table.TRIALS)).containsExactlyElementsOf(group.trials());
    assertThat(reader.read(Table.EPOCHS)).containsExactlyElementsOf(group.epochs());
    assertThat(reader.read(Table.LAYERS)).containsExactlyElementsOf(group.layers());
    assertThat(reader.read(Table.ATTEMPTS)).containsExactlyElementsOf(group.attempts());
  }

  @Test
  void publish_stoppedAndRegrouped_doublesNothing() {
    assertThatThrownBy(() -> stoppingAfter(FILES - 1).publish(SampleRows.group("a", "b")))
        .isInstanceOf(Killed.class);

    new ResultsWriter(folder).publish(SampleRows.group("a"));

    assertThat(SampleRows.ids(reader.read(Table.TRIALS))).containsExactly("a");
    assertThat(reader.read(Table.EPOCHS)).containsExactlyElementsOf(SampleRows.group("a").epochs());
  }

  @Test
  void publish_sameGroupTwice_changesNothing() throws IOException {
    GroupRows group = SampleRows.group("a", "b");
    ResultsWriter writer = new ResultsWriter(folder);
    writer.publish(group);
    byte[] before = Files.readAllBytes(marker(group));

    writer.publish(group);

    assertThat(marker(group)).hasBinaryContent(before);
    assertThat(reader.read(Table.TRIALS)).containsExactlyElementsOf(group.trials());
    assertThat(directory.resolve("_tmp")).isEmptyDirectory();
  }

  @Test
  void publish_ontoAnExistingFile_replacesItWhereRenameRefusesTo() {
    RenamePublication publication =
        new RenamePublication(new RefusingFileSystem(), folder.temporary());
    ResultsWriter writer = new ResultsWriter(folder, publication);
    writer.publish(SampleRows.group(TrialState.FAILED, "a"));

    writer.publish(SampleRows.group("a"));

    assertThat(reader.states()).containsEntry("a", TrialState.DONE);
    assertThat(directory.resolve("_tmp")).isEmptyDirectory();
  }

  @Test
  void publish_contentThatFails_leavesTheTargetAndNoRest() throws IOException {
    Path target = Files.writeString(directory.resolve("target"), "old");
    RenamePublication publication = new RenamePublication(folder.fileSystem(), folder.temporary());

    assertThatThrownBy(
            () ->
                publication.publish(
                    new org.apache.hadoop.fs.Path(target.toUri()),
                    out -> {
                      out.write(1);
                      throw new IOException("No space left on device");
                    }))
        .isInstanceOf(IOException.class);

    assertThat(target).hasContent("old");
    assertThat(directory.resolve("_tmp")).isEmptyDirectory();
  }

  @Test
  void publish_whereNothingCanBeWritten_saysSoInOneSentence() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "");
    ResultsFolder blocked = ResultsFolder.at(file.toString(), new Configuration());

    assertThatThrownBy(() -> new ResultsWriter(blocked).publish(SampleRows.group("a")))
        .isInstanceOf(ResultsException.class)
        .hasMessageStartingWith("Cannot write " + file + "/attempts/")
        .hasMessageContaining(".parquet: ")
        .hasMessageNotContaining("\n");
  }

  @Test
  void groupRows_thatDoNotBelongTogether_areRefused() {
    GroupRows group = SampleRows.group("a");
    assertThatThrownBy(() -> SampleRows.group())
        .hasMessage("Invalid group: no trials (must have at least one)");
    assertThatThrownBy(() -> SampleRows.group("a", "a"))
        .hasMessage("Invalid group: trial a twice (must be there once)");
    assertThatThrownBy(
            () ->
                new GroupRows(
                    group.trials(),
                    SampleRows.epochs("b").toList(),
                    List.of(),
                    List.of(),
                    group.weights()))
        .hasMessage("Invalid group: rows of trial b (must be one of the group's trials)");
  }

  @Test
  void groupName_ofTheSameTrials_isTheSameInAnyOrder() {
    assertThat(GroupName.of(List.of("a", "b"))).isEqualTo(GroupName.of(List.of("b", "a")));
    assertThat(GroupName.of(List.of("a", "b"))).isNotEqualTo(GroupName.of(List.of("ab")));
    assertThat(GroupName.of(List.of("a")).value()).matches("[0-9a-f]{20}");
  }

  private Path marker(GroupRows group) {
    return directory.resolve("trials").resolve(group.name() + ".parquet");
  }

  /** A writer that is killed while it writes one file more than {@code files}. */
  private ResultsWriter stoppingAfter(int files) {
    Publication whole = new RenamePublication(folder.fileSystem(), folder.temporary());
    int[] left = {files};
    return new ResultsWriter(
        folder,
        (target, content) -> {
          if (left[0]-- == 0) {
            try (var out =
                folder
                    .fileSystem()
                    .create(new org.apache.hadoop.fs.Path(folder.temporary(), "x"))) {
              content.writeTo(out);
            }
            throw new Killed();
          }
          whole.publish(target, content);
        });
  }

  private static final class Killed extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /** Renames onto existing files are refused, as on HDFS. */
  private static final class RefusingFileSystem extends RawLocalFileSystem {
    RefusingFileSystem() {
      setConf(new Configuration());
      try {
        initialize(URI.create("file:///"), getConf());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public boolean rename(org.apache.hadoop.fs.Path from, org.apache.hadoop.fs.Path to)
        throws IOException {
      return !exists(to) && super.rename(from, to);
    }
  }
}
