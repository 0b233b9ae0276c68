package org.bigsweep.driver.serve;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.bigsweep.driver.report.FigureFeed;
import org.bigsweep.driver.spec.Schedule;
import org.bigsweep.driver.stats.Summary;
import org.bigsweep.driver.stats.Tally;
import org.bigsweep.driver.store.BestKey;
import org.bigsweep.driver.store.BestResult;
import org.bigsweep.driver.store.Configuration;
import org.bigsweep.driver.store.KeptSweep;
import org.bigsweep.driver.store.KeptSweeps;
import org.bigsweep.driver.store.PausedTrial;
import org.bigsweep.driver.store.RungSummary;
import org.bigsweep.results.Decision;
import org.bigsweep.results.FolderActivity;
import org.bigsweep.results.Trial;
import org.bigsweep.results.TrialState;

/**
 * A results folder at one moment, ready to be shown.
 *
 * @param version grows whenever trials, sweeps or decisions change
 * @param edition grows whenever anything changes that a page shows
 * @param faults sentences on what cannot be read
 */
record Snapshot(
    long version,
    long edition,
    TrialRows table,
    List<Trial> trials,
    List<SweepTrials> sweeps,
    List<RungSummary> rungs,
    List<PausedTrial> paused,
    List<BestResult> best,
    FolderActivity activity,
    List<String> faults) {
  /** The most lost or collapsed trials, and the most paused ones, that the overview lists. */
  private static final int MOST_LISTED = 12;

  /** The time over which a rate is measured. */
  private static final Duration WINDOW = Duration.ofMinutes(10);

  private static final Instant NEVER = Instant.EPOCH;

  static final Snapshot EMPTY =
      new Snapshot(
          0,
          0,
          TrialRows.of(List.of()),
          List.of(),
          List.of(),
          List.of(),
          List.of(),
          List.of(),
          new FolderActivity(List.of(), List.of()),
          List.of());

  /** A sweep with those of its trials that are there. */
  record SweepTrials(KeptSweep kept, List<Trial> trials) {}

  static Snapshot of(
      long version,
      long edition,
      List<Trial> trials,
      List<SweepTrials> sweeps,
      List<RungSummary> rungs,
      List<PausedTrial> paused,
      FolderActivity activity,
      List<String> faults) {
    List<KeptSweep> kept = sweeps.stream().map(SweepTrials::kept).toList();
    return new Snapshot(
        version,
        edition,
        TrialRows.of(trials),
        trials,
        sweeps,
        rungs,
        paused,
        BestResult.of(trials, KeptSweeps.roles(kept), KeptSweeps.factors(kept)),
        activity,
        faults);
  }

  Snapshot with(FolderActivity seen, List<String> said) {
    return new Snapshot(
        version, edition + 1, table, trials, sweeps, rungs, paused, best, seen, List.copyOf(said));
  }

  /** What the overview shows, as a value for JSON. */
  Map<String, Object> overview(Instant now) {
    Map<String, Object> shown = new LinkedHashMap<>();
    shown.put("trials", trials.size());
    shown.put("core_hours", trials.stream().mapToDouble(Trial::getSeconds).sum() / 3600);
    shown.put("faults", faults);
    shown.put("drivers", activity.drivers().stream().map(Snapshot::driver).toList());
    Set<String> finished = trials.stream().map(Trial::getTrialId).collect(Collectors.toSet());
    shown.put(
        "training", activity.checkpoints().stream().filter(id -> !finished.contains(id)).count());
    shown.put("hosts", hosts(now));
    shown.put("sweeps", sweeps.stream().map(sweep -> sweep(sweep, now)).toList());
    shown.put("rungs", TrialJson.table(RungSummary.table(rungs)));
    shown.put("best", best.stream().map(found -> rule(found.key(), Optional.of(found))).toList());
    shown.put("paused", paused.stream().limit(MOST_LISTED).map(Snapshot::paused).toList());
    shown.put("all_paused", paused.size());
    shown.put("losses", losses());
    shown.put("lost", trials.stream().filter(Snapshot::isLost).count());
    return shown;
  }

  private static Map<String, Object> driver(FolderActivity.Driver driver) {
    return Map.of("sweep", driver.sweep(), "holder", driver.holder());
  }

  /** Those that ended within the window. */
  private static List<Trial> recent(List<Trial> trials, Instant now) {
    return trials.stream()
        .takeWhile(trial -> TrialRows.ended(trial).isAfter(now.minus(WINDOW)))
        .toList();
  }

  /** The hosts that finished trials within the window. */
  private List<String> hosts(Instant now) {
    return recent(trials, now).stream().map(Trial::getHost).distinct().sorted().toList();
  }

  /** A sweep with its progress, as a value for JSON. */
  Map<String, Object> sweep(SweepTrials sweep, Instant now) {
    KeptSweep kept = sweep.kept();
    Tally tally =
        Tally.of(kept.sweep().space().size(), sweep.trials(), TrialState::of, Trial::getCollapsed);
    boolean whole = kept.sweep().schedule().equals(Schedule.EXHAUSTIVE);
    boolean running =
        activity.drivers().stream().anyMatch(d -> d.sweep().equals(kept.sweep().name()));
    Optional<Double> rate = perMinute(sweep.trials(), now);
    Map<String, Object> shown = new LinkedHashMap<>();
    shown.put("name", kept.sweep().name());
    shown.put("file", kept.file());
    shown.put("question", kept.sweep().question().orElse(""));
    shown.put("schedule", whole ? "" : kept.sweep().schedule().text());
    shown.put("statement", tally.statement());
    shown.put("planned", tally.planned());
    shown.put("done", tally.done());
    shown.put("collapsed", tally.collapsed());
    shown.put("diverged", tally.diverged());
    shown.put("failed", tally.failed());
    shown.put("missing", tally.missing());
    shown.put("running", running);
    shown.put("per_minute", rate);
    shown.put(
        "seconds_left",
        rate.filter(found -> running && whole && found > 0)
            .map(found -> 60 * tally.missing() / found));
    return shown;
  }

  /** Trials that end in a minute, over the last ten; empty if none ended in them. */
  private static Optional<Double> perMinute(List<Trial> trials, Instant now) {
    List<Trial> recent = recent(trials, now);
    if (recent.isEmpty()) {
      return Optional.empty();
    }
    Instant begun = recent.stream().map(Trial::getStarted).min(Instant::compareTo).orElse(NEVER);
    Duration span = Duration.between(begun, now);
    double minutes = Math.max(1, Math.min(span.toSeconds(), WINDOW.toSeconds())) / 60.0;
    return Optional.of(recent.size() / minutes);
  }

  /** What a rule shows by its best configuration, as a value for JSON. */
  Map<String, Object> rule(BestKey key, Optional<BestResult> result) {
    Optional<Summary> test = result.flatMap(BestResult::test);
    Optional<Configuration> shows = result.map(BestResult::best);
    Map<String, Object> shown = new LinkedHashMap<>();
    shown.put("rule", key.rule());
    shown.put("colours", FigureFeed.colours(key.rule()));
    shown.put("dataset", key.dataset());
    shown.put("depth", key.depth());
    shown.put("factors", key.factors());
    shown.put("validation_accuracy", shows.flatMap(Configuration::validationAccuracy));
    shown.put("test_accuracy", test.map(Summary::mean));
    shown.put("test_sd", test.flatMap(Summary::sd));
    shown.put("seeds", test.map(Summary::n).orElse(0));
    shown.put("settings", shows.map(one -> table.varied().text(one.parameters())).orElse(""));
    return shown;
  }

  private static Map<String, Object> paused(PausedTrial trial) {
    Optional<Decision> last = trial.decision();
    Map<String, Object> shown = new LinkedHashMap<>();
    shown.put("trial_id", trial.id());
    shown.put("rule", last.map(Decision::getRule));
    shown.put("sweep", last.map(Decision::getSweep));
    shown.put("rung", last.map(Decision::getRung));
    shown.put("epoch", trial.epoch());
    shown.put("validation_accuracy", trial.validationAccuracy());
    shown.put(
        "what",
        last.isEmpty() ? "waits for its rung" : trial.isPruned() ? "pruned" : "waits to go on");
    return shown;
  }

  private static boolean isLost(Trial trial) {
    return TrialState.of(trial).lost() || trial.getCollapsed();
  }

  /** The trials that diverged, failed or collapsed, the last one first. */
  private List<Map<String, Object>> losses() {
    return trials.stream().filter(Snapshot::isLost).limit(MOST_LISTED).map(Snapshot::loss).toList();
  }

  private static Map<String, Object> loss(Trial trial) {
    boolean lost = TrialState.of(trial).lost();
    Map<String, Object> shown = new LinkedHashMap<>();
    shown.put("trial_id", trial.getTrialId());
    shown.put("rule", trial.getRule());
    shown.put("what", lost ? trial.getState().toLowerCase(Locale.ROOT) : "collapsed");
    shown.put(
        "epoch", Optional.ofNullable(lost ? trial.getStoppedEpoch() : trial.getCollapsedEpoch()));
    shown.put("reason", Optional.ofNullable(trial.getReason()).orElse(""));
    shown.put("ended", TrialRows.ended(trial));
    return shown;
  }
}
