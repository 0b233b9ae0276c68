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
 * Files whose rows are in merged files as well. A group is only ever removed while every trial of
 * it is committed by another group that stays, whatever the merged file says: the commit marker
 * goes first, so that a removal that is stopped leaves leftovers that do not count.
 */
final class Superseded {
  private final ResultsFolder folder;
  private final ResultsReader reader;
  private final SideFiles files;

  /** When the merged file that names a group was published, by the group's name. */
  private final Map<String, Instant> since = new HashMap<>();

  private final Map<String, Instant> attemptsSince = new HashMap<>();
  private final Map<String, Instant> decisionsSince = new HashMap<>();
  private final List<GroupFiles> groups;

  Superseded(ResultsFolder folder) {
    this.folder = folder;
    this.reader = new ResultsReader(folder);
    this.files = new SideFiles(folder);
    this.groups = GroupFiles.all(folder);
    folder.files(Table.TRIALS).forEach(file -> note(file, Table.TRIALS, since));
    folder.files(Table.ATTEMPTS).forEach(file -> note(file, Table.ATTEMPTS, attemptsSince));
    folder.files(Table.DECISIONS).forEach(file -> note(file, Table.DECISIONS, decisionsSince));
  }

  private void note(FileStatus file, Table<?> table, Map<String, Instant> into) {
    Instant published = Instant.ofEpochMilli(file.getModificationTime());
    GroupFiles.merged(folder, file, table)
        .forEach(name -> into.merge(name, published, BinaryOperator.minBy(Instant::compareTo)));
  }

  /** Groups that merged groups name. */
  Set<String> names() {
    return Set.copyOf(since.keySet());
  }

  Set<String> attemptNames() {
    return Set.copyOf(attemptsSince.keySet());
  }

  /** The files of decisions that are not in merged files as well. */
  List<FileStatus> leftDecisions() {
    List<FileStatus> left = new ArrayList<>(folder.files(Table.DECISIONS));
    left.removeAll(decisions(Instant.MAX));
    return left;
  }

  /** A file that was replaced since, as its rung was decided otherwise, is none of them. */
  private List<FileStatus> decisions(Instant limit) {
    if (decisionsSince.isEmpty()) {
      return List.of();
    }
    List<FileStatus> named = new ArrayList<>();
    Map<List<Object>, Long> staying = new HashMap<>();
    for (FileStatus file : folder.files(Table.DECISIONS)) {
      Instant published = decisionsSince.get(GroupName.ofFile(file.getPath().getName()).value());
      if (published == null) {
        reader.rungs(file).forEach((rung, decided) -> staying.merge(rung, decided, Math::max));
      } else if (!published.isAfter(limit)) {
        named.add(file);
      }
    }
    return named.stream()
        .filter(
            file ->
                reader.rungs(file).entrySet().stream()
                    .allMatch(
                        e -> staying.getOrDefault(e.getKey(), Long.MIN_VALUE) >= e.getValue()))
        .toList();
  }

  /** How many such files are there. */
  int count() {
    return files(Instant.MAX).size();
  }

  /** Those that were superseded at least {@code grace} ago. */
  List<FileStatus> olderThan(Duration grace) {
    if (since.isEmpty() && attemptsSince.isEmpty() && decisionsSince.isEmpty()) {
      return List.of();
    }
    try {
      return files(files.now().minus(grace));
    } catch (IOException e) {
      throw new ResultsException("Cannot write to " + folder + ": " + FailureReason.of(e), e);
    }
  }

  private List<FileStatus> files(Instant limit) {
    List<FileStatus> found = new ArrayList<>();
    Map<String, Commit> staying = staying();
    for (GroupFiles group : groups) {
      Instant published = since.get(group.name().value());
      if (published != null && !published.isAfter(limit) && isCovered(group, staying)) {
        found.addAll(group.markerFirst());
      }
    }
    for (FileStatus file : folder.files(Table.ATTEMPTS)) {
      Instant published = attemptsSince.get(GroupName.ofFile(file.getPath().getName()).value());
      if (published != null && !published.isAfter(limit)) {
        found.add(file);
      }
    }
    found.addAll(decisions(limit));
    return found;
  }

  /** What the groups that nothing supersedes commit. */
  private Map<String, Commit> staying() {
    Map<String, Commit> staying = new HashMap<>();
    for (GroupFiles group : groups) {
      if (!since.containsKey(group.name().value())) {
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
        throw new ResultsException(
            "Cannot delete " + ResultsFolder.display(file.getPath()) + ": " + FailureReason.of(e),
            e);
      }
    }
    return old.size();
  }
}
