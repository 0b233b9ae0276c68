package org.bigsweep.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.specific.SpecificRecord;
import org.apache.hadoop.conf.Configuration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.bigsweep.results.testing.Faults;
import org.bigsweep.results.testing.FaultyFileSystem;
import org.bigsweep.results.testing.Operation;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is published to a folder comes back, once. */
class ResultsFolderTest {
  @TempDir private Path directory;
  private ResultsFolder folder;
  private ResultsWriter writer;
  private ResultsReader reader;

  @BeforeEach
  void open() {
    folder = ResultsFolder.at(directory.toString(), new Configuration());
    writer = new ResultsWriter(folder);
    reader = new ResultsReader(folder);
  }

  @Test
  void read_afterPublish_givesEveryRowOfEveryTable() {
    GroupRows group = SampleRows.group("b", "a");

    writer.publish(group);

    assertThat(reader.read(Table.TRIALS)).containsExactlyElementsOf(group.trials());
    assertThat(reader.read(Table.EPOCHS)).containsExactlyElementsOf(group.epochs());
    assertThat(reader.read(Table.LAYERS)).containsExactlyElementsOf(group.layers());
    assertThat(reader.read(Table.ATTEMPTS)).containsExactlyElementsOf(group.attempts());
  }

  @Test
  void read_timestamp_comesBackToTheMillisecond() {
    writer.publish(SampleRows.group("a"));

    assertThat(reader.read(Table.TRIALS).map(Trial::getStarted)).containsExactly(SampleRows.START);
  }

  @Test
  void read_emptyFolder_givesNothing() {
    assertThat(reader.read(Table.TRIALS)).isEmpty();
    assertThat(reader.read(Table.LAYERS)).isEmpty();
    assertThat(reader.states()).isEmpty();
  }

  @Test
  void read_chosenColumns_givesThoseAndTheKey() {
    writer.publish(SampleRows.group("a"));

    List<GenericRecord> rows = reader.read(Table.TRIALS, List.of("rule", "sigma2")).toList();

    assertThat(rows).hasSize(1);
    assertThat(rows.get(0).getSchema().getFields())
        .extracting(field -> field.name())
        .containsExactly("rule", "sigma2", "trial_id");
    assertThat(rows.get(0).get("rule")).hasToString("BIG(eq. 4)");
    assertThat(rows.get(0).get("sigma2")).isEqualTo(0.1);
  }

