package org.bigsweep.results;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BinaryOperator;
import org.apache.hadoop.fs.FileStatus;

/**
 * The files whose rows are in merged files as well. A group is removed only while every trial of it
 * is committed by another group that stays, whatever the merged file says. The commit marker goes
 * first, so a removal that is stopped leaves only leftovers that do not count.
 */
final class Superseded {
  private final ResultsFolder folder;
  private final ResultsReader reader;
  private final SideFiles files;

  /** When the merged file that names a file was published, by the latter's group. */
  private final Map<Table<?>, Map<String, Instant>> since = new HashMap<>();

  private final List<GroupFiles> groups;

  Superseded(ResultsFolder folder) {
    this.folder = folder;
    this.reader = new ResultsReader(folder);
    this.files = new SideFiles(folder);
    this.groups = GroupFiles.all(folder);
    for (Table<?> table : List.of(Table.TRIALS, Table.ATTEMPTS, Table.DECISIONS)) {
      Map<String, Instant> named = new HashMap<>();
      for (FileStatus file : folder.files(table)) {
        Instant published = Instant.ofEpochMilli(file.getModificationTime());
        GroupFiles.merged(folder, file, table)
            .forEach(
                name -> named.merge(name, published, BinaryOperator.minBy(Instant::compareTo)));
      }
      since.put(table, named);
    }
  }

  /** Groups that merged files of a table name. */
  Set<String> names(Table<?> table) {
    return since.get(table).keySet();
  }

  /** The files of a table that merged files have named, at {@code limit} at the latest. */
  private List<FileStatus> named(Table<?> table, Instant limit) {
    return folder.files(table).stream()
        .filter(file -> isNamed(table, GroupName.of(file), limit))
        .toList();
  }

  private boolean isNamed(Table<?> table, GroupName name, Instant limit) {
    Instant published = since.get(table).get(name.value());
    return published != null && !published.isAfter(limit);
  }

  /** The files of decisions that are not in merged files as well. */
  List<FileStatus> leftDecisions() {
    List<FileStatus> left = new ArrayList<>(folder.files(Table.DECISIONS));
    left.removeAll(decisions(Instant.MAX));
    return left;
  }

  /**
   * The superseded files of decisions. A file that was replaced since, because its rung was decided
   * differently, is not among them.
   */
  private List<FileStatus> decisions(Instant limit) {
    List<FileStatus> staying = new ArrayList<>(folder.files(Table.DECISIONS));
    staying.removeAll(named(Table.DECISIONS, Instant.MAX));
    Map<List<Object>, Long> decided = new HashMap<>();
    staying.forEach(
        file -> reader.rungs(file).forEach((rung, at) -> decided.merge(rung, at, Math::max)));
    return named(Table.DECISIONS, limit).stream()
        .filter(
            file ->
                reader.rungs(file).entrySet().stream()
                    .allMatch(
                        e -> decided.getOrDefault(e.getKey(), Long.MIN_VALUE) >= e.getValue()))
        .toList();
  }

  /** How many such files are there. */
  int count() {
    return files(Instant.MAX).size();
  }

  /** Those that were superseded at least {@code grace} ago. */
  List<FileStatus> olderThan(Duration grace) {
    if (since.values().stream().allMatch(Map::isEmpty)) {
      return List.of();
    }
    try {
      return files(files.now().minus(grace));
    } catch (IOException e) {
      throw ResultsException.of("write to", folder, e);
    }
  }

  private List<FileStatus> files(Instant limit) {
    List<FileStatus> found = new ArrayList<>();
    Map<String, Commit> staying = staying();
    for (GroupFiles group : groups) {
      if (isNamed(Table.TRIALS, group.name(), limit) && isCovered(group, staying)) {
        found.addAll(group.markerFirst());
      }
    }
    found.addAll(named(Table.ATTEMPTS, limit));
    found.addAll(decisions(limit));
    return found;
  }

  /** The trials that groups commit which nothing supersedes. */
  private Map<String, Commit> staying() {
    Map<String, Commit> staying = new HashMap<>();
    for (GroupFiles group : groups) {
      if (!names(Table.TRIALS).contains(group.name().value())) {
        group
            .file(Table.TRIALS)
            .ifPresent(
                file ->
                    reader
                        .commits(file)
                        .forEach(
                            (id, c) -> staying.merge(id, c, BinaryOperator.minBy(Commit.ORDER))));
      }
    }
    return staying;
  }

  private boolean isCovered(GroupFiles group, Map<String, Commit> staying) {
    return group.file(Table.TRIALS).map(reader::commits).orElse(Map.of()).entrySet().stream()
        .allMatch(
            trial -> {
              Commit other = staying.get(trial.getKey());
              return other != null && (trial.getValue().failed() || !other.failed());
            });
  }

  /** Removes those that were superseded at least {@code grace} ago; tells how many files. */
  int remove(Duration grace) {
    List<FileStatus> old = olderThan(grace);
    for (FileStatus file : old) {
      try {
        files.delete(file.getPath());
      } catch (IOException e) {
        throw ResultsException.of("delete", file.getPath(), e);
      }
    }
    return old.size();
  }
}
