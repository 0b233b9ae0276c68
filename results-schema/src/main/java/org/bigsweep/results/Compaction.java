package org.bigsweep.results;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * An operation that merges many small groups into few larger ones, and likewise files of attempts
 * and of decisions. A merged group is a group like any other, published in the same order. Its
 * commit marker names the groups whose counting rows it holds. These groups stay for a while, so
 * that readers that have listed them still find them, and are then {@link Superseded removed}. If a
 * compaction is stopped anywhere, readers count the same rows, and the next compaction goes on.
 */
public final class Compaction {
  /** Approximate bytes of a merged group. */
  public static final long TARGET = 64L << 20;

  private final ResultsFolder folder;
  private final ResultsReader reader;
  private final Publication publication;
  private final long target;

  /**
   * The result of a compaction.
   *
   * @param groupsBefore groups that nothing superseded before
   * @param groups groups that nothing supersedes
   * @param attempts files of attempts that were merged
   * @param removed files that were removed, superseded by this or earlier compactions
   * @param waiting superseded files that are kept for readers
   */
  public record Outcome(int groupsBefore, int groups, int attempts, int removed, int waiting) {}

  /**
   * @param target approximate bytes of a merged group; groups of at least half that size are left
   *     alone
   */
  public Compaction(ResultsFolder folder, long target) {
    this.folder = folder;
    this.reader = new ResultsReader(folder);
    this.publication = folder.publication();
    this.target = target;
  }

  /**
   * Merges, and removes what was superseded at least {@code grace} ago.
   *
   * @throws ResultsException if a file cannot be read or written
   */
  public Outcome run(Duration grace) {
    Superseded superseded = new Superseded(folder);
    int removed = superseded.remove(grace);
    int before = committed(superseded);
    int attempts = 0;
    boolean more = true;
    while (more) { // many small groups shrink by more than their number: merged ones may be small
      more = false;
      Map<String, Commit> commits = reader.commits();
      for (List<GroupFiles> batch : batches(superseded.names(Table.TRIALS))) {
        more |= merge(batch, commits);
      }
      for (List<FileStatus> batch : attemptBatches(superseded.names(Table.ATTEMPTS))) {
        mergeAttempts(batch);
        attempts += batch.size();
      }
      filled(superseded.leftDecisions(), FileStatus::getLen).forEach(this::mergeDecisions);
      superseded = new Superseded(folder);
    }
    if (grace.isZero()) {
      removed += superseded.remove(grace);
      superseded = new Superseded(folder);
    }
    return new Outcome(before, committed(superseded), attempts, removed, superseded.count());
  }

  /** Committed groups that nothing supersedes. */
  private int committed(Superseded superseded) {
    return (int)
        GroupFiles.all(folder).stream()
            .filter(GroupFiles::isCommitted)
            .filter(group -> !superseded.names(Table.TRIALS).contains(group.name().value()))
            .count();
  }

  /** Committed small groups of one numerics version each, by name, up to the target together. */
  private List<List<GroupFiles>> batches(Set<String> superseded) {
    Map<Integer, List<GroupFiles>> small = new HashMap<>();
    for (GroupFiles group : GroupFiles.all(folder)) {
      if (group.isCommitted()
          && group.size() < target / 2
          && !superseded.contains(group.name().value())) {
        versions(group)
            .forEach(version -> small.computeIfAbsent(version, v -> new ArrayList<>()).add(group));
      }
    }
    List<List<GroupFiles>> batches = new ArrayList<>();
    small.values().forEach(groups -> batches.addAll(filled(groups, GroupFiles::size)));
    return batches;
  }

  /** The group's numerics version; none if it has several, so that it is left alone. */
  private Set<Integer> versions(GroupFiles group) {
    try (Stream<Trial> trials = trials(group)) {
      Set<Integer> versions = trials.map(Trial::getNumericsVersion).collect(Collectors.toSet());
      return versions.size() == 1 ? versions : Set.of();
    }
  }

  /** Batches of two and more, each up to the target together, in order. */
  private <T> List<List<T>> filled(List<T> parts, ToLongFunction<T> bytes) {
    List<List<T>> batches = new ArrayList<>();
    List<T> batch = new ArrayList<>();
    long size = 0;
    for (T part : parts) {
      batch.add(part);
      size += bytes.applyAsLong(part);
      if (size >= target) {
        batches.add(batch);
        batch = new ArrayList<>();
        size = 0;
      }
    }
    batches.add(batch);
    batches.removeIf(b -> b.size() < 2);
    return batches;
  }

