package org.bigsweep.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What publishing promises on every kind of storage: a file is there whole or not at all, whoever
 * writes it, however often and however many at once.
 */
public abstract class PublicationContract {
  private static final int FILES = 4;
  private static final int WRITERS = 2;
  private static final int ROUNDS = 20;

  private ResultsFolder folder;
  private Publication publication;
  private Path target;

  /** A results folder that holds nothing yet, another one at every call. */
  protected abstract String emptyFolder();

  /** With what the storage is reached. */
  protected abstract Configuration configuration();

  /** Whether the first of several writers wins, rather than the last. */
  protected abstract boolean firstWriterWins();

  @BeforeEach
  final void open() {
    folder = ResultsFolder.at(emptyFolder(), configuration());
    publication = folder.publication();
    target = new Path(folder.root(), "table/file");
  }

  @Test
  void publish_whereNothingIs_givesTheWholeFileAndNoDebris() throws IOException {
    byte[] content = content(1);

    publication.publish(target, out -> out.write(content));

    assertThat(bytes(target)).isEqualTo(content);
    assertThat(leftBehind()).isEmpty();
  }

  @Test
  void publish_whereAFileIs_succeedsAndLeavesOneOfThemWhole() throws IOException {
    publication.publish(target, out -> out.write(content(1)));

    publication.publish(target, out -> out.write(content(2)));

    assertThat(bytes(target)).isEqualTo(content(firstWriterWins() ? 1 : 2));
    assertThat(leftBehind()).isEmpty();
  }

  @Test
  void replace_whereAFileIs_givesTheNewOne() throws IOException {
    publication.replace(target, out -> out.write(content(1)));

    publication.replace(target, out -> out.write(content(2)));

    assertThat(bytes(target)).isEqualTo(content(2));
    assertThat(leftBehind()).isEmpty();
  }

  @Test
  void publish_contentThatFails_leavesEverythingAsItWas() throws IOException {
    Publication.Content failing =
        out -> {
          out.write(content(1));
          throw new IllegalStateException("no more content");
        };

    assertThatThrownBy(() -> publication.publish(target, failing))
        .isInstanceOf(IllegalStateException.class);
    assertThat(folder.fileSystem().exists(target)).isFalse();

    publication.publish(target, out -> out.write(content(2)));
    assertThatThrownBy(() -> publication.replace(target, failing))
        .isInstanceOf(IllegalStateException.class);
    assertThat(bytes(target)).isEqualTo(content(2));
    assertThat(leftBehind()).isEmpty();
  }

  @Test
  void publish_writersRacing_allSucceedAndOneOfThemIsThereWhole() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(WRITERS + 1);
    try {
      for (int round = 0; round < ROUNDS; round++) {
        Path contested = new Path(folder.root(), "table/round-" + round);
        CyclicBarrier start = new CyclicBarrier(WRITERS);
        AtomicBoolean over = new AtomicBoolean();
        List<Callable<Void>> writers = new ArrayList<>();
        for (int writer = 0; writer < WRITERS; writer++) {
          int number = writer;
          writers.add(
              () -> {
                ResultsFolder own = ResultsFolder.at(folder.root().toString(), configuration());
                start.await();
                own.publication().publish(contested, out -> out.write(content(number)));
                return null;
              });
        }
        Future<Void> reader = threads.submit(() -> watch(contested, over));
        for (Future<Void> writer : threads.invokeAll(writers)) {
          writer.get();
        }
        over.set(true);
        reader.get();
        assertThat(bytes(contested)).isIn(content(0), content(1));
      }
    } catch (ExecutionException e) {
      throw new AssertionError("a writer or the reader failed", e.getCause());
    } finally {
      threads.shutdownNow();
    }
    assertThat(leftBehind()).isEmpty();
  }

  /** Whatever a reader sees while others write is a whole file. */
  private Void watch(Path path, AtomicBoolean over) throws IOException {
    while (!over.get()) {
      if (folder.fileSystem().exists(path)) {
        assertThat(bytes(path)).isIn(content(0), content(1));
      }
    }
    return null;
  }

  @Test
  void publish_groupsRacing_countOnce() throws Exception {
    GroupRows group = SampleRows.group("a", "b");
    ExecutorService threads = Executors.newFixedThreadPool(WRITERS);
    try {
      Callable<Void> writer =
          () -> {
            new ResultsWriter(ResultsFolder.at(folder.root().toString(), configuration()))
                .publish(group);
            return null;
          };
      for (Future<Void> written : threads.invokeAll(List.of(writer, writer))) {
        written.get();
      }
    } finally {
      threads.shutdownNow();
    }
    assertHolds(group);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void publish_stoppedBeforeTheMarker_isInvisibleAndCanBeRepeated(int filesBefore) {
    GroupRows group = SampleRows.group("a", "b");
    ResultsReader reader = new ResultsReader(folder);

    assertThatThrownBy(() -> stoppingAfter(filesBefore).publish(group)).isInstanceOf(Killed.class);

    assertThat(reader.states()).isEmpty();
    assertThat(reader.read(Table.TRIALS)).isEmpty();
    assertThat(reader.read(Table.EPOCHS)).isEmpty();
    assertThat(reader.read(Table.LAYERS)).isEmpty();
    new ResultsWriter(folder).publish(group);
    assertHolds(group);
  }

  @Test
  void publish_failedTrialThatIsRetried_countsAsRetried() {
    new ResultsWriter(folder).publish(SampleRows.group(TrialState.FAILED, "a"));

    new ResultsWriter(folder).publish(SampleRows.group("a"));

    assertThat(new ResultsReader(folder).states())
        .containsEntry(SampleRows.id("a"), TrialState.DONE);
  }

  private void assertHolds(GroupRows group) {
    ResultsReader reader = new ResultsReader(folder);
    assertThat(reader.read(Table.TRIALS)).containsExactlyElementsOf(group.trials());
    assertThat(reader.read(Table.EPOCHS)).containsExactlyElementsOf(group.epochs());
    assertThat(reader.read(Table.LAYERS)).containsExactlyElementsOf(group.layers());
    assertThat(reader.read(Table.ATTEMPTS)).containsExactlyElementsOf(group.attempts());
  }

  /** A writer that is stopped when it would publish one file more than {@code files}. */
  private ResultsWriter stoppingAfter(int files) {
    assertThat(files).isLessThan(FILES);
    int[] left = {files};
    return new ResultsWriter(
        folder,
        new Publication() {
          @Override
          public void publish(Path path, Content content) throws IOException {
            if (left[0]-- == 0) {
              throw new Killed();
            }
            publication.publish(path, content);
          }

          @Override
          public void replace(Path path, Content content) throws IOException {
            publication.replace(path, content);
          }
        });
  }

  private static final class Killed extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /** Content of a length and with bytes of its own. */
  private static byte[] content(int number) {
    byte[] content = new byte[200_000 + 1000 * number];
    Arrays.fill(content, (byte) ('a' + number));
    return content;
  }

  private byte[] bytes(Path path) throws IOException {
    try (FSDataInputStream in = folder.fileSystem().open(path)) {
      return in.readAllBytes();
    }
  }

  private List<FileStatus> leftBehind() throws IOException {
    return folder.fileSystem().exists(folder.temporary())
        ? List.of(folder.fileSystem().listStatus(folder.temporary()))
        : List.of();
  }
}
