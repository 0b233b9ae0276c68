package org.bigsweep.driver.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.bigsweep.driver.report.SweepProgress.Found;
import org.bigsweep.driver.store.ResultsViews;
import org.bigsweep.engine.trial.TrialSpec;

/**
 * All that a report says, before it becomes a page.
 *
 * @param results the folder, as people write it
 * @param notes its first lines
 */
public record Report(
    String results,
    List<Note> notes,
    List<RuleRow> rules,
    List<Entry> entries,
    TrialList trials,
    List<Losses.Loss> losses,
    Data provenance,
    List<SweepProgress> sweeps) {
  private static final String FOUND =
      "SELECT trial_id, parameters, dataset_sha256, state, collapsed FROM trials";

  private static final String PROVENANCE =
      """
      SELECT engine_version, `commit`, numerics_version, dataset, substring(dataset_sha256, 1, 12)
          AS dataset_sha256, blas, blas_kernel, cpu, jvm, os, spark_version,
        count(DISTINCT host) AS hosts, count(*) AS trials,
        round(sum(seconds) / 3600, 2) AS core_hours, min(started) AS first_start,
        max(started) AS last_start
      FROM trials
      GROUP BY ALL
      ORDER BY trials DESC LIMIT 100""";

  /** The report of everything that {@code views} show. */
  public static Report of(String results, ResultsViews views, List<KeptSweep> kept) {
    Answers answers = new Answers(views);
    List<Found> found = found(views);
    List<SweepProgress> sweeps =
        kept.stream().map(sweep -> SweepProgress.of(sweep, found)).toList();
    return new Report(
        results,
        Notes.of(answers, sweeps, found),
        RuleRow.all(answers),
        Drawing.ALL.stream().map(drawing -> drawing.entry(answers)).toList(),
        TrialList.of(answers, found.size()),
        Losses.of(answers),
        answers.ask(PROVENANCE),
        sweeps);
  }

  /** Whether every trial that its sweeps want is done, one way or the other. */
  public boolean complete() {
    return !sweeps.isEmpty() && sweeps.stream().allMatch(sweep -> sweep.tally().missing() == 0);
  }

  private static List<Found> found(ResultsViews views) {
    List<Found> found = new ArrayList<>();
    var rows = views.query(FOUND);
    while (rows.rows().hasNext()) {
      Line line = new Line(rows.columns(), rows.rows().next());
      Map<String, String> parameters = new TreeMap<>();
      line.map("parameters").forEach((k, v) -> parameters.put(k.toString(), v.toString()));
      found.add(
          new Found(
              line.text("trial_id"),
              new TrialSpec(parameters),
              line.text("dataset_sha256"),
              line.text("state"),
              line.flag("collapsed")));
    }
    return found;
  }
}
