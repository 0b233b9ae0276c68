package org.bigsweep.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.specific.SpecificRecord;
import org.apache.hadoop.conf.Configuration;
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
}