  @Test
  void read_unknownColumn_isRefused() {
    assertThatThrownBy(() -> reader.read(Table.TRIALS, List.of("sigma")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Invalid column: sigma (must be one of trials)");
  }

  @Test
  void read_pausedTrialsPublishedTwice_givesEveryEpochOnce() {
    writer.publishPaused(SampleRows.paused("b", "a"));
    writer.publishPaused(SampleRows.paused("b"));

    assertThat(reader.read(Table.PAUSED))
        .containsExactlyInAnyOrderElementsOf(SampleRows.paused("a", "b"));
    assertThat(reader.read(Table.PAUSED, List.of("validation_accuracy"))).hasSize(4);
    assertThat(reader.states()).isEmpty();
  }

  @Test
  void publishDecisions_ofTheSameRungAgain_replacesThem() {
    writer.publishDecisions(SampleRows.decisions("a", "b"));
    writer.publishDecisions(SampleRows.decisions("b", "c"));

    assertThat(reader.read(Table.DECISIONS))
        .containsExactlyElementsOf(SampleRows.decisions("b", "c"));
  }

  @Test
  void publishDecisions_ofSeveralRungs_replacesEachAlone() {
    List<Decision> first = SampleRows.decisions("a", "b");
    List<Decision> second =
        first.stream().map(d -> Decision.newBuilder(d).setRung(2).build()).toList();
    writer.publishDecisions(first);
    writer.publishDecisions(Stream.concat(first.stream(), second.stream()).toList());

    assertThat(reader.read(Table.DECISIONS))
        .containsExactlyInAnyOrderElementsOf(
            Stream.concat(first.stream(), second.stream()).toList());
  }

  @Test
  void states_ofEveryTrial_areGiven() {
    writer.publish(SampleRows.group("a", "b"));
    writer.publish(SampleRows.group(TrialState.DIVERGED, "c"));

    assertThat(reader.states())
        .containsExactly(
            entry(SampleRows.id("a"), TrialState.DONE),
            entry(SampleRows.id("b"), TrialState.DONE),
            entry(SampleRows.id("c"), TrialState.DIVERGED));
  }

  @Test
  void read_trialInTwoGroups_givesOneRowSet() {
    writer.publish(SampleRows.group("a", "b"));
    writer.publish(SampleRows.group("b", "c"));

    assertThat(SampleRows.ids(reader.read(Table.TRIALS))).containsExactly("a", "b", "c");
    assertThat(reader.read(Table.EPOCHS)).hasSize(3 * (SampleRows.EPOCHS + 1));
    assertThat(reader.read(Table.LAYERS)).hasSize(3 * (SampleRows.EPOCHS + 1) * SampleRows.DEPTH);
    assertThat(reader.read(Table.ATTEMPTS)).hasSize(3);
  }

  @Test
  void read_trialThatFailedAndThenSucceeded_countsAsSuccess() {
    for (String companion : List.of("x", "y", "z")) {
      writer.publish(SampleRows.group(TrialState.FAILED, "a", companion));
    }
    writer.publish(SampleRows.group("a"));

    assertThat(reader.states()).containsEntry(SampleRows.id("a"), TrialState.DONE);
    assertThat(reader.read(Table.TRIALS).filter(t -> t.getTrialId().equals(SampleRows.id("a"))))
        .extracting(Trial::getState)
        .containsExactly("DONE");
  }

  @Test
  void publish_attemptsAtTheSameTrial_keepsBoth() {
    writer.publish(List.of(SampleRows.attempt("a", "first")));
    writer.publish(List.of(SampleRows.attempt("a", "second")));

    assertThat(reader.read(Table.ATTEMPTS))
        .extracting(Attempt::getAttemptId)
        .containsExactlyInAnyOrder("first", "second");
  }

  @Test
  void publish_weights_liesWhereTheFolderSays() throws IOException {
    GroupRows rows = SampleRows.group("a");
    writer.publish(
        new GroupRows(
            rows.trials(),
            rows.epochs(),
            rows.layers(),
            rows.attempts(),
            Map.of(SampleRows.id("a"), new byte[9])));

    assertThat(Files.size(directory.resolve("weights/" + SampleRows.id("a") + ".npz")))
        .isEqualTo(9);
  }

  @Test
  void publish_done_leavesOnlyTheTablesFiles() throws IOException {
    GroupRows rows = SampleRows.group("a");

    writer.publish(rows);

    GroupName attempts = GroupName.of(List.of("start-of-a"));
    try (Stream<Path> files = Files.walk(directory).filter(Files::isRegularFile)) {
      assertThat(files.map(file -> directory.relativize(file).toString()))
          .containsExactlyInAnyOrder(
              "attempts/" + attempts + ".parquet",
              "epochs/" + rows.name() + ".parquet",
              "layers/" + rows.name() + ".parquet",
              "trials/" + rows.name() + ".parquet");
    }
  }

  @Test
  void read_namesThatStartWithUnderscoreOrDot_areIgnored() throws IOException {
    writer.publish(SampleRows.group("a"));
    for (String name : List.of("_x.parquet", ".x.parquet", "notes.txt")) {
      Files.writeString(directory.resolve("trials").resolve(name), "no results");
    }

    assertThat(SampleRows.ids(reader.read(Table.TRIALS))).containsExactly("a");
  }

  @Test
  void states_unknownState_namesTheFile() {
    GroupRows rows = SampleRows.group("a");
    Trial odd = Trial.newBuilder(rows.trials().get(0)).setState("PAUSED").build();
    writer.publish(new GroupRows(List.of(odd), List.of(), List.of(), List.of(), Map.of()));

    assertThatThrownBy(reader::states)
        .isInstanceOf(ResultsException.class)
        .hasMessage(
            "Cannot read %s/trials/%s.parquet: it is of another kind: it has a trial in state"
                + " PAUSED",
            directory, rows.name());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"../../evil", "", "0123456789ABCDEF0123", "0123456789abcdef01234", "\033[2J"})
  void read_idThatIsNone_isRefusedAndNamesTheFile(String id) {
    Trial hostile = Trial.newBuilder(SampleRows.trial("a", TrialState.DONE)).setTrialId(id).build();
    GroupName group = GroupName.of(List.of("hostile"));
    publishAsIs(Table.TRIALS, group, hostile);

    assertThatThrownBy(() -> reader.states())
        .isInstanceOf(ResultsException.class)
        .hasMessageContaining("trials/" + group + ".parquet: it has trial id")
        .hasMessageEndingWith("(must be 20 hexadecimal digits)")
        .message()
        .doesNotContain("\033");
    assertThatThrownBy(() -> folder.weights(id)).isInstanceOf(ResultsException.class);
    assertThatThrownBy(() -> new CheckpointFiles(folder).load(id))
        .isInstanceOf(ResultsException.class);
  }

  @Test
  void read_idThatIsNone_isRefusedInEveryTable() {
    GroupRows rows = SampleRows.group("a");
    publishAsIs(Table.EPOCHS, rows.name(), hostile(rows.epochs().get(0)));
    publishAsIs(Table.LAYERS, rows.name(), hostile(rows.layers().get(0)));
    publishAsIs(Table.ATTEMPTS, rows.name(), hostile(rows.attempts().get(0)));
    publishAsIs(Table.PAUSED, rows.name(), hostile(SampleRows.paused("a").get(0)));
    publishAsIs(Table.DECISIONS, rows.name(), hostile(SampleRows.decisions("a", "b").get(0)));

    for (Table<?> table : Table.all()) {
      if (table != Table.TRIALS) {
        assertThatThrownBy(() -> reader.read(table).toList())
            .isInstanceOf(ResultsException.class)
            .hasMessageContaining("it has trial id ../../evil");
      }
    }
  }

  private static <R extends SpecificRecord> R hostile(R row) {
    row.put(row.getSchema().getField("trial_id").pos(), "../../evil");
    return row;
  }

  @Test
  void read_weightsElsewhere_areRefused() {
    Trial hostile =
        Trial.newBuilder(SampleRows.trial("a", TrialState.DONE))
            .setWeights("weights/../../evil.npz")
            .build();
    publishAsIs(Table.TRIALS, GroupName.of(List.of("hostile")), hostile);

    assertThatThrownBy(() -> reader.read(Table.TRIALS).toList())
        .isInstanceOf(ResultsException.class)
        .hasMessageContaining("it has weights at weights/../../evil.npz (must be weights/");
  }

  private <R extends SpecificRecord> void publishAsIs(Table<R> table, GroupName group, R row) {
    try {
      folder.publication().publish(folder.file(table, group), new RowFile<>(table, List.of(row)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void read_stoppedEarly_releasesTheFile() {
    writer.publish(SampleRows.group("a", "b"));

    try (Stream<Trial> trials = reader.read(Table.TRIALS)) {
      assertThat(trials.findFirst()).map(Trial::getTrialId).contains(SampleRows.id("a"));
    }
  }

  @Test
  void at_unknownFileSystem_saysSoInOneSentence() {
    assertThatThrownBy(() -> ResultsFolder.at("nowhere://x/y", new Configuration()))
        .isInstanceOf(ResultsException.class)
        .hasMessage(
            "Cannot open results folder nowhere://x/y: No FileSystem for scheme \"nowhere\"");
  }

  @Test
  void exists_tellsFoldersFromNothing() {
    assertThat(folder.exists()).isTrue();
    assertThat(ResultsFolder.at(directory + "/none", new Configuration()).exists()).isFalse();
  }

  @Test
  void location_andLocal_leadToTheSameFolder() {
    assertThat(folder.local()).contains(directory);
    assertThat(folder.location()).isEqualTo("file:" + directory);
    assertThat(folder.location(Table.EPOCHS)).isEqualTo("file:" + directory + "/epochs");
    assertThat(ResultsFolder.at(folder.location(), new Configuration()).local())
        .contains(directory);
    assertThat(
            ResultsFolder.at(
                    FaultyFileSystem.location("far", directory),
                    FaultyFileSystem.configuration(false))
                .local())
        .isEmpty();
  }

  @Test
  void tables_beforeAndAfterAGroup_areEmptyOrNot() throws IOException {
    assertThat(folder.has(Table.TRIALS)).isFalse();
    assertThat(folder.isEmpty(Table.TRIALS)).isTrue();
    assertThat(folder.bytes()).isZero();

    writer.publish(SampleRows.group("a"));

    assertThat(folder.has(Table.TRIALS)).isTrue();
    assertThat(folder.isEmpty(Table.TRIALS)).isFalse();
    assertThat(folder.has(Table.PAUSED)).isFalse();
    long bytes = 0;
    try (Stream<Path> files = Files.walk(directory).filter(Files::isRegularFile)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        bytes += Files.size(file);
      }
    }
    assertThat(folder.bytes()).isEqualTo(bytes);
  }

  @Test
  void files_ofATable_areInTheOrderOfTheirNames_withoutDirectories() throws IOException {
    for (String id : List.of("c", "a", "b", "d")) {
      writer.publish(SampleRows.group(id));
    }
    Files.createDirectories(directory.resolve("trials/0.parquet"));

    assertThat(folder.files(Table.TRIALS))
        .hasSize(4)
        .extracting(file -> file.getPath().getName())
        .isSorted();
  }

  @Test
  void sweepFiles_afterReplacing_holdTheLastContent() {
    assertThat(folder.sweepFiles()).isEmpty();
    assertThat(folder.sweepFile("b.yaml")).isEmpty();

    folder.replaceSweepFile("b.yaml", new byte[] {1});
    folder.replaceSweepFile("a.yaml", new byte[] {2});
    folder.replaceSweepFile("b.yaml", new byte[] {3, 4});

    assertThat(folder.sweepFiles()).containsExactly("a.yaml", "b.yaml");
    assertThat(folder.sweepFile("b.yaml")).contains(new byte[] {3, 4});
  }

  @Test
  void keptParameters_ofATrial_areItsOwn() {
    GroupRows rows = SampleRows.group("a");
    writer.publish(
        new GroupRows(
            rows.trials(),
            rows.epochs(),
            rows.layers(),
            rows.attempts(),
            Map.of(SampleRows.id("a"), new byte[] {7})));

    assertThat(folder.keptParameters(SampleRows.id("a"))).contains(new byte[] {7});
    assertThat(folder.keptParameters(SampleRows.id("b"))).isEmpty();
  }

  /** Rows come in the order of trial, epoch and layer, however they were collected. */
  @Test
  void groupRows_inAnyOrder_areSorted() {
    GroupRows sorted = SampleRows.group("a", "b");

    GroupRows shuffled =
        new GroupRows(
            reversed(sorted.trials()),
            reversed(sorted.epochs()),
            reversed(sorted.layers()),
            reversed(sorted.attempts()),
            Map.of());

    assertThat(shuffled).isEqualTo(sorted);
    assertThat(sorted.layers()).hasSize(2 * (SampleRows.EPOCHS + 1) * SampleRows.DEPTH);
  }

  private static <T> List<T> reversed(List<T> rows) {
    List<T> reversed = new ArrayList<>(rows);
    Collections.reverse(reversed);
    return reversed;
  }

  @Test
  void publishPaused_inAnyOrder_givesSortedEpochs() {
    writer.publishPaused(reversed(SampleRows.paused("a", "b")));

    assertThat(reader.read(Table.PAUSED)).containsExactlyElementsOf(SampleRows.paused("a", "b"));
  }

  @Test
  void publish_nothing_writesNothing() {
    writer.publish(List.of());
    writer.publishPaused(List.of());
    writer.publishTogether(List.of());
    writer.publishDecisions(List.of());

    assertThat(directory).isEmptyDirectory();
  }

  /** The characters next to those that an id may have. */
  @ParameterizedTest
  @ValueSource(strings = {"/", ":", "`", "g", "A", "\u00e9"})
  void trialId_withAnyOtherCharacter_isNone(String wrong) {
    assertThat(TrialId.isOne("09af09af09af09af09af")).isTrue();
    assertThat(TrialId.isOne("09af09af09af09af09a" + wrong)).isFalse();
  }

  @Test
  void shown_textOfUnknownOrigin_isBoundedAndPrintable() {
    assertThat(TrialId.shown("a".repeat(60))).isEqualTo("a".repeat(60));
    assertThat(TrialId.shown("a".repeat(61))).isEqualTo("a".repeat(60) + "…");
    assertThat(TrialId.shown("\033[2Jx\n")).isEqualTo("?[2Jx?");
  }

  private ResultsFolder unreachable(String name) {
    FaultyFileSystem.set(
        name,
        new Faults() {
          @Override
          public void before(Operation operation) throws IOException {
            throw new IOException("Network is unreachable");
          }
        });
    Configuration configuration = FaultyFileSystem.configuration(false);
    configuration.set(ResultsFolder.PATIENCE, "1ms");
    return ResultsFolder.at(FaultyFileSystem.location(name, directory), configuration);
  }

  /** Whatever is asked of a folder that is out of reach: one sentence with the place. */
  @Test
  void anything_folderOutOfReach_saysSoInOneSentence() throws IOException {
    String id = SampleRows.id("a");
    folder.replaceSweepFile("s.yaml", new byte[] {1});
    new CheckpointFiles(folder).save(id, new byte[] {1});
    ResultsFolder away = unreachable("reach");
    CheckpointFiles states = new CheckpointFiles(away);
    Map<String, ThrowingCallable> asked = new LinkedHashMap<>();
    asked.put("Cannot read " + away, away::exists);
    asked.put("Cannot read the sweeps kept in " + away, away::sweepFiles);
    asked.put("Cannot read " + away + "/_sweeps/s.yaml", () -> away.sweepFile("s.yaml"));
    asked.put("Cannot write results to " + away, () -> away.replaceSweepFile("s", new byte[1]));
    asked.put("Cannot list " + away + "/trials", () -> away.files(Table.TRIALS));
    asked.put("Cannot read " + away + "/_checkpoints/" + id + ".checkpoint", () -> states.load(id));
    asked.put(
        "Cannot write " + away + "/_checkpoints/" + id + ".checkpoint",
        () -> states.save(id, new byte[1]));
    asked.put(
        "Cannot delete " + away + "/_checkpoints/" + id + ".checkpoint", () -> states.remove(id));
    asked.put("Cannot list " + away + "/_checkpoints", states::trials);
    asked.put("Cannot examine " + away, () -> Examination.of(away, 1, Duration.ZERO));
    asked.put(
        "Cannot delete from " + away + "/_tmp",
        () -> new UnfinishedFiles(away).remove(Duration.ZERO));

    asked.forEach(
        (start, question) ->
            assertThatThrownBy(question)
                .isInstanceOf(ResultsException.class)
                .hasMessageStartingWith(start + ": Network is unreachable")
                .hasMessageNotContaining("\n"));
  }

  @Test
  void activity_leaseThatCannotBeRead_saysSoInOneSentence() {
    folder.replaceSweepFile("s.lease", new byte[] {1});
    FaultyFileSystem.set(
        "unread",
        new Faults() {
          @Override
          public void before(Operation operation) throws IOException {
            if (operation.kind() == Operation.Kind.OPEN) {
              throw new IOException("Network is unreachable");
            }
          }
        });
    ResultsFolder unread =
        ResultsFolder.at(
            FaultyFileSystem.location("unread", directory), FaultyFileSystem.configuration(false));

    assertThatThrownBy(() -> FolderActivity.of(unread))
        .isInstanceOf(ResultsException.class)
        .hasMessage("Cannot read the leases in " + unread + ": Network is unreachable");
  }
}
