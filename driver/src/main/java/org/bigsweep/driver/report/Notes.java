package org.bigsweep.driver.report;

import java.util.ArrayList;
import java.util.List;
import org.bigsweep.driver.spec.Schedule;
import org.bigsweep.driver.spec.Sweep;
import org.bigsweep.driver.store.AnswerTable.Row;
import org.bigsweep.driver.store.SweepProgress;
import org.bigsweep.driver.store.SweepProgress.Found;
import org.bigsweep.results.TrialState;

/** The first lines of a report: what is missing, how trials were counted, and which seeds chose. */
final class Notes {
  private static final String CHOSEN_ON_REPORTED =
      "SELECT rule, depth, configurations FROM best WHERE NOT seeds_disjoint AND configurations > 1"
          + " ORDER BY rule, depth";

  private Notes() {}

  static List<Note> of(ReportQueries answers, List<SweepProgress> sweeps, List<Found> trials) {
    List<Note> notes = new ArrayList<>();
    for (SweepProgress sweep : sweeps) {
      Sweep own = sweep.kept().sweep();
      boolean whole = own.schedule().equals(Schedule.EXHAUSTIVE);
      String schedule =
          whole
              ? ""
              : " Its schedule (%s) decides which of them are trained."
                  .formatted(own.schedule().text());
      notes.add(
          new Note(
              "%s: %s.%s".formatted(own.name(), sweep.tally().statement(), schedule),
              whole && sweep.tally().missing() > 0));
    }
    long others =
        trials.stream()
            .filter(
                trial ->
                    sweeps.stream().noneMatch(sweep -> SweepProgress.wants(sweep.kept(), trial)))
            .count();
    if (others > 0) {
      notes.add(
          new Note(
              "%s of the folder belong to no sweep kept in it; they are in all figures."
                  .formatted(Prose.count(others, "trial")),
              !sweeps.isEmpty()));
    }
    notes.add(seeds(answers, sweeps));
    notes.add(counted(trials));
    return notes;
  }

  private static Note seeds(ReportQueries answers, List<SweepProgress> sweeps) {
    List<String> overlapping =
        sweeps.stream()
            .filter(s -> s.kept().sweep().seeds().tune().size() > 0)
            .filter(s -> !s.kept().sweep().seeds().disjoint())
            .map(s -> s.kept().sweep().name())
            .toList();
    List<Row> chosen = answers.ask(CHOSEN_ON_REPORTED).rows();
    List<String> factors =
        sweeps.stream().flatMap(s -> s.kept().sweep().factors().stream()).distinct().toList();
    if (chosen.isEmpty() && overlapping.isEmpty()) {
      boolean tuned =
          sweeps.stream().anyMatch(sweep -> sweep.kept().sweep().seeds().tune().size() > 0);
      return new Note(
          tuned
              ? "Tuning and reporting seeds are disjoint."
              : "No hyper-parameter was chosen: each rule has one configuration at each depth"
                  + (factors.isEmpty() ? "" : " and value of " + Prose.list(factors))
                  + ", so no seed was used both for choosing and for reporting.",
          false);
    }
    List<String> rules = chosen.stream().map(line -> line.text("rule")).distinct().toList();
    return new Note(
        "Tuning and reporting seeds are NOT disjoint"
            + (overlapping.isEmpty() ? "" : " in " + Prose.list(overlapping))
            + (rules.isEmpty()
                ? "."
                : ": the configuration of "
                    + Prose.list(rules)
                    + " was chosen on the very seeds that it is reported with, which flatters it."),
        true);
  }

  private static Note counted(List<Found> trials) {
    long diverged = trials.stream().filter(t -> t.state() == TrialState.DIVERGED).count();
    long failed = trials.stream().filter(t -> t.state() == TrialState.FAILED).count();
    long collapsed =
        trials.stream().filter(t -> t.state() == TrialState.DONE && t.collapsed()).count();
    return new Note(
        "Of %s, %d collapsed (counted with the accuracy they reached), %d diverged and %d failed (both left out of means, counted beside each)."
            .formatted(Prose.count(trials.size(), "trial"), collapsed, diverged, failed),
        diverged + failed > 0);
  }
}
