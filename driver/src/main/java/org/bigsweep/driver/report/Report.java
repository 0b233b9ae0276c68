package org.bigsweep.driver.report;

import java.util.List;
import org.bigsweep.driver.store.AnswerTable;
import org.bigsweep.driver.store.KeptSweep;
import org.bigsweep.driver.store.ResultsViews;
import org.bigsweep.driver.store.SweepProgress;
import org.bigsweep.driver.store.SweepProgress.Found;
import org.bigsweep.results.ResultsFolder;

/**
 * The whole content of a report, before it becomes a page.
 *
 * @param results the folder's path or URI, without {@code file:}
 * @param notes its first lines
 */
public record Report(
    String results,
    List<Note> notes,
    List<RuleRow> rules,
    FigureSet figures,
    TrialTable trials,
    List<Losses.Loss> losses,
    AnswerTable provenance,
    List<SweepProgress> sweeps) {
  /** All kinds of figures, in the order of a report. */
  static final List<Drawing> DRAWINGS =
      List.of(
          new LearningCurves(),
          new AlignmentByLayer(),
          new AlignmentByEpoch(),
          new AccuracyByVariance(),
          new VarianceByRate(),
          new AccuracyByDepth(),
          new BalanceByLayer(),
          new BestConfigurations(),
          new Slices(),
          new ImportanceByParameter(),
          new SearchProgress(),
          new PairedForest(),
          new MatchedBudget(),
          new FailuresByRule());

  private static final String PROVENANCE =
      """
      SELECT engine_version, `commit`, numerics_version, dataset, substring(dataset_sha256, 1, 12)
          AS dataset_sha256, blas, blas_kernel, cpu, jvm, os, spark_version,
        count(DISTINCT host) AS hosts, count(*) AS trials,
        round(sum(seconds) / 3600, 2) AS core_hours, min(started) AS first_start,
        max(started) AS last_start
      FROM trials
      GROUP BY ALL
      ORDER BY trials DESC LIMIT 100\
      """;

  /** The report of everything that {@code views} show. */
  public static Report of(
      ResultsFolder folder, ResultsViews views, List<KeptSweep> kept, FigureStyle style) {
    ReportQueries answers = new ReportQueries(views, style);
    List<Found> found = SweepProgress.found(folder);
    List<SweepProgress> sweeps =
        kept.stream().map(sweep -> SweepProgress.of(sweep, found)).toList();
    return new Report(
        folder.toString(),
        Notes.of(answers, sweeps, found),
        RuleRow.all(answers),
        FigureSet.of(answers),
        TrialTable.of(answers, found.size()),
        Losses.of(answers),
        answers.ask(PROVENANCE),
        sweeps);
  }

  /** Whether every trial that its sweeps want has ended, in whatever state. */
  public boolean complete() {
    return !sweeps.isEmpty() && sweeps.stream().allMatch(sweep -> sweep.tally().missing() == 0);
  }
}
