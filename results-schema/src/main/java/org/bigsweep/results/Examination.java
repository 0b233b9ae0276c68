package org.bigsweep.results;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A check that reads every byte of a results folder and lists its faults. Leases and age, by the
 * file system's clock, decide whether unfinished work still has a worker. While a driver holds a
 * lease, the examination ignores unfinished groups.
 */
public final class Examination {
  private static final Duration OLD_CHECKPOINT = Duration.ofDays(30);
  private static final String RETRAIN = "the next run trains their trials again";

  private final ResultsFolder folder;
  private final ResultsReader reader;
  private final SideFiles files;
  private final int numericsVersion;
  private final Duration grace;
  private final List<Fault> faults = new ArrayList<>();
  private final Map<String, List<GroupedTrial>> held = new HashMap<>();
  private final Set<GroupName> broken = new HashSet<>();
  private final Set<GroupName> outdated = new HashSet<>();
  private Instant now = Instant.EPOCH;
  private boolean underWay;

  /** A trial's row in one group. */
  private record GroupedTrial(GroupName group, TrialDigest digest) {}

  private Examination(ResultsFolder folder, int numericsVersion, Duration grace) {
    this.folder = folder;
    this.reader = new ResultsReader(folder);
    this.files = new SideFiles(folder);
    this.numericsVersion = numericsVersion;
    this.grace = grace;
  }

  /**
   * Everything that is wrong in {@code folder}.
   *
   * @param numericsVersion numerics version of this engine
   * @param grace time for which compaction keeps superseded files for readers
   * @throws ResultsException if the folder is out of reach
   */
  public static List<Fault> of(ResultsFolder folder, int numericsVersion, Duration grace) {
    Examination examination = new Examination(folder, numericsVersion, grace);
    try {
      examination.examine();
    } catch (IOException e) {
      throw ResultsException.of("examine", folder, e);
    }
    return List.copyOf(examination.faults);
  }

  private void examine() throws IOException {
    now = files.now();
    leases();
    List<GroupFiles> groups = GroupFiles.all(folder);
    groups.forEach(this::group);
    tables();
    superseded();
    duplicates(groups);
    checkpoints();
    weights();
    unfinishedFiles();
  }

  private void leases() throws IOException {
    for (FileStatus file : files.list(folder.sweeps())) {
      if (file.getPath().getName().endsWith(".lease")) {
        Optional<LeaseState> state = LeaseState.of(file.getPath(), files);
        if (state.isPresent() && state.get().isStale(Lease.TIME)) {
          add(
              Fault.Kind.STALE_LEASE,
              path(file) + ": " + state.get().description() + " is gone",
              "delete it; the next run does so by itself",
              List.of(),
              List.of(file.getPath()));
        } else {
          underWay |= state.isPresent();
        }
      }
    }
  }

  private void group(GroupFiles group) {
    List<Path> all = group.markerFirst().stream().map(FileStatus::getPath).toList();
    if (!group.isCommitted()) {
      if (!underWay && group.files().values().stream().allMatch(this::isOld)) {
        add(
            Fault.Kind.ORPHAN,
            path(group.markerFirst().get(0)) + ": a group that was never committed",
            "move its files aside; " + RETRAIN,
            all,
            List.of());
      }
      return;
    }
    for (Table<?> table : GroupFiles.TABLES) {
      Optional<FileStatus> file = group.file(table);
      if (file.isEmpty()) {
        broken.add(group.name());
        add(
            Fault.Kind.INCOMPLETE,
            "%s: its file in %s is gone"
                .formatted(path(group.file(Table.TRIALS).orElseThrow()), table),
            "move the group's files aside; " + RETRAIN,
            all,
            List.of());
        return;
      }
      Optional<String> damage =
          table == Table.TRIALS ? readTrials(group, file.get()) : read(file.get(), table);
      if (damage.isPresent()) {
        broken.add(group.name());
        add(
            Fault.Kind.CORRUPT,
            damage.get(),
            "move the group's files aside; " + RETRAIN,
            all,
            List.of());
        return;
      }
    }
  }

