package org.bigsweep.results;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.specific.SpecificRecord;
import org.apache.hadoop.fs.FileStatus;

/**
 * A reader of a results folder. It returns every committed trial once, with the epochs and layers
 * of the group that committed it, every attempt once, every epoch of a paused trial once, and every
 * rung as it was decided last.
 *
 * <p>If several groups committed a trial, one in which it did not fail counts; among equals, the
 * first by group name. A reader lists the folder anew at every call and works on the calling
 * thread.
 */
public final class ResultsReader {
  private static final String TRIAL_ID = "trial_id";
  private static final String STATE = "state";
  private static final String ATTEMPT_ID = "attempt_id";
  private static final String EPOCH = "epoch";
  private static final String DECIDED_AT = "decided_at";

  /** The columns that tell rungs of {@code decisions} apart. */
  private static final List<String> RUNG = List.of("sweep", "schedule", "bracket", "rung");

  /** The states that a row of trials can have. */
  private static final Set<TrialState> ENDED = EnumSet.complementOf(EnumSet.of(TrialState.PAUSED));

  private final ResultsFolder folder;

  public ResultsReader(ResultsFolder folder) {
    this.folder = folder;
  }

  /**
   * How every committed trial ended, by trial id. Reads two columns.
   *
   * @throws ResultsException if a file cannot be read
   */
  public Map<String, TrialState> states() {
    Map<String, TrialState> states = new TreeMap<>();
    commits().forEach((id, commit) -> states.put(id, commit.state()));
    return states;
  }

  /**
   * Whether every row of the files counts: no trial is in two groups, and no file of epochs or
   * layers is without its trials. Reads one column, of at most {@code most} files.
   *
   * @param most the most files of trials to look at; if there are more, the answer is no
   * @throws ResultsException if a file cannot be read
   */
  public boolean isPlain(int most) {
    Set<String> details = new HashSet<>(names(Table.EPOCHS));
    details.addAll(names(Table.LAYERS));
    List<FileStatus> files = folder.files(Table.TRIALS);
    if (files.size() > most) {
      return false;
    }
    files.forEach(file -> details.remove(file.getPath().getName()));
    if (!details.isEmpty()) {
      return false;
    }
    Schema schema = projection(Table.TRIALS, List.of());
    int trialId = schema.getField(TRIAL_ID).pos();
    Set<String> seen = new HashSet<>();
    for (FileStatus file : files) {
      try (Stream<GenericRecord> rows = rows(file, schema, GenericData.get())) {
        if (!rows.allMatch(row -> seen.add(row.get(trialId).toString()))) {
          return false;
        }
      }
    }
    return true;
  }

  private List<String> names(Table<?> table) {
    return files(table).map(ResultsReader::name).toList();
  }

  /**
   * The rows of a table, file by file as the stream goes; close it if it is not read to its end.
   *
   * @throws ResultsException now or while streaming, if a file cannot be read
   */
  public <R extends SpecificRecord> Stream<R> read(Table<R> table) {
    return rows(table, table.schema(), table.model());
  }

  /**
   * Like {@link #read(Table)}, but reads only {@code columns} and those that tell rows apart.
   *
   * @throws IllegalArgumentException if the table has no such column
   * @throws ResultsException now or while streaming, if a file cannot be read
   */
  public Stream<GenericRecord> read(Table<?> table, List<String> columns) {
    return rows(table, projection(table, columns), GenericData.get());
  }

  private <R extends IndexedRecord> Stream<R> rows(
      Table<?> table, Schema schema, GenericData model) {
    int trialId = schema.getField(TRIAL_ID).pos();
    Optional<List<String>> uncommitted = uncommittedKey(table);
    if (uncommitted.isPresent()) {
      Function<IndexedRecord, List<Object>> key = values(schema, uncommitted.get());
      if (table == Table.DECISIONS) {
        Map<List<Object>, String> telling = rungFiles();
        return files(table)
            .flatMap(
                file ->
                    this.<R>rows(file, schema, model)
                        .filter(row -> name(file).equals(telling.get(key.apply(row)))));
      }
      Set<List<Object>> seen = new HashSet<>();
      return files(table)
          .flatMap(file -> this.<R>rows(file, schema, model))
          .filter(row -> seen.add(key.apply(row)));
    }
    Map<String, Commit> commits = commits();
    return files(table)
        .flatMap(
            file -> {
              GroupName group = GroupName.of(file);
              return this.<R>rows(file, schema, model)
                  .filter(
                      row ->
                          Optional.ofNullable(commits.get((String) row.get(trialId)))
                              .filter(commit -> commit.group().equals(group))
                              .isPresent());
            });
  }