  /**
   * Publishes the rows of {@code groups} that count as one group.
   *
   * @return false if this makes no new group
   */
  boolean merge(List<GroupFiles> groups, Map<String, Commit> commits) {
    List<String> labels = new ArrayList<>();
    for (GroupFiles group : groups) {
      try (Stream<Trial> trials = trials(group)) {
        trials
            .filter(trial -> counts(trial.getTrialId(), group, commits))
            .map(GroupRows::label)
            .forEach(labels::add);
      }
    }
    GroupName name = GroupName.of(labels);
    Set<String> sources =
        groups.stream().map(g -> g.name().value()).collect(Collectors.toCollection(TreeSet::new));
    if (labels.isEmpty() || sources.contains(name.value())) {
      return false;
    }
    publish(Table.EPOCHS, name, groups, commits, Map.of());
    publish(Table.LAYERS, name, groups, commits, Map.of());
    publish(
        Table.TRIALS, name, groups, commits, Map.of(GroupFiles.MERGED, String.join(" ", sources)));
    return true;
  }

  private Stream<Trial> trials(GroupFiles group) {
    return group.file(Table.TRIALS).stream().flatMap(file -> reader.rows(file, Table.TRIALS));
  }

  private static boolean counts(String trialId, GroupFiles group, Map<String, Commit> commits) {
    Commit commit = commits.get(trialId);
    return commit != null && commit.group().equals(group.name());
  }

  private <R extends SpecificRecord> void publish(
      Table<R> table,
      GroupName name,
      Collection<GroupFiles> groups,
      Map<String, Commit> commits,
      Map<String, String> notes) {
    write(
        folder.file(table, name),
        new RowFile<>(
            table,
            () ->
                groups.stream()
                    .flatMap(
                        group ->
                            group.file(table).stream()
                                .flatMap(file -> reader.rows(file, table))
                                .filter(row -> counts(table.trialId(row), group, commits))),
            notes));
  }

  private List<List<FileStatus>> attemptBatches(Set<String> superseded) {
    List<FileStatus> small =
        folder.files(Table.ATTEMPTS).stream()
            .filter(file -> file.getLen() < target / 2)
            .filter(file -> !superseded.contains(GroupName.of(file).value()))
            .toList();
    return filled(small, FileStatus::getLen);
  }

  private void mergeAttempts(List<FileStatus> files) {
    Set<String> ids = new HashSet<>();
    for (FileStatus file : files) {
      try (Stream<Attempt> attempts = reader.rows(file, Table.ATTEMPTS)) {
        attempts.map(Attempt::getAttemptId).forEach(ids::add);
      }
    }
    GroupName name = GroupName.of(ids);
    String sources =
        files.stream()
            .map(file -> GroupName.of(file).value())
            .filter(source -> !source.equals(name.value()))
            .collect(Collectors.joining(" "));
    write(
        folder.file(Table.ATTEMPTS, name),
        new RowFile<>(
            Table.ATTEMPTS,
            () -> {
              Set<String> seen = new HashSet<>();
              return files.stream()
                  .flatMap(file -> reader.rows(file, Table.ATTEMPTS))
                  .filter(attempt -> seen.add(attempt.getAttemptId()));
            },
            Map.of(GroupFiles.MERGED, sources)));
  }

  /**
   * Merges files of decisions, leaving out rungs for which another file counts. A rung that is
   * decided again keeps the name of its file.
   */
  private void mergeDecisions(List<FileStatus> files) {
    Map<List<Object>, String> telling = reader.rungFiles();
    List<Decision> decisions = new ArrayList<>();
    Set<String> sources = new TreeSet<>();
    for (FileStatus file : files) {
      String name = file.getPath().getName();
      try (Stream<Decision> rows = reader.rows(file, Table.DECISIONS)) {
        rows.filter(row -> name.equals(telling.get(ResultsReader.rung(row))))
            .forEach(decisions::add);
      }
      sources.add(GroupName.ofFile(name).value());
      sources.addAll(GroupFiles.merged(folder, file, Table.DECISIONS));
    }
    if (decisions.isEmpty()) {
      return;
    }
    GroupName name = ResultsWriter.decisionsName(decisions);
    sources.remove(name.value());
    Map<String, String> notes = Map.of(GroupFiles.MERGED, String.join(" ", sources));
    Path target = folder.file(Table.DECISIONS, name);
    try {
      publication.replace(target, new RowFile<>(Table.DECISIONS, decisions::stream, notes));
    } catch (IOException e) {
      throw ResultsException.of("write", target, e);
    }
  }

  private void write(Path target, Publication.Content content) {
    try {
      publication.publish(target, content);
    } catch (IOException e) {
      throw ResultsException.of("write", target, e);
    }
  }
}