  /** Examines the tables in which every row counts, whatever file it is in. */
  private void tables() {
    for (Table<?> table : Table.all()) {
      if (!GroupFiles.TABLES.contains(table)) {
        for (FileStatus file : folder.files(table)) {
          read(file, table)
              .ifPresent(
                  damage ->
                      add(
                          Fault.Kind.CORRUPT,
                          damage,
                          "move it aside; no trial is lost",
                          List.of(file.getPath()),
                          List.of()));
        }
      }
    }
  }

  /** What is wrong with the file; empty if every row can be read. */
  private Optional<String> read(FileStatus file, Table<?> table) {
    try (Stream<?> rows = reader.rows(file, table)) {
      rows.forEach(row -> {});
      return Optional.empty();
    } catch (ResultsException e) {
      return Optional.of(plain(e, file));
    }
  }

  private Optional<String> readTrials(GroupFiles group, FileStatus file) {
    Map<String, GroupedTrial> found = new HashMap<>();
    Map<Integer, Integer> stale = new TreeMap<>();
    int size = 0;
    try (Stream<Trial> rows = reader.rows(file, Table.TRIALS)) {
      for (Trial row : (Iterable<Trial>) rows::iterator) {
        size++;
        found.put(row.getTrialId(), new GroupedTrial(group.name(), TrialDigest.of(row)));
        if (row.getNumericsVersion() != numericsVersion) {
          stale.merge(row.getNumericsVersion(), 1, Integer::sum);
        }
      }
    } catch (ResultsException e) {
      return Optional.of(plain(e, file));
    }
    found.forEach((id, h) -> held.computeIfAbsent(id, i -> new ArrayList<>()).add(h));
    int all = size;
    stale.forEach(
        (version, count) -> {
          // an older engine leaves a newer engine's data alone
          boolean old = count == all && version < numericsVersion;
          if (old) {
            outdated.add(group.name());
          }
          add(
              Fault.Kind.STALE_ENGINE,
              "%s: %,d of %,d trials are of numerics version %d, the engine's is %d"
                  .formatted(path(file), count, all, version, numericsVersion),
              (old ? "move the group's files aside" : "keep them")
                  + "; no sweep of this engine counts them",
              old ? group.markerFirst().stream().map(FileStatus::getPath).toList() : List.of(),
              List.of());
        });
    return Optional.empty();
  }

  private void superseded() {
    if (!broken.isEmpty()) {
      return; // nothing is superseded by what may be damaged
    }
    List<FileStatus> old = new Superseded(folder).olderThan(grace);
    if (!old.isEmpty()) {
      add(
          Fault.Kind.SUPERSEDED,
          "%,d files that compaction kept for readers".formatted(old.size()),
          "delete them; the next compact does so by itself",
          List.of(),
          old.stream().map(FileStatus::getPath).toList());
    }
  }

  private void duplicates(List<GroupFiles> groups) {
    Set<String> superseded =
        broken.isEmpty() ? new Superseded(folder).names(Table.TRIALS) : Set.of();
    Map<GroupName, Integer> counting = new HashMap<>();
    held.forEach(
        (id, places) -> {
          GroupedTrial first =
              places.stream()
                  .min(
                      Comparator.comparing(
                              (GroupedTrial t) -> superseded.contains(t.group().value()))
                          .thenComparing(t -> t.digest().failed())
                          .thenComparing(GroupedTrial::group))
                  .orElseThrow();
          counting.merge(first.group(), 1, Integer::sum);
          places.stream()
              .filter(other -> other.digest().kernel().equals(first.digest().kernel()))
              .filter(other -> other.digest().differsFrom(first.digest()))
              .findFirst()
              .ifPresent(
                  other ->
                      add(
                          Fault.Kind.DIFFERING,
                          "trial %s has other figures in group %s than in %s, on the same kernel"
                              .formatted(id, other.group(), first.group()),
                          "report it: the same trial must give the same bits",
                          List.of(),
                          List.of()));
        });
    for (GroupFiles group : groups) {
      if (group.isCommitted()
          && !broken.contains(group.name())
          && !outdated.contains(group.name())
          && !counting.containsKey(group.name())
          && !superseded.contains(group.name().value())) {
        add(
            Fault.Kind.DUPLICATE,
            path(group.markerFirst().get(0)) + ": all its trials count as part of other groups",
            "move its files aside; nothing is lost",
            group.markerFirst().stream().map(FileStatus::getPath).toList(),
            List.of());
      }
    }
  }

