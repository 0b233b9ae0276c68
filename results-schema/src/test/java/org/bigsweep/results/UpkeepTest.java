package org.bigsweep.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compaction, examination and merging leave what a folder holds as it is. */
class UpkeepTest {
  private static final Duration LONG = Duration.ofMinutes(10);
  private static final String A = "a".repeat(20);
  private static final String B = "b".repeat(20);

  @TempDir private Path directory;
  private ResultsFolder folder;
  private ResultsWriter writer;
  private ResultsReader reader;

  @BeforeEach
  void open() {
    folder = at("results");
    writer = new ResultsWriter(folder);
    reader = new ResultsReader(folder);
  }

  private ResultsFolder at(String name) {
    return ResultsFolder.at(directory.resolve(name).toString(), new Configuration());
  }

  private Compaction.Outcome compact(Duration grace) {
    return new Compaction(folder, Compaction.TARGET).run(grace);
  }

  private List<Fault> faults() {
    return Examination.of(folder, 1, LONG);
  }

  private static List<Object> content(ResultsFolder folder) {
    ResultsReader reader = new ResultsReader(folder);
    List<Object> content = new ArrayList<>();
    for (Table<?> table : GroupFiles.TABLES) {
      try (Stream<?> rows = reader.read(table)) {
        content.add(rows.map(Object::toString).sorted().toList());
      }
    }
    for (Table<?> table : List.of(Table.ATTEMPTS, Table.DECISIONS)) {
      try (Stream<?> rows = reader.read(table)) {
        content.add(rows.map(Object::toString).sorted().toList());
      }
    }
    return content;
  }

  private List<Path> files(String table) throws IOException {
    try (Stream<Path> files = Files.list(directory.resolve("results").resolve(table))) {
      return files.sorted().toList();
    }
  }

  private void publishMany() {
    for (int g = 0; g < 10; g++) {
      writer.publish(SampleRows.group("t" + g, "u" + g));
    }
    writer.publish(SampleRows.group(TrialState.FAILED, "f", "g"));
    writer.publish(SampleRows.group("f", "t1"));
    for (int rung = 1; rung <= 3; rung++) {
      writer.publishDecisions(SampleRows.decisions(rung, 0));
    }
  }

  @Test
  void compact_manyGroups_holdsTheSameInOne() throws IOException {
    publishMany();
    List<Object> before = content(folder);

    Compaction.Outcome outcome = compact(Duration.ZERO);

    assertThat(outcome.groupsBefore()).isEqualTo(12);
    assertThat(outcome.groups()).isEqualTo(1);
    assertThat(outcome.waiting()).isZero();
    assertThat(content(folder)).isEqualTo(before);
    for (Table<?> table : Table.all()) {
      if (directory.resolve("results").resolve(table.name()).toFile().exists()) {
        assertThat(files(table.name())).hasSize(1);
      }
    }
    assertThat(faults()).isEmpty();
  }

  @Test
  void compact_rungDecidedOtherwiseSince_keepsWhatWasDecidedLast() throws IOException {
    publishMany();
    compact(LONG);
    assertThat(files("decisions")).hasSize(4);
    writer.publishDecisions(SampleRows.decisions(2, 1));
    List<Object> before = content(folder);
    assertThat(before.toString()).contains("CHOSEN");
    age("decisions", LONG);

    compact(LONG);

    assertThat(content(folder)).isEqualTo(before);
    compact(Duration.ZERO);
    assertThat(content(folder)).isEqualTo(before);
    assertThat(files("decisions")).hasSize(1);
    assertThat(reader.read(Table.DECISIONS)).hasSize(6);
  }

  @Test
  void compact_again_changesNothing() throws IOException {
    publishMany();
    compact(Duration.ZERO);
    List<Path> files = files("trials");
    byte[] bytes = Files.readAllBytes(files.get(0));

    Compaction.Outcome again = compact(Duration.ZERO);

    assertThat(again).isEqualTo(new Compaction.Outcome(1, 1, 0, 0, 0));
    assertThat(files("trials")).isEqualTo(files);
    assertThat(files.get(0)).hasBinaryContent(bytes);
  }

