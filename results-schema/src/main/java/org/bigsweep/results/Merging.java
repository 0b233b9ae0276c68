package org.bigsweep.results;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * An operation that adds the trials of other results folders to one. It publishes groups there as
 * any writer does. A trial that both folders have is left as it is, unless it failed only in the
 * target. If it is stopped anywhere, adding the same folder again does the rest.
 */
public final class Merging {
  private final ResultsFolder into;
  private final Publication publication;

  /**
   * The result of adding a folder.
   *
   * @param added number of trials that the target lacked or that had failed there
   * @param present number of trials that both folders have
   * @param otherKernels how many of those have other values on another BLAS kernel family
   * @param differing ids of those that have other values on the same kernel family, which should
   *     never happen
   */
  public record Outcome(long added, long present, long otherKernels, List<String> differing) {
    public Outcome {
      differing = List.copyOf(differing);
    }
  }

  public Merging(ResultsFolder into) {
    this.into = into;
    this.publication = into.publication();
  }

  /**
   * Adds what {@code source} holds.
   *
   * @throws ResultsException if a file cannot be read or written
   */
  public Outcome add(ResultsFolder source) {
    try {
      return tryAdd(source);
    } catch (IOException e) {
      throw ResultsException.of("add " + source + " to", into, e);
    }
  }

  private Outcome tryAdd(ResultsFolder source) throws IOException {
    Map<String, TrialDigest> known = new HashMap<>();
    try (Stream<Trial> rows = new ResultsReader(into).read(Table.TRIALS)) {
      rows.forEach(row -> known.put(row.getTrialId(), TrialDigest.of(row)));
    }
    ResultsReader reader = new ResultsReader(source);
    Map<String, Commit> commits = reader.commits();
    addStarts(source, reader);
    long added = 0;
    long present = 0;
    long otherKernels = 0;
    List<String> differing = new ArrayList<>();
    for (GroupFiles group : GroupFiles.all(source)) {
      List<Trial> wanted = new ArrayList<>();
      if (!group.isCommitted()) {
        continue;
      }
      List<Trial> rows;
      try (Stream<Trial> trials = reader.rows(group.files().get(Table.TRIALS), Table.TRIALS)) {
        rows =
            trials.filter(t -> commits.get(t.getTrialId()).group().equals(group.name())).toList();
      }
      for (Trial row : rows) {
        TrialDigest here = known.get(row.getTrialId());
        TrialDigest there = TrialDigest.of(row);
        if (here == null || here.failed() && !there.failed()) {
          wanted.add(row);
          continue;
        }
        present++;
        if (here.differsFrom(there)) {
          if (here.kernel().equals(there.kernel())) {
            differing.add(row.getTrialId());
          } else {
            otherKernels++;
          }
        }
      }
      added += wanted.size();
      add(group, wanted, source, reader);
    }
    addSideFiles(source);
    return new Outcome(added, present, otherKernels, differing);
  }

  private void add(GroupFiles group, List<Trial> wanted, ResultsFolder source, ResultsReader reader)
      throws IOException {
    if (wanted.isEmpty()) {
      return;
    }
    Set<String> ids = new HashSet<>();
    for (Trial row : wanted) {
      ids.add(row.getTrialId());
      copyIfMissing(source, source.weights(row.getTrialId()), into.weights(row.getTrialId()));
    }
    GroupName name = GroupName.of(wanted.stream().map(GroupRows::label).toList());
    for (Table<?> table : GroupFiles.TABLES) {
      addRows(table, group.files().get(table), name, ids::contains, reader);
    }
  }

  private <R extends SpecificRecord> void addRows(
      Table<R> table,
      FileStatus file,
      GroupName name,
      Predicate<String> wanted,
      ResultsReader reader)
      throws IOException {
    if (file == null) {
      throw new IOException("group " + name + " has no file in " + table);
    }
    publication.publish(
        into.file(table, name),
        new RowFile<>(
            table,
            () -> reader.rows(file, table).filter(row -> wanted.test(table.trialId(row))),
            Map.of()));
  }

  /** Adds the tables in which every row counts once; files keep their names. */
  private void addStarts(ResultsFolder source, ResultsReader reader) throws IOException {
    for (Table<?> table : Table.all()) {
      if (!GroupFiles.TABLES.contains(table)) {
        Set<GroupName> there = new HashSet<>();
        into.files(table).forEach(f -> there.add(GroupName.of(f)));
        for (FileStatus file : source.files(table)) {
          GroupName name = GroupName.of(file).checked(file);
          if (!there.contains(name)) {
            addRows(table, file, name, id -> true, reader);
          }
        }
      }
    }
  }

  private void addSideFiles(ResultsFolder source) throws IOException {
    SideFiles from = new SideFiles(source);
    for (FileStatus file : from.list(source.sweeps())) {
      String name = file.getPath().getName();
      if (name.endsWith(".yaml")) {
        into.keepSweepFile(name, from.read(file.getPath()).orElseThrow());
      }
    }
    Set<String> finished = new ResultsReader(into).states().keySet();
    for (FileStatus file : new CheckpointFiles(source).found()) {
      String trial = CheckpointFiles.trial(file);
      if (!finished.contains(trial)) {
        copyIfMissing(
            source, file.getPath(), new Path(into.checkpoints(), file.getPath().getName()));
      }
    }
  }

  private void copyIfMissing(ResultsFolder source, Path from, Path to) throws IOException {
    if (into.fileSystem().exists(to) || !source.fileSystem().exists(from)) {
      return;
    }
    publication.publish(
        to,
        out -> {
          try (FSDataInputStream in = source.fileSystem().open(from)) {
            in.transferTo(out);
          }
        });
  }
}