  private void checkpoints() {
    for (FileStatus file : new CheckpointFiles(folder).found()) {
      List<GroupedTrial> places = held.getOrDefault(CheckpointFiles.trial(file), List.of());
      if (places.stream().anyMatch(place -> !place.digest().failed())) {
        add(
            Fault.Kind.CHECKPOINT,
            path(file) + ": its trial is finished",
            "delete it; the next run does so by itself",
            List.of(),
            List.of(file.getPath()));
      } else if (age(file).compareTo(OLD_CHECKPOINT) > 0) {
        add(
            Fault.Kind.CHECKPOINT,
            "%s: nobody came back for it in %d days".formatted(path(file), age(file).toDays()),
            "move it aside; its trial would start afresh",
            List.of(file.getPath()),
            List.of());
      }
    }
  }

  private void weights() throws IOException {
    for (FileStatus file : files.list(folder.weights())) {
      String name = file.getPath().getName();
      String trial = name.replaceFirst("\\.npz$", "");
      if (!name.equals(trial) && isOutdated(trial)) {
        add(
            Fault.Kind.STALE_ENGINE,
            path(file) + ": its trial is of another numerics version",
            "move it aside",
            List.of(file.getPath()),
            List.of());
      } else if (!underWay && !name.equals(trial) && !held.containsKey(trial) && isOld(file)) {
        add(
            Fault.Kind.ORPHAN,
            path(file) + ": its trial was never committed",
            "move it aside",
            List.of(file.getPath()),
            List.of());
      }
    }
  }

  private boolean isOutdated(String trial) {
    List<GroupedTrial> places = held.getOrDefault(trial, List.of());
    return !places.isEmpty() && places.stream().allMatch(p -> outdated.contains(p.group()));
  }

  private void unfinishedFiles() throws IOException {
    for (FileStatus file : new UnfinishedFiles(folder).olderThan(Lease.TIME)) {
      add(
          Fault.Kind.UNFINISHED_FILE,
          path(file) + ": a stopped writer did not finish it",
          "delete it; the next run does so by itself",
          List.of(),
          List.of(file.getPath()));
    }
  }

  private boolean isOld(FileStatus file) {
    return age(file).compareTo(Lease.TIME) >= 0;
  }

  private Duration age(FileStatus file) {
    return Duration.between(Instant.ofEpochMilli(file.getModificationTime()), now);
  }

  private void add(
      Fault.Kind kind, String what, String remedy, List<Path> aside, List<Path> delete) {
    faults.add(new Fault(kind, what, remedy, aside, delete));
  }

  /** Relative to the folder. */
  private String path(FileStatus file) {
    return folder.root().toUri().relativize(file.getPath().toUri()).getPath();
  }

  private String plain(ResultsException e, FileStatus file) {
    return e.getMessage()
        .replace("Cannot read " + ResultsFolder.display(file.getPath()), path(file));
  }

  /**
   * Moves a fault's files to {@code _quarantine/} and deletes what holds no results. May be stopped
   * and repeated.
   *
   * @throws ResultsException if a file cannot be moved or deleted
   */
  public static void mend(Fault fault, ResultsFolder folder) {
    SideFiles files = new SideFiles(folder);
    FileSystem fileSystem = folder.fileSystem();
    try {
      for (Path file : fault.aside()) {
        String relative = folder.root().toUri().relativize(file.toUri()).getPath();
        Path aside = new Path(folder.quarantine(), relative);
        fileSystem.mkdirs(aside.getParent());
        for (int n = 2; fileSystem.exists(aside); n++) {
          aside = new Path(folder.quarantine(), relative + "." + n);
        }
        if (!fileSystem.rename(file, aside) && fileSystem.exists(file)) {
          throw new IOException(ResultsFolder.display(file) + " cannot be moved");
        }
      }
      for (Path file : fault.delete()) {
        files.delete(file);
      }
    } catch (IOException e) {
      throw ResultsException.of("mend", folder, e);
    }
  }
}
