package org.bigsweep.driver.serve;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.bigsweep.driver.report.FigureFeed;
import org.bigsweep.driver.spec.Schedule;
import org.bigsweep.driver.stats.Summary;
import org.bigsweep.driver.stats.Tally;
import org.bigsweep.driver.store.Configuration;
import org.bigsweep.driver.store.KeptSweep;
import org.bigsweep.driver.store.KeptSweeps;
import org.bigsweep.driver.store.RungSummary;
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
    List<Best> best,
    FolderActivity activity,
    List<String> faults) {
  /** The most lost or collapsed trials that the overview lists. */
  private static final int MOST_LOSSES = 12;

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
          new FolderActivity(List.of(), List.of()),
          List.of());

  /** A sweep with those of its trials that are there. */
  record SweepTrials(KeptSweep kept, List<Trial> trials) {}

  /** The best configuration of a rule on a dataset and at a depth. */
  record Best(String dataset, String depth, Configuration configuration, String settings) {}

  static Snapshot of(
      long version,
      long edition,
      List<Trial> trials,
      List<SweepTrials> sweeps,
      List<RungSummary> rungs,
      FolderActivity activity,
      List<String> faults) {
    return new Snapshot(
        version,
        edition,
        TrialRows.of(trials),
        trials,
        sweeps,
        rungs,
        best(trials, sweeps.stream().map(SweepTrials::kept).toList()),
        activity,
        faults);
  }

  Snapshot with(FolderActivity seen, List<String> said) {
    return new Snapshot(
        version, edition + 1, table, trials, sweeps, rungs, best, seen, List.copyOf(said));
  }

  private static List<Best> best(List<Trial> trials, List<KeptSweep> sweeps) {
    List<Configuration> ranked =
        Configuration.ranked(trials.stream(), KeptSweeps.roles(sweeps), KeptSweeps.factors(sweeps));
    Map<List<String>, Configuration> first = new LinkedHashMap<>();
    for (Configuration one : ranked) {
      Map<String, String> parameters = one.parameters();
      first.putIfAbsent(
          List.of(
              parameters.getOrDefault("dataset", ""),
              parameters.getOrDefault("depth", ""),
              one.rule(),
              one.factors()),
          one);
    }
    Set<String> varied = varied(ranked);
    List<Best> best = new ArrayList<>();
    first.forEach(
        (key, one) -> best.add(new Best(key.get(0), key.get(1), one, settings(one, varied))));
    return best;
  }

  private static Set<String> varied(List<Configuration> all) {
    Map<String, Set<String>> values = new LinkedHashMap<>();
    all.forEach(
        one ->
            one.parameters()
                .forEach(
                    (name, value) ->
                        values.computeIfAbsent(name, n -> new TreeSet<>()).add(value)));
    Set<String> varied = new TreeSet<>();
    values.forEach(
        (name, found) -> {
          if (found.size() > 1 && !Set.of("rule", "depth", "dataset").contains(name)) {
            varied.add(name);
          }
        });
    return varied;
  }

  private static String settings(Configuration one, Set<String> varied) {
    return varied.stream()
        .filter(one.parameters()::containsKey)
        .map(name -> name + "=" + one.parameters().get(name))
        .collect(Collectors.joining(" "));
  }

  /** What the overview shows, as a value for JSON. */
  Map<String, Object> overview(Instant now) {
    Map<String, Object> shown = new LinkedHashMap<>();
    shown.put("version", version);
    shown.put("trials", trials.size());
    shown.put("core_hours", trials.stream().mapToDouble(Trial::getSeconds).sum() / 3600);
    shown.put("faults", faults);
    shown.put("drivers", activity.drivers().stream().map(Snapshot::driver).toList());
    Set<String> finished = trials.stream().map(Trial::getTrialId).collect(Collectors.toSet());
    shown.put(
        "training", activity.checkpoints().stream().filter(id -> !finished.contains(id)).count());
    shown.put("hosts", hosts(now));
    shown.put("sweeps", sweeps.stream().map(sweep -> sweep(sweep, now)).toList());
    shown.put("rungs", rungs.stream().map(Snapshot::rung).toList());
    shown.put("best", best.stream().map(Snapshot::best).toList());
    shown.put("losses", losses());
    shown.put("lost", trials.stream().filter(Snapshot::isLost).count());
    return shown;
  }

  private static Map<String, Object> driver(FolderActivity.Driver driver) {
    return Map.of("sweep", driver.sweep(), "holder", driver.holder());
  }

  /** The hosts that finished trials within the window. */
  private List<String> hosts(Instant now) {
    return trials.stream()
        .takeWhile(trial -> TrialRows.ended(trial).isAfter(now.minus(WINDOW)))
        .map(Trial::getHost)
        .distinct()
        .sorted()
        .toList();
  }

  private Map<String, Object> sweep(SweepTrials sweep, Instant now) {
    KeptSweep kept = sweep.kept();
    Tally tally =
        Tally.of(kept.sweep().space().size(), sweep.trials(), TrialState::of, Trial::getCollapsed);
    boolean whole = kept.sweep().schedule().equals(Schedule.EXHAUSTIVE);
    boolean running =
        activity.drivers().stream().anyMatch(d -> d.sweep().equals(kept.sweep().name()));
    OptionalDouble rate = perMinute(sweep.trials(), now);
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
    shown.put("per_minute", rate.isPresent() ? Optional.of(rate.getAsDouble()) : Optional.empty());
    shown.put(
        "seconds_left",
        running && whole && rate.isPresent() && rate.getAsDouble() > 0
            ? Optional.of(60 * tally.missing() / rate.getAsDouble())
            : Optional.empty());
    return shown;
  }

  /** Trials that end in a minute, over the last ten; empty if none ended in them. */
  private static OptionalDouble perMinute(List<Trial> trials, Instant now) {
    List<Trial> recent =
        trials.stream()
            .takeWhile(trial -> TrialRows.ended(trial).isAfter(now.minus(WINDOW)))
            .toList();
    if (recent.isEmpty()) {
      return OptionalDouble.empty();
    }
    Instant begun = recent.stream().map(Trial::getStarted).min(Instant::compareTo).orElse(NEVER);
    Duration span = Duration.between(begun, now);
    double minutes = Math.max(1, Math.min(span.toSeconds(), WINDOW.toSeconds())) / 60.0;
    return OptionalDouble.of(recent.size() / minutes);
  }

  private static Map<String, Object> rung(RungSummary rung) {
    Map<String, Object> shown = new LinkedHashMap<>();
    shown.put("sweep", rung.sweep());
    shown.put("schedule", rung.schedule());
    shown.put("rung", rung.rung());
    shown.put("epoch", rung.epoch());
    shown.put("brackets", rung.brackets());
    shown.put("promoted", rung.promoted());
    shown.put("pruned", rung.pruned());
    shown.put("finished", rung.finished());
    shown.put("chosen", rung.chosen());
    shown.put("best_so_far", rung.bestSoFar());
    return shown;
  }

  private static Map<String, Object> best(Best best) {
    Configuration one = best.configuration();
    Map<String, Object> shown = new LinkedHashMap<>();
    shown.put("rule", one.rule());
    shown.put("colours", FigureFeed.colours(one.rule()));
    shown.put("dataset", best.dataset());
    shown.put("depth", best.depth());
    shown.put("validation_accuracy", one.validationAccuracy());
    shown.put("test_accuracy", one.test().map(Summary::mean));
    shown.put(
        "test_sd",
        one.test()
            .map(Summary::sd)
            .filter(OptionalDouble::isPresent)
            .map(OptionalDouble::getAsDouble));
    shown.put("seeds", one.seeds());
    shown.put("diverged", one.diverged());
    shown.put("failed", one.failed());
    shown.put("collapsed", one.collapsed());
    shown.put("settings", best.settings());
    return shown;
  }

  private static boolean isLost(Trial trial) {
    return TrialState.of(trial).lost() || trial.getCollapsed();
  }

  /** The trials that diverged, failed or collapsed, the last one first. */
  private List<Map<String, Object>> losses() {
    return trials.stream().filter(Snapshot::isLost).limit(MOST_LOSSES).map(Snapshot::loss).toList();
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
