package org.bigsweep.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.ParentNotDirectoryException;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.security.AccessControlException;
import org.bigsweep.results.testing.Faults;
import org.bigsweep.results.testing.FaultyFileSystem;
import org.bigsweep.results.testing.Operation;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole or not at all, and again without harm. */
class PublicationTest {
  private static final int FILES = 4;

  private static final List<Operation.Kind> CHANGES_OF_A_FILE =
      List.of(
          Operation.Kind.CREATE,
          Operation.Kind.SYNC,
          Operation.Kind.WRITE,
          Operation.Kind.CLOSE,
          Operation.Kind.RENAME);

  @TempDir private Path directory;
  private ResultsFolder folder;
  private ResultsReader reader;

  @BeforeEach
  void open() {
    folder = ResultsFolder.at(directory.toString(), new Configuration());
    reader = new ResultsReader(folder);
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

    assertThat(reader.states()).containsEntry(SampleRows.id("a"), TrialState.DONE);
    assertThat(directory.resolve("_tmp")).isEmptyDirectory();
  }

  /** A power failure must not leave a file's name without its bytes. */
  @Test
  void publish_everyFile_isForcedToTheDiskBeforeItIsRenamed() {
    List<Operation> operations = Collections.synchronizedList(new ArrayList<>());
    FaultyFileSystem.set(
        "recording",
        new Faults() {
          @Override
          public void before(Operation operation) {
            operations.add(operation);
          }
        });
    GroupRows group = SampleRows.group("a", "b");

    new ResultsWriter(faulty("recording", "1s"))
        .publish(
            new GroupRows(
                group.trials(),
                group.epochs(),
                group.layers(),
                group.attempts(),
                Map.of(SampleRows.id("a"), new byte[] {1})));

    assertThat(operations.stream().map(Operation::kind).filter(CHANGES_OF_A_FILE::contains))
        .startsWith(
            Operation.Kind.CREATE,
            Operation.Kind.SYNC,
            Operation.Kind.WRITE,
            Operation.Kind.CLOSE,
            Operation.Kind.RENAME)
        .hasSize(CHANGES_OF_A_FILE.size() * (FILES + 1));
    String aside = "";
    Set<String> synced = new HashSet<>();
    for (Operation operation : operations) {
      switch (operation.kind()) {
        case CREATE -> aside = operation.path();
        case SYNC -> synced.add(operation.path());
        case RENAME -> assertThat(synced).as(operation.path()).contains(aside);
        default -> {
          // of no interest
        }
      }
    }
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
  void publish_outputAwayForAWhile_waitsForIt() {
    int[] failures = {3};
    FaultyFileSystem.set("away", failing(failures, "Network is unreachable"));
    ResultsFolder away = faulty("away", "10s");

    new ResultsWriter(away).publish(SampleRows.group("a"));

    assertThat(failures[0]).isNegative();
    assertThat(reader.states()).containsOnlyKeys(SampleRows.id("a"));
    assertThat(directory.resolve("_tmp")).isEmptyDirectory();
  }

  @Test
  void publish_diskFullForLong_saysSoInOneSentenceAndLeavesNothing() {
    FaultyFileSystem.set("full", failing(new int[] {Integer.MAX_VALUE}, "No space left on device"));
    ResultsFolder full = faulty("full", "300ms");

    assertThatThrownBy(() -> new ResultsWriter(full).publish(SampleRows.group("a")))
        .isInstanceOf(ResultsException.class)
        .hasMessageMatching(
            "Cannot write faulty://full"
                + directory
                + "/attempts/[0-9a-f]{20}\\.parquet:"
                + " No space left on device \\(tried for 0.3 s\\)");

    assertThat(reader.states()).isEmpty();
    assertThat(directory.resolve("_tmp")).isEmptyDirectory();
  }

  @Test
  void publish_putThatIsReportedLost_countsIfItArrived() {
    FaultyFileSystem.set(
        "lossy",
        new Faults() {
          @Override
          public void after(Operation operation) throws IOException {
            if (operation.kind() == Operation.Kind.CLOSE) {
              throw new IOException("Connection reset");
            }
          }
        });
    ResultsFolder lossy =
        ResultsFolder.at(
            FaultyFileSystem.location("lossy", directory), FaultyFileSystem.configuration(true));

    new ResultsWriter(lossy).publish(SampleRows.group("a"));

    assertThat(reader.states()).containsOnlyKeys(SampleRows.id("a"));
  }

  private ResultsFolder faulty(String name, String patience) {
    Configuration configuration = FaultyFileSystem.configuration(false);
    configuration.set(ResultsFolder.PATIENCE, patience);
    return ResultsFolder.at(FaultyFileSystem.location(name, directory), configuration);
  }

  /** The bytes of that many files do not reach the disk. */
  private static Faults failing(int[] left, String reason) {
    return new Faults() {
      @Override
      public void before(Operation operation) throws IOException {
        if (operation.kind() == Operation.Kind.CLOSE && left[0]-- > 0) {
          throw new IOException(reason);
        }
      }
    };
  }

  @Test
  void groupRows_thatDoNotBelongTogether_areRefused() {
    GroupRows group = SampleRows.group("a");
    assertThatThrownBy(() -> SampleRows.group())
        .hasMessage("Invalid group: no trials (must have at least one)");
    assertThatThrownBy(() -> SampleRows.group("a", "a"))
        .hasMessage("Invalid group: trial " + SampleRows.id("a") + " twice (must be there once)");
    assertThatThrownBy(
            () ->
                new GroupRows(
                    group.trials(),
                    SampleRows.epochs("b").toList(),
                    List.of(),
                    List.of(),
                    group.weights()))
        .hasMessage(
            "Invalid group: rows of trial "
                + SampleRows.id("b")
                + " (must be one of the group's trials)");
  }

  @Test
  void groupName_ofTheSameTrials_isTheSameInAnyOrder() {
    assertThat(GroupName.of(List.of("a", "b"))).isEqualTo(GroupName.of(List.of("b", "a")));
    assertThat(GroupName.of(List.of("a", "b"))).isNotEqualTo(GroupName.of(List.of("ab")));
    assertThat(GroupName.of(List.of("a")).value()).matches("[0-9a-f]{20}");
  }

  @Test
  void groupName_ofTheSameTrials_isTheSameUnlessTheirFiguresMayDiffer() {
    GroupRows group = SampleRows.group("a");
    Trial elsewhere =
        Trial.newBuilder(group.trials().get(0)).setHost("node-2").setSeconds(1).build();
    Trial otherKernel = Trial.newBuilder(elsewhere).setBlasKernel("Zen").build();

    assertThat(name(elsewhere)).isEqualTo(group.name());
    assertThat(name(otherKernel)).isNotEqualTo(group.name());
    Trial failed = SampleRows.trial("a", TrialState.FAILED);
    Trial failedAgain = Trial.newBuilder(failed).setStarted(SampleRows.START.plusMillis(1)).build();
    assertThat(name(failed)).isNotEqualTo(group.name()).isNotEqualTo(name(failedAgain));
  }

  private static GroupName name(Trial trial) {
    return new GroupRows(List.of(trial), List.of(), List.of(), List.of(), Map.of()).name();
  }

  private Path marker(GroupRows group) {
    return directory.resolve("trials").resolve(group.name() + ".parquet");
  }

  /** A writer that is killed while it writes one file more than {@code files}. */
  private ResultsWriter stoppingAfter(int files) {
    int[] left = {files};
    return new ResultsWriter(
        folder,
        new Publication() {
          @Override
          public void publish(org.apache.hadoop.fs.Path target, Content content)
              throws IOException {
            if (left[0]-- == 0) {
              throw new Killed();
            }
            folder.publication().publish(target, content);
          }

          @Override
          public void replace(org.apache.hadoop.fs.Path target, Content content) {
            throw new UnsupportedOperationException();
          }
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

  /** Waiting cures none of these. */
  @Test
  void publish_failureThatWaitingCannotCure_isNotTriedAgain() {
    for (IOException failure :
        List.of(
            new AccessControlException("no"),
            new java.nio.file.AccessDeniedException("no"),
            new FileAlreadyExistsException("no"),
            new ParentNotDirectoryException("no"),
            new InterruptedIOException("no"),
            new IOException("x (Permission denied)"))) {
      int[] tries = {0};
      Publication once = failing(tries, failure);

      assertThatThrownBy(() -> once.publish(folder.root(), out -> {})).isSameAs(failure);
      assertThatThrownBy(() -> once.replace(folder.root(), out -> {})).isSameAs(failure);
      assertThat(tries[0]).isEqualTo(2);
    }
  }

  /** Pauses of 0.1, 0.2 and what is left of 0.45 s, in whole milliseconds. */
  @Test
  void publish_failureThatLasts_isTriedAfterLongerAndLongerPauses() {
    int[] tries = {0};
    long start = System.nanoTime();

    assertThatThrownBy(
            () -> failing(tries, new IOException("full")).publish(folder.root(), out -> {}))
        .hasMessage("full (tried for 0.45 s)");

    assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(450_000_000L);
    assertThat(tries[0]).isBetween(1, 5);
  }

  private static Publication failing(int[] tries, IOException failure) {
    Publication always =
        new Publication() {
          @Override
          public void publish(org.apache.hadoop.fs.Path target, Content content)
              throws IOException {
            tries[0]++;
            throw failure;
          }

          @Override
          public void replace(org.apache.hadoop.fs.Path target, Content content)
              throws IOException {
            publish(target, content);
          }
        };
    return new RetryingPublication(always, Duration.ofMillis(450));
  }

  /** The end of a sentence for the user, whatever a storage says. */
  @Test
  void reason_ofAnyFailure_isInPlainWords() {
    assertThat(StorageReason.of(new java.nio.file.AccessDeniedException("/x")))
        .isEqualTo("permission denied");
    assertThat(StorageReason.of(new IOException("/x (Permission denied)")))
        .isEqualTo("permission denied");
    assertThat(StorageReason.of(new FileNotFoundException())).isEqualTo("not found");
    assertThat(StorageReason.of(new NoSuchFileException("/x"))).isEqualTo("/x");
    assertThat(StorageReason.of(new IOException("first\nsecond"))).isEqualTo("first");
    assertThat(StorageReason.of(new IOException())).isEqualTo("IOException");
    assertThat(
            StorageReason.of(
                new IOException(
                    "put on a: software.amazon.awssdk.services.s3.model.S3Exception: no bucket")))
        .isEqualTo("no bucket");
    assertThat(StorageReason.isDamage(new IllegalStateException())).isTrue();
    assertThat(StorageReason.isDamage(new EOFException())).isTrue();
    assertThat(StorageReason.isDamage(new IOException("can not read class x"))).isTrue();
    assertThat(StorageReason.isDamage(new IOException("Connection reset"))).isFalse();
  }

  @Test
  void exception_ofAFolder_saysWhatAndWhy() {
    ResultsException plain = ResultsException.of("read", folder, new IOException("gone"));

    assertThat(plain).hasMessage("Cannot read " + folder + ": gone");
    assertThat(plain.advised()).isEqualTo(plain.getMessage());
  }
}