  @Test
  void compact_withReaders_keepsWhatTheyListedForAWhile() throws IOException {
    publishMany();
    List<Object> before = content(folder);
    try (Stream<Trial> reading = reader.read(Table.TRIALS)) {
      var rows = reading.iterator();
      rows.next();
      compact(LONG);
      int count = 1;
      while (rows.hasNext()) {
        rows.next();
        count++;
      }
      assertThat(count).isEqualTo(22);
    }
    assertThat(files("trials")).hasSize(13);
    assertThat(content(folder)).isEqualTo(before);
    assertThat(faults()).isEmpty();
    assertThat(compact(LONG).removed()).isZero();

    age("trials", LONG);
    age("attempts", LONG);
    age("decisions", LONG);
    assertThat(faults()).extracting(Fault::kind).containsExactly(Fault.Kind.SUPERSEDED);
    assertThat(compact(LONG).waiting()).isZero();
    assertThat(files("trials")).hasSize(1);
    assertThat(content(folder)).isEqualTo(before);
  }

  @Test
  void compact_sourceThatHoldsMoreThanTheMergedGroup_isNeverRemoved() throws IOException {
    publishMany();
    compact(LONG);
    age("trials", LONG);
    // a straggler publishes a trial under the name of a superseded group
    GroupName superseded = SampleRows.group("t0", "u0").name();
    folder
        .publication()
        .publish(
            folder.file(Table.TRIALS, superseded),
            new RowFile<>(
                Table.TRIALS,
                List.of(
                    SampleRows.trial("t0", TrialState.DONE),
                    SampleRows.trial("alone", TrialState.DONE))));

    compact(LONG);

    assertThat(reader.states()).containsKey(SampleRows.id("alone"));
  }

  private void publishOfVersion2(String... ids) {
    for (String id : ids) {
      GroupRows group = SampleRows.group(id);
      Trial other = Trial.newBuilder(group.trials().get(0)).setNumericsVersion(2).build();
      writer.publish(
          new GroupRows(
              List.of(other), group.epochs(), group.layers(), group.attempts(), Map.of()));
    }
  }

  @Test
  void mend_groupsOfAnOlderEngine_setsThemAside() throws IOException {
    writer.publish(SampleRows.group("old", "older"));
    publishOfVersion2("new");
    Path weights = Files.createDirectories(directory.resolve("results/weights"));
    Files.writeString(weights.resolve(SampleRows.id("old") + ".npz"), "x");
    Files.writeString(weights.resolve(SampleRows.id("new") + ".npz"), "y");

    List<Fault> faults = Examination.of(folder, 2, LONG);
    assertThat(faults).hasSize(2).allMatch(Fault::canBeMended);
    assertThat(faults).extracting(Fault::kind).containsOnly(Fault.Kind.STALE_ENGINE);
    assertThat(faults.get(0).remedy())
        .isEqualTo("move the group's files aside; no sweep of this engine counts them");
    faults.forEach(fault -> Examination.mend(fault, folder));

    assertThat(Examination.of(folder, 2, LONG)).isEmpty();
    assertThat(reader.states()).containsOnlyKeys(SampleRows.id("new"));
    assertThat(weights).isDirectoryContaining("glob:**" + SampleRows.id("new") + ".npz");
    assertThat(weights.resolve(SampleRows.id("old") + ".npz")).doesNotExist();
    assertThat(directory.resolve("results/_quarantine/trials")).isNotEmptyDirectory();
  }

  @Test
  void compact_groupsOfTwoNumericsVersions_stayApart() {
    publishMany();
    publishOfVersion2("v", "w");

    assertThat(compact(Duration.ZERO).groups()).isEqualTo(2);
    assertThat(faults())
        .singleElement()
        .satisfies(
            fault -> {
              assertThat(fault.kind()).isEqualTo(Fault.Kind.STALE_ENGINE);
              assertThat(fault.what())
                  .contains("2 of 2 trials are of numerics version 2, the engine's is 1");
              // of a newer engine, on which an older one has no say
              assertThat(fault.canBeMended()).isFalse();
            });
  }

