package org.bigsweep.results;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BinaryOperator;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.apache.hadoop.fs.FileStatus;

/**
 * The committed trials of a folder that changes, kept in memory. A call of {@link #refresh} reads
 * only the files that have come since the last one, so it costs a listing if nothing has come.
 *
 * <p>What counts is what {@link ResultsReader} returns, with one exception: a file that cannot be
 * read does not hide the others. Its trials are left out until it can be read, and {@link #faults}
 * names it. Equal texts of all trials are one object, so that 30,000 trials take some 60 MB.
 *
 * <p>One thread refreshes; any thread may call the other methods.
 */
public final class FollowedTrials {
  private final ResultsFolder folder;
  private final Map<String, String> texts = new HashMap<>();
  private Map<String, Held> files = new LinkedHashMap<>();
  private volatile Map<String, Counted> counted = Map.of();
  private volatile List<String> faults = List.of();

  /** A file as it was read. */
  private record Held(long length, long written, List<Trial> rows) {
    boolean isOf(FileStatus file) {
      return length == file.getLen() && written == file.getModificationTime();
    }
  }

  private record Counted(Trial trial, Commit commit) {}

  public FollowedTrials(ResultsFolder folder) {
    this.folder = folder;
  }

  /**
   * Reads what has changed in the folder.
   *
   * @return whether other trials count than before
   * @throws ResultsException if the folder is gone or cannot be listed; what was read stays
   */
  public boolean refresh() {
    if (!folder.exists()) {
      throw new ResultsException("Cannot read results: no folder " + folder);
    }
    Map<String, Held> now = new LinkedHashMap<>();
    List<String> unreadable = new ArrayList<>();
    boolean changed = false;
    for (FileStatus file : folder.files(Table.TRIALS)) {
      String name = file.getPath().getName();
      Held before = files.get(name);
      if (before != null && before.isOf(file)) {
        now.put(name, before);
        continue;
      }
      try {
        now.put(name, new Held(file.getLen(), file.getModificationTime(), rows(file)));
        changed = true;
      } catch (ResultsException e) {
        unreadable.add(e.getMessage());
      }
    }
    changed |= !now.keySet().equals(files.keySet());
    files = now;
    faults = List.copyOf(unreadable);
    if (changed) {
      counted = counting(now);
    }
    return changed;
  }

  private List<Trial> rows(FileStatus file) {
    try (Stream<Trial> rows = new ResultsReader(folder).rows(file, Table.TRIALS)) {
      return rows.map(this::shared).toList();
    }
  }

  /** The same row, with texts that other rows hold too. */
  private Trial shared(Trial row) {
    for (Schema.Field field : row.getSchema().getFields()) {
      if (row.get(field.pos()) instanceof String text) {
        row.put(field.pos(), shared(text));
      }
    }
    Map<String, String> parameters = new HashMap<>();
    row.getParameters().forEach((name, value) -> parameters.put(shared(name), shared(value)));
    row.put(row.getSchema().getField("parameters").pos(), Map.copyOf(parameters));
    return row;
  }

  private String shared(String text) {
    return texts.computeIfAbsent(text, t -> t);
  }

  private static Map<String, Counted> counting(Map<String, Held> files) {
    Map<String, Counted> counting = new LinkedHashMap<>();
    BinaryOperator<Counted> first =
        BinaryOperator.minBy((a, b) -> Commit.ORDER.compare(a.commit(), b.commit()));
    files.forEach(
        (name, held) -> {
          GroupName group = GroupName.ofFile(name);
          for (Trial row : held.rows()) {
            counting.merge(
                row.getTrialId(), new Counted(row, new Commit(TrialState.of(row), group)), first);
          }
        });
    return counting;
  }

  /** The trials that count. */
  public Collection<Trial> trials() {
    return counted.values().stream().map(Counted::trial).toList();
  }

  /** The trial with this id. */
  public Optional<Trial> trial(String id) {
    return Optional.ofNullable(counted.get(id)).map(Counted::trial);
  }

  /** What could not be read at the last {@link #refresh}, a sentence for each file. */
  public List<String> faults() {
    return faults;
  }

  /**
   * The rows of a trial's epochs or layers. Reads the file of the group that committed the trial,
   * and no other.
   *
   * @throws ResultsException if the file cannot be read
   */
  public <R extends SpecificRecord> List<R> details(Table<R> table, String id) {
    return details(table, Set.of(id));
  }

  /**
   * The same for several trials. Each file is read once.
   *
   * @throws ResultsException if a file cannot be read
   */
  public <R extends SpecificRecord> List<R> details(Table<R> table, Set<String> ids) {
    Map<String, Set<String>> byFile = new HashMap<>();
    for (String id : ids) {
      Counted found = counted.get(id);
      if (found != null) {
        String name = found.commit().group().fileName();
        byFile.computeIfAbsent(name, n -> new HashSet<>()).add(id);
      }
    }
    if (byFile.isEmpty()) {
      return List.of();
    }
    List<R> details = new ArrayList<>();
    for (FileStatus file : folder.files(table)) {
      Set<String> wanted = byFile.getOrDefault(file.getPath().getName(), Set.of());
      if (!wanted.isEmpty()) {
        try (Stream<R> rows = new ResultsReader(folder).rows(file, table)) {
          rows.filter(row -> wanted.contains(table.trialId(row))).forEach(details::add);
        }
      }
    }
    return details;
  }
}