  private static Function<IndexedRecord, List<Object>> values(Schema schema, List<String> columns) {
    int[] positions = columns.stream().mapToInt(c -> schema.getField(c).pos()).toArray();
    return row -> Arrays.stream(positions).mapToObj(row::get).toList();
  }

  private static String name(FileStatus file) {
    return file.getPath().getName();
  }

  /**
   * The file that holds each rung: among several, the one decided last; among equals, the first.
   */
  Map<List<Object>, String> rungFiles() {
    Map<List<Object>, Long> latest = new HashMap<>();
    Map<List<Object>, String> files = new HashMap<>();
    files(Table.DECISIONS)
        .forEach(
            file ->
                rungs(file)
                    .forEach(
                        (rung, decided) -> {
                          if (decided > latest.getOrDefault(rung, Long.MIN_VALUE)) {
                            latest.put(rung, decided);
                            files.put(rung, name(file));
                          }
                        }));
    return files;
  }

  /** The rungs that a file of decisions holds, and when each was decided. */
  Map<List<Object>, Long> rungs(FileStatus file) {
    Schema schema = projection(Table.DECISIONS, List.of(DECIDED_AT));
    Function<IndexedRecord, List<Object>> key = values(schema, RUNG);
    Map<List<Object>, Long> rungs = new HashMap<>();
    try (Stream<GenericRecord> rows = rows(file, schema, GenericData.get())) {
      rows.forEach(row -> rungs.merge(key.apply(row), (Long) row.get(DECIDED_AT), Math::max));
    }
    return rungs;
  }

  /** What {@link #rungs} knows the rung of a decision by. */
  static List<Object> rung(Decision row) {
    return List.of(row.getSweep(), row.getSchedule(), row.getBracket(), row.getRung());
  }

  /**
   * The columns that make a row unique in a table whose rows count whatever became of the trial.
   */
  private static Optional<List<String>> uncommittedKey(Table<?> table) {
    if (table == Table.ATTEMPTS) {
      return Optional.of(List.of(ATTEMPT_ID));
    }
    if (table == Table.PAUSED) {
      return Optional.of(List.of(TRIAL_ID, EPOCH));
    }
    return table == Table.DECISIONS ? Optional.of(RUNG) : Optional.empty();
  }

  /** The group that each trial counts as part of. */
  Map<String, Commit> commits() {
    Map<String, Commit> commits = new HashMap<>();
    for (FileStatus file : folder.files(Table.TRIALS)) {
      commits(file)
          .forEach((id, commit) -> commits.merge(id, commit, BinaryOperator.minBy(Commit.ORDER)));
    }
    return commits;
  }

  /** The trials that one file of {@code trials} commits. */
  Map<String, Commit> commits(FileStatus file) {
    Schema schema = projection(Table.TRIALS, List.of(STATE));
    int trialId = schema.getField(TRIAL_ID).pos();
    int state = schema.getField(STATE).pos();
    GroupName group = GroupName.of(file);
    Map<String, Commit> commits = new HashMap<>();
    try (Stream<GenericRecord> rows = rows(file, schema, GenericData.get())) {
      rows.forEach(
          row ->
              commits.put(
                  row.get(trialId).toString(),
                  new Commit(state(row.get(state).toString(), file), group)));
    }
    return commits;
  }

  /** Every row of one file, whether or not it counts. */
  <R extends SpecificRecord> Stream<R> rows(FileStatus file, Table<R> table) {
    return rows(file, table.schema(), table.model());
  }

  private static TrialState state(String name, FileStatus file) {
    return ENDED.stream()
        .filter(state -> state.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new ResultsException(
                    "Cannot read "
                        + ResultsFolder.display(file.getPath())
                        + ": it is of another kind: it has a trial in state "
                        + name));
  }

  private Stream<FileStatus> files(Table<?> table) {
    return folder.files(table).stream();
  }

  private <R extends IndexedRecord> Stream<R> rows(
      FileStatus file, Schema schema, GenericData model) {
    return new TableFile<R>(folder.fileSystem(), file, schema, model).rows();
  }

  private static Schema projection(Table<?> table, List<String> columns) {
    Set<String> needed = new LinkedHashSet<>(columns);
    needed.add(TRIAL_ID);
    uncommittedKey(table).ifPresent(needed::addAll);
    Schema whole = table.schema();
    List<Schema.Field> fields =
        needed.stream()
            .map(
                name ->
                    Optional.ofNullable(whole.getField(name))
                        .orElseThrow(
                            () ->
                                new IllegalArgumentException(
                                    "Invalid column: " + name + " (must be one of " + table + ")")))
            .map(field -> new Schema.Field(field, field.schema()))
            .toList();
    return Schema.createRecord(
        whole.getName() + "Columns", whole.getDoc(), whole.getNamespace(), false, fields);
  }
}