  @Test
  void compact_corruptFile_saysSoAndLeavesAll() throws IOException {
    publishMany();
    Path file = files("layers").get(3);
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, bytes.length - 9));

    assertThatThrownBy(() -> compact(Duration.ZERO))
        .isInstanceOf(ResultsException.class)
        .hasMessage("Cannot read " + file + ": it is cut short: its footer is missing")
        .satisfies(
            e ->
                assertThat(((ResultsException) e).advised())
                    .endsWith(" (bigsweep doctor " + folder + " says what helps)"));
    assertThat(files("trials")).hasSize(12);
  }

  @Test
  void examine_soundFolder_findsNothing() {
    publishMany();
    assertThat(faults())
        .extracting(Fault::kind)
        .doesNotContain(Fault.Kind.CORRUPT, Fault.Kind.INCOMPLETE, Fault.Kind.DIFFERING);
    compact(Duration.ZERO);
    assertThat(faults()).isEmpty();
  }

  @Test
  void mend_everyFault_leavesASoundFolderAndDeletesNoResults() throws IOException {
    publishMany();
    Path root = directory.resolve("results");
    Path corrupt = files("epochs").get(2);
    flip(corrupt);
    Path missing = files("layers").get(4);
    Files.delete(missing);
    writer.publish(SampleRows.group("orphan"));
    Files.delete(root.resolve("trials").resolve(SampleRows.group("orphan").name().fileName()));
    Files.writeString(Files.createDirectories(root.resolve("weights")).resolve("lost.npz"), "x");
    Files.writeString(Files.createDirectories(root.resolve("_tmp")).resolve("left"), "x");
    LeaseHolder gone = new LeaseHolder("gone", "host", 1, "machine", 1, Instant.now(), 3);
    Files.createDirectories(root.resolve("_sweeps"));
    Files.write(root.resolve("_sweeps/small.lease"), gone.bytes());
    String intact =
        IntStream.range(0, 10)
            .filter(
                g ->
                    Stream.of(corrupt, missing)
                        .noneMatch(
                            file ->
                                file.endsWith(
                                    SampleRows.group("t" + g, "u" + g).name().fileName())))
            .mapToObj(g -> "t" + g)
            .findFirst()
            .orElseThrow();
    new CheckpointFiles(folder).save(SampleRows.id(intact), new byte[3]);
    new CheckpointFiles(folder).save(SampleRows.id("old"), new byte[3]);
    for (String where : List.of("epochs", "layers", "trials", "weights", "_tmp", "_sweeps")) {
      age(where, Duration.ofHours(1));
    }
    age("_checkpoints", Duration.ofDays(40));

    List<Fault> faults = faults();

    assertThat(faults)
        .extracting(Fault::kind)
        .contains(
            Fault.Kind.CORRUPT,
            Fault.Kind.INCOMPLETE,
            Fault.Kind.ORPHAN,
            Fault.Kind.STALE_LEASE,
            Fault.Kind.CHECKPOINT,
            Fault.Kind.UNFINISHED_FILE);
    assertThat(faults).extracting(Fault::what).anyMatch(w -> w.contains("data are damaged"));
    assertThat(faults).allSatisfy(fault -> assertThat(fault.what()).doesNotContain("\n"));
    faults.forEach(fault -> Examination.mend(fault, folder));
    assertThat(faults()).isEmpty();
    try (Stream<Path> aside = Files.walk(root.resolve("_quarantine"))) {
      assertThat(aside.filter(Files::isRegularFile)).hasSize(3 + 2 + 2 + 1 + 1);
    }
    assertThat(reader.states()).doesNotContainKey(SampleRows.id("orphan")).hasSizeGreaterThan(15);
  }

  @Test
  void examine_groupBeingPublished_isLeftAlone() throws IOException {
    writer.publish(SampleRows.group("a"));
    Files.delete(
        directory.resolve("results/trials").resolve(SampleRows.group("a").name().fileName()));
    assertThat(faults()).isEmpty();

    age("epochs", Duration.ofHours(1));
    age("layers", Duration.ofHours(1));
    try (Lease lease = Lease.take(folder, "small", Lease.TIME, () -> {})) {
      assertThat(faults()).isEmpty();
      assertThat(lease.lostTo()).isEmpty();
    }
    assertThat(faults()).extracting(Fault::kind).containsExactly(Fault.Kind.ORPHAN);
  }

  @Test
  void examine_sameTrialWithOtherBits_isReported() {
    writer.publish(SampleRows.group("a"));
    Trial other =
        Trial.newBuilder(SampleRows.trial("a", TrialState.DONE)).setTestAccuracy(.1).build();
    writer.publish(
        new GroupRows(
            List.of(other, SampleRows.trial("b", TrialState.DONE)),
            List.of(),
            List.of(),
            List.of(),
            Map.of()));

    assertThat(faults()).extracting(Fault::kind).contains(Fault.Kind.DIFFERING);
  }

  @Test
  void merge_twoMachines_holdsEveryTrialOnce() {
    writer.publish(SampleRows.group("a", "b"));
    writer.publish(SampleRows.group(TrialState.FAILED, "c"));
    ResultsFolder other = at("other");
    new ResultsWriter(other).publish(SampleRows.group("b", "c", "d"));
    new CheckpointFiles(other).save(SampleRows.id("e"), new byte[] {5});
    new CheckpointFiles(other).save(SampleRows.id("d"), new byte[] {5});

    ResultsFolder both = at("both");
    Merging.Outcome first = new Merging(both).add(folder);
    Merging.Outcome second = new Merging(both).add(other);

    assertThat(first).isEqualTo(new Merging.Outcome(3, 0, 0, List.of()));
    assertThat(second).isEqualTo(new Merging.Outcome(2, 1, 0, List.of()));
    ResultsReader united = new ResultsReader(both);
    assertThat(united.states().values()).hasSize(4).containsOnly(TrialState.DONE);
    assertThat(united.read(Table.TRIALS)).hasSize(4);
    assertThat(united.read(Table.EPOCHS)).hasSize(4 * (SampleRows.EPOCHS + 1));
    assertThat(new CheckpointFiles(both).trials()).containsExactly(SampleRows.id("e"));
    assertThat(new Merging(both).add(other)).isEqualTo(new Merging.Outcome(0, 3, 0, List.of()));
    assertThat(Examination.of(both, 1, LONG))
        .extracting(Fault::kind)
        .containsOnly(Fault.Kind.DUPLICATE);
  }

  @Test
  void merge_fileOfAttemptsWithAnotherName_isRefused() throws IOException {
    ResultsFolder other = at("other");
    new ResultsWriter(other).publish(SampleRows.group("a"));
    Path attempts = directory.resolve("other/attempts");
    try (Stream<Path> files = Files.list(attempts)) {
      Files.move(files.findFirst().orElseThrow(), attempts.resolve("evil.parquet"));
    }

    assertThatThrownBy(() -> new Merging(at("both")).add(other))
        .isInstanceOf(ResultsException.class)
        .hasMessageContaining("attempts/evil.parquet: its name is not that of a group");
    assertThat(directory.resolve("both")).doesNotExist();
  }

  @Test
  void merge_checkpointsOfOtherNames_stayBehind() throws IOException {
    ResultsFolder other = at("other");
    new ResultsWriter(other).publish(SampleRows.group("a"));
    Path states = Files.createDirectories(directory.resolve("other/_checkpoints"));
    Files.writeString(states.resolve("evil.checkpoint"), "x");

    new Merging(at("both")).add(other);

    assertThat(directory.resolve("both/_checkpoints")).doesNotExist();
  }

  @Test
  void merge_keptWeights_comeAlongWithTheirTrials() {
    writer.publish(withWeights(A, 1));
    ResultsFolder other = at("other");
    new ResultsWriter(other).publish(withWeights(B, 2));
    new ResultsWriter(other).publish(withWeights(A, 1));

    new Merging(folder).add(other);

    Path weights = directory.resolve("results/weights");
    assertThat(weights.resolve(A + ".npz")).hasBinaryContent(new byte[] {1});
    assertThat(weights.resolve(B + ".npz")).hasBinaryContent(new byte[] {2});
    assertThat(faults()).extracting(Fault::kind).doesNotContain(Fault.Kind.ORPHAN);
  }

  private static GroupRows withWeights(String id, int content) {
    GroupRows group = SampleRows.group(id);
    return new GroupRows(
        group.trials(),
        group.epochs(),
        group.layers(),
        group.attempts(),
        Map.of(id, new byte[] {(byte) content}));
  }

  @Test
  void merge_sameTrialWithOtherBits_keepsTheOneThereAndTellsTheKernelsApart() {
    writer.publish(SampleRows.group("a", "b"));
    ResultsFolder other = at("other");
    Trial differing =
        Trial.newBuilder(SampleRows.trial("a", TrialState.DONE)).setTestAccuracy(.1).build();
    Trial elsewhere =
        Trial.newBuilder(SampleRows.trial("b", TrialState.DONE))
            .setTestAccuracy(.1)
            .setBlasKernel("Zen")
            .build();
    new ResultsWriter(other)
        .publish(
            new GroupRows(
                List.of(differing, elsewhere), List.of(), List.of(), List.of(), Map.of()));
    List<Object> before = content(folder);

    assertThat(new Merging(folder).add(other))
        .isEqualTo(new Merging.Outcome(0, 2, 1, List.of(SampleRows.id("a"))));

    assertThat(content(folder)).isEqualTo(before);
  }

  @Test
  void merge_compactedFolder_thenCompacted_losesNothing() {
    publishMany();
    ResultsFolder other = at("other");
    new ResultsWriter(other).publish(SampleRows.group("t0", "u0"));
    new ResultsWriter(other).publish(SampleRows.group("z"));
    compact(LONG);
    new Merging(other).add(folder);
    List<Object> before = content(other);

    new Compaction(other, Compaction.TARGET).run(Duration.ZERO);

    assertThat(content(other).subList(0, 3)).isEqualTo(before.subList(0, 3));
    assertThat(new ResultsReader(other).states()).hasSize(23);
  }

  private static void flip(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 10] ^= 1;
    Files.write(file, bytes);
  }

  private void age(String where, Duration age) throws IOException {
    for (Path file : files(where)) {
      FileTime then = FileTime.from(Files.getLastModifiedTime(file).toInstant().minus(age));
      Files.setLastModifiedTime(file, then);
    }
  }

  @Test
  void extract_chosenTrials_holdsTheirRowsAlone() {
    publishMany();
    ResultsFolder some = at("some");

    long count =
        new Extraction(folder, some)
            .trials(
                t -> Set.of(SampleRows.id("t1"), SampleRows.id("u3")).contains(t.getTrialId()),
                true);

    assertThat(count).isEqualTo(2);
    ResultsReader extracted = new ResultsReader(some);
    assertThat(SampleRows.ids(extracted.read(Table.TRIALS))).containsExactly("t1", "u3");
    assertThat(extracted.read(Table.EPOCHS)).hasSize(2 * (SampleRows.EPOCHS + 1));
    assertThat(extracted.read(Table.LAYERS))
        .hasSize(2 * (SampleRows.EPOCHS + 1) * SampleRows.DEPTH);
    assertThat(extracted.read(Table.ATTEMPTS)).hasSize(2);
    assertThat(some.files(Table.TRIALS)).hasSize(1);
  }

  @Test
  void extract_withoutLayers_leavesThemBehind() {
    writer.publish(SampleRows.group("a"));

    new Extraction(folder, at("some")).trials(t -> true, false);

    ResultsReader extracted = new ResultsReader(at("some"));
    assertThat(extracted.read(Table.LAYERS)).isEmpty();
    assertThat(extracted.read(Table.EPOCHS)).hasSize(SampleRows.EPOCHS + 1);
  }

  @Test
  void extract_moreThanAThousandTrials_writesAThousandATime() {
    List<Trial> many =
        IntStream.range(0, 2001)
            .mapToObj(i -> SampleRows.trial("%020x".formatted(i), TrialState.DONE))
            .toList();
    writer.publish(new GroupRows(many, List.of(), List.of(), List.of(), Map.of()));

    assertThat(new Extraction(folder, at("some")).trials(t -> true, true)).isEqualTo(2001);

    assertThat(at("some").files(Table.TRIALS)).hasSize(3);
    assertThat(new ResultsReader(at("some")).states()).hasSize(2001);
  }

  @Test
  void extract_decisions_areThoseOfTheSweepInOneFile() {
    for (int rung = 1; rung <= 3; rung++) {
      writer.publishDecisions(SampleRows.decisions(rung, 0));
    }
    writer.publishDecisions(
        SampleRows.decisions(1, 0).stream()
            .map(d -> Decision.newBuilder(d).setSweep("other").build())
            .toList());
    Extraction extraction = new Extraction(folder, at("some"));

    extraction.decisions("tuned");
    extraction.decisions("nothing");

    assertThat(new ResultsReader(at("some")).read(Table.DECISIONS))
        .hasSize(6)
        .allMatch(d -> d.getSweep().equals("tuned"));
    assertThat(at("some").files(Table.DECISIONS)).hasSize(1);
  }

  /** Merged ones grow up to the target and are then left alone, as is what is large already. */
  @Test
  void compact_upToATarget_leavesLargeGroupsAlone() throws IOException {
    publishMany();
    List<Object> before = content(folder);
    long small = GroupFiles.all(folder).stream().mapToLong(GroupFiles::size).min().orElseThrow();

    assertThat(new Compaction(folder, small).run(Duration.ZERO).groups()).isEqualTo(12);
    Compaction.Outcome outcome = new Compaction(folder, 3 * small).run(Duration.ZERO);

    assertThat(outcome.groupsBefore()).isEqualTo(12);
    assertThat(outcome.groups()).isBetween(3, 8);
    assertThat(content(folder)).isEqualTo(before);
    assertThat(files("trials")).hasSize(outcome.groups());
  }

  /** Only what failed in the target is replaced: not a success by a failure. */
  @Test
  void merge_trialThatFailedInTheSource_keepsTheOneThere() {
    writer.publish(SampleRows.group("a"));
    writer.publish(SampleRows.group(TrialState.FAILED, "b"));
    ResultsFolder other = at("other");
    new ResultsWriter(other).publish(SampleRows.group(TrialState.FAILED, "a", "b"));

    assertThat(new Merging(folder).add(other)).isEqualTo(new Merging.Outcome(0, 2, 0, List.of()));
    assertThat(reader.states()).containsEntry(SampleRows.id("a"), TrialState.DONE);
  }

  @Test
  void merge_pausedAndDecisions_comeAlongUnderTheirNames() {
    ResultsFolder other = at("other");
    ResultsWriter there = new ResultsWriter(other);
    there.publishPaused(SampleRows.paused("p"));
    there.publishDecisions(SampleRows.decisions("p", "q"));

    new Merging(folder).add(other);

    assertThat(reader.read(Table.PAUSED)).containsExactlyElementsOf(SampleRows.paused("p"));
    assertThat(reader.read(Table.DECISIONS)).hasSize(2);
    assertThat(folder.files(Table.PAUSED).get(0).getPath().getName())
        .isEqualTo(other.files(Table.PAUSED).get(0).getPath().getName());
  }

  @Test
  void merge_sweepFileOfTheSameNameAndOtherText_isKeptUnderAnother() {
    folder.replaceSweepFile("s.yaml", new byte[] {1});
    folder.replaceSweepFile("same.yaml", new byte[] {1});
    ResultsFolder other = at("other");
    other.replaceSweepFile("s.yaml", new byte[] {2});
    other.replaceSweepFile("same.yaml", new byte[] {1});
    other.replaceSweepFile("new.yaml", new byte[] {3});
    other.replaceSweepFile("s.lease", new byte[] {4});

    new Merging(folder).add(other);
    new Merging(folder).add(other);

    assertThat(folder.sweepFiles())
        .hasSize(4)
        .contains("new.yaml", "s.yaml", "same.yaml")
        .anyMatch(name -> name.matches("s-[0-9a-f]{8}\\.yaml"));
    assertThat(folder.sweepFile("s.yaml")).contains(new byte[] {1});
    assertThat(folder.sweepFile("new.yaml")).contains(new byte[] {3});
  }

  @Test
  void merge_groupThatIsNotCommittedOrComplete_isNotTaken() throws IOException {
    ResultsFolder other = at("other");
    GroupRows lost = SampleRows.group("lost");
    new ResultsWriter(other).publish(lost);
    Files.delete(directory.resolve("other/trials").resolve(lost.name().fileName()));
    assertThat(new Merging(folder).add(other).added()).isZero();
    GroupRows cut = SampleRows.group("cut");
    new ResultsWriter(other).publish(cut);
    Files.delete(directory.resolve("other/layers").resolve(cut.name().fileName()));

    assertThatThrownBy(() -> new Merging(folder).add(other))
        .isInstanceOf(ResultsException.class)
        .hasMessage(
            "Cannot add "
                + other
                + " to "
                + folder
                + ": group "
                + cut.name()
                + " has no file in layers");
    assertThat(reader.states()).isEmpty();
  }

  @Test
  void mend_twiceTheSameName_keepsBothAside() throws IOException {
    Path weights = Files.createDirectories(directory.resolve("results/weights"));
    for (int time = 1; time <= 3; time++) {
      Files.writeString(weights.resolve("lost.npz"), "x" + time);
      age("weights", Duration.ofHours(1));
      faults().forEach(fault -> Examination.mend(fault, folder));
    }

    assertThat(files("_quarantine/weights"))
        .extracting(file -> file.getFileName().toString())
        .containsExactly("lost.npz", "lost.npz.2", "lost.npz.3");
    assertThat(directory.resolve("results/_quarantine/weights/lost.npz.3")).hasContent("x3");
  }

  /** What another driver may still be writing or come back for is no fault. */
  @Test
  void examine_youngFiles_areNoFaults() throws IOException {
    Path root = directory.resolve("results");
    Files.writeString(Files.createDirectories(root.resolve("weights")).resolve("a.npz"), "x");
    Files.writeString(root.resolve("weights/notes.txt"), "x");
    Files.writeString(Files.createDirectories(root.resolve("_tmp")).resolve("b"), "x");
    new CheckpointFiles(folder).save(SampleRows.id("c"), new byte[3]);

    assertThat(faults()).isEmpty();

    age("weights", Duration.ofHours(1));
    try (Lease lease = Lease.take(folder, "small", Lease.TIME, () -> {})) {
      assertThat(faults()).isEmpty();
      assertThat(lease.takenFrom()).isEmpty();
    }
    assertThat(faults())
        .singleElement()
        .satisfies(
            fault -> {
              assertThat(fault.kind()).isEqualTo(Fault.Kind.ORPHAN);
              assertThat(fault.kind()).hasToString("orphan");
              assertThat(fault.what()).isEqualTo("weights/a.npz: its trial was never committed");
            });
  }

  @Test
  void examine_checkpointOfThirtyDays_isLeftAMomentLonger() throws IOException {
    new CheckpointFiles(folder).save(SampleRows.id("c"), new byte[3]);
    age("_checkpoints", Duration.ofDays(29));
    assertThat(faults()).isEmpty();

    age("_checkpoints", Duration.ofDays(4));
    assertThat(faults())
        .extracting(Fault::what)
        .containsExactly(
            "_checkpoints/"
                + SampleRows.id("c")
                + ".checkpoint: nobody came back for it in 33 days");
  }

  @Test
  void examine_failedTrialTrainedElsewhere_isNoDifferenceAndKeepsItsCheckpoint() {
    writer.publish(SampleRows.group(TrialState.FAILED, "a"));
    new CheckpointFiles(folder).save(SampleRows.id("a"), new byte[3]);
    assertThat(faults()).isEmpty();

    writer.publish(SampleRows.group("a"));

    assertThat(faults())
        .extracting(Fault::kind)
        .containsExactlyInAnyOrder(Fault.Kind.DUPLICATE, Fault.Kind.CHECKPOINT);
  }

  @Test
  void examine_damagedRowsBesideTrials_areMovedAside() throws IOException {
    writer.publishPaused(SampleRows.paused("p"));
    Path file = files("paused").get(0);
    Files.write(file, new byte[40]);

    List<Fault> faults = faults();

    assertThat(faults)
        .singleElement()
        .satisfies(
            fault -> {
              assertThat(fault.kind()).isEqualTo(Fault.Kind.CORRUPT);
              assertThat(fault.what())
                  .isEqualTo("paused/" + file.getFileName() + ": it is not a Parquet file");
              assertThat(fault.remedy()).isEqualTo("move it aside; no trial is lost");
            });
    faults.forEach(fault -> Examination.mend(fault, folder));
    assertThat(faults()).isEmpty();
  }
}
