package org.bigsweep.driver.serve;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bigsweep.driver.report.Json;
import org.bigsweep.driver.store.KeptSweep;
import org.bigsweep.driver.store.KeptSweeps;
import org.bigsweep.driver.store.PausedTrial;
import org.bigsweep.driver.store.RungSummary;
import org.bigsweep.driver.store.TrialStory;
import org.bigsweep.results.Epoch;
import org.bigsweep.results.FolderActivity;
import org.bigsweep.results.FollowedTrials;
import org.bigsweep.results.ResultsFolder;
import org.bigsweep.results.Table;
import org.bigsweep.results.Trial;
import org.bigsweep.util.UserException;

/**
 * A results folder whose content is followed. {@link #refresh} looks for what is new; all other
 * methods answer from what it found last, on any thread.
 */
final class FollowedFolder {
  private static final Duration OVERVIEW_LIFE = Duration.ofSeconds(2);

  private final ResultsFolder folder;
  private final FollowedTrials trials;
  private final Map<String, Wanted> wanted = new HashMap<>();
  private List<String> sweepFiles = List.of();
  private List<KeptSweep> sweeps = List.of();
  private String decisions = "";
  private List<RungSummary> rungs = List.of();
  private List<PausedTrial> paused = List.of();
  private boolean stale = true;
  private volatile Snapshot snapshot = Snapshot.EMPTY;
  private volatile Overview overview = new Overview(-1, 0, "");

  /** An overview; rates and times left grow old. */
  private record Overview(long edition, long made, String json) {}

  /** The trials of a sweep, as far as they were looked up. */
  private record Wanted(Set<String> known, Set<String> own) {
    boolean has(KeptSweep kept, Trial trial) {
      if (known.add(trial.getTrialId()) && kept.wants(trial)) {
        own.add(trial.getTrialId());
      }
      return own.contains(trial.getTrialId());
    }
  }

  FollowedFolder(ResultsFolder folder) {
    this.folder = folder;
    this.trials = new FollowedTrials(folder);
  }

  ResultsFolder folder() {
    return folder;
  }

  Snapshot snapshot() {
    return snapshot;
  }

  /** JSON of the overview, made once for all browsers that hear of the same news. */
  String overview() {
    Overview known = overview;
    Snapshot now = snapshot;
    long age = System.nanoTime() - known.made();
    if (known.edition() != now.edition() || age > OVERVIEW_LIFE.toNanos()) {
      known = new Overview(now.edition(), System.nanoTime(), Json.of(now.overview(Instant.now())));
      overview = known;
    }
    return known.json();
  }

  /**
   * Looks for what is new.
   *
   * @return whether anything is
   */
  synchronized boolean refresh() {
    Snapshot before = snapshot;
    List<String> faults = new ArrayList<>();
    FolderActivity activity = before.activity();
    try {
      stale |= trials.refresh();
      faults.addAll(trials.faults());
      refreshSweeps(faults);
      refreshRungs(faults);
      activity = FolderActivity.of(folder);
      if (stale) {
        snapshot = read(before, activity, List.copyOf(faults));
        stale = false;
        return true;
      }
    } catch (UserException e) {
      faults.add(e.getMessage());
    } catch (RuntimeException e) {
      faults.add("Cannot read " + folder + ": " + e);
    }
    if (faults.equals(before.faults())
        && activity.checkpoints().equals(before.activity().checkpoints())
        && activity.drivers().size() == before.activity().drivers().size()) {
      return false;
    }
    snapshot = before.with(activity, faults);
    return true;
  }

  /** A kept file that is no sweep does not hide the trials. */
  private void refreshSweeps(List<String> faults) {
    List<String> files =
        folder.sweepFiles().stream().filter(file -> file.endsWith(".yaml")).toList();
    if (files.equals(sweepFiles)) {
      return;
    }
    try {
      sweeps = KeptSweeps.all(folder);
      sweepFiles = files;
      wanted.clear();
      stale = true;
    } catch (UserException e) {
      faults.add(e.getMessage());
    }
  }

  private void refreshRungs(List<String> faults) {
    String listing =
        FolderActivity.listing(folder, Table.DECISIONS)
            + FolderActivity.listing(folder, Table.PAUSED);
    if (listing.equals(decisions)) {
      return;
    }
    try {
      rungs = RungSummary.of(folder);
      paused = PausedTrial.of(folder);
      decisions = listing;
      stale = true;
    } catch (UserException e) {
      faults.add(e.getMessage());
    }
  }

  private Snapshot read(Snapshot before, FolderActivity activity, List<String> faults) {
    List<Trial> all = new ArrayList<>(trials.trials());
    all.sort(Comparator.comparing(TrialRows::ended).reversed().thenComparing(Trial::getTrialId));
    List<Snapshot.SweepTrials> own = new ArrayList<>();
    for (KeptSweep kept : sweeps) {
      Wanted known =
          wanted.computeIfAbsent(kept.file(), f -> new Wanted(new HashSet<>(), new HashSet<>()));
      own.add(
          new Snapshot.SweepTrials(
              kept, all.stream().filter(trial -> known.has(kept, trial)).toList()));
    }
    return Snapshot.of(
        before.version() + 1,
        before.edition() + 1,
        all,
        own,
        rungs,
        paused.stream().filter(trial -> trials.trial(trial.id()).isEmpty()).toList(),
        activity,
        faults);
  }

  /** The names of the sweeps that have a finished trial, or that decided on it. */
  List<String> sweepsOf(TrialStory story) {
    List<String> deciding = story.decisions().rows().stream().map(d -> d.text("sweep")).toList();
    return snapshot.sweeps().stream()
        .filter(
            sweep ->
                deciding.contains(sweep.kept().sweep().name())
                    || sweep.trials().stream().anyMatch(t -> t.getTrialId().equals(story.id())))
        .map(sweep -> sweep.kept().file())
        .toList();
  }

  /**
   * Everything about a trial.
   *
   * @throws UserException if the folder has no such trial, or its files cannot be read
   */
  TrialStory story(String id) {
    return TrialStory.of(trials, folder, id);
  }

  /**
   * The epochs of some finished trials, in order, by the trials' ids.
   *
   * @throws UserException if the folder lacks one of them, or a file cannot be read
   */
  Map<String, List<Epoch>> epochs(List<String> ids) {
    Map<String, List<Epoch>> epochs = new LinkedHashMap<>();
    for (String id : ids) {
      if (trials.trial(id).isEmpty()) {
        throw UserException.invalid("trial", id, "the id of a trial in " + folder);
      }
      epochs.put(id, new ArrayList<>());
    }
    trials.details(Table.EPOCHS, epochs.keySet()).stream()
        .sorted(Comparator.comparing(Epoch::getEpoch))
        .forEach(row -> epochs.get(row.getTrialId()).add(row));
    return epochs;
  }
}
