package org.bigsweep.driver.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.bigsweep.driver.bench.MadeUpResults;
import org.bigsweep.driver.spec.Sweep;
import org.bigsweep.driver.spec.SweepReader;
import org.bigsweep.driver.store.KeptSweeps;
import org.bigsweep.driver.store.ResultsViews;
import org.bigsweep.driver.store.SweepProgress;
import org.bigsweep.engine.catalog.ParameterCatalog;
import org.bigsweep.results.ResultsFolder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The report of a sweep with a control and two variances, both of them factors. */
class FactorsTest {
  private static final String SWEEP =
      """
      version: 1
      name: control
      dataset: mnist
      fixed: {epochs: 2}
      grid:
        rule: [BP, DTP, BIG]
        sigma2: [0.1, 1]
      union:
        - fixed: {topTargetStep: 1}
        - fixed: {topTargetStep: 0, topUpdateStep: 1}
      seeds: 0..2
      factors: [topTargetStep, sigma2]
      """;

  @TempDir private static Path directory;

  private static ResultsViews views;
  private static ReportQueries answers;
  private static List<Note> notes;

  @BeforeAll
  static void lay() {
    ResultsFolder folder = ResultsFolder.at(directory.toString(), new Configuration());
    Sweep sweep =
        new SweepReader(ParameterCatalog.standard()).parse("control.yaml", SWEEP, List.of());
    MadeUpResults.write(folder, sweep.space(), sweep.space().size(), 100);
    KeptSweeps.keep(sweep, folder);
    views = ResultsViews.over(folder);
    answers = new ReportQueries(views);
    notes =
        Notes.of(
            answers,
            SweepProgress.all(KeptSweeps.all(folder), folder),
            SweepProgress.found(folder));
  }

  @AfterAll
  static void close() {
    views.close();
  }

  @Test
  void notes_control_isNoChoiceOnReportingSeeds() {
    assertThat(notes)
        .extracting(Note::text)
        .noneMatch(text -> text.contains("NOT disjoint"))
        .anyMatch(
            text ->
                text.startsWith(
                    "No hyper-parameter was chosen: each rule has one configuration at each depth"
                        + " and value of topTargetStep and sigma2"));
  }

  @Test
  void facets_areTheLevels_withTheRulesThatLackFactors() {
    assertThat(answers.shown())
        .extracting(Facet::label)
        .containsExactly(
            "N = 5, sigma2 = 0.1, topTargetStep = 0",
            "N = 5, sigma2 = 0.1, topTargetStep = 1",
            "N = 5, sigma2 = 1, topTargetStep = 0",
            "N = 5, sigma2 = 1, topTargetStep = 1");
    for (Facet facet : answers.shown()) {
      assertThat(
              answers
                  .ask(
                      "SELECT rule, count(*) AS n FROM reported_trials t WHERE "
                          + facet.condition("t")
                          + " GROUP BY rule ORDER BY rule")
                  .values())
          .containsExactly(List.of("BIG(eq. 4)", 3L), List.of("BP", 3L), List.of("DTP", 3L));
    }
  }

  @Test
  void curvesAndTable_everyRule_areOfEachLevel() {
    assertThat(new LearningCurves().draw(answers)).isPresent();
    assertThat(RuleRow.all(answers))
        .extracting(row -> row.rule() + " " + row.where() + " " + row.configurations())
        .contains(
            "BP mnist, N = 5 1",
            "DTP mnist, N = 5, topTargetStep=0 1",
            "BIG(eq. 4) mnist, N = 5, sigma2=1 topTargetStep=1 1")
        .hasSize(1 + 2 + 4);
  }

  /** σ² is the axis of this figure, so it is drawn across its values, at one step. */
  @Test
  void accuracyByVariance_factorOnItsAxis_isDrawnAcrossIt() {
    assertThat(new AccuracyByVariance().draw(answers))
        .hasValueSatisfying(
            figure -> {
              assertThat(figure.title()).endsWith(" at N = 5, topTargetStep = 1");
              assertThat(figure.caption())
                  .contains(
                      "Not shown: N = 5, sigma2 = 0.1, topTargetStep = 0 and N = 5, sigma2 = 1,"
                          + " topTargetStep = 0.");
            });
  }

  @Test
  void paired_rules_areComparedAtTheSameLevel() {
    assertThat(new PairedForest().draw(answers))
        .hasValueSatisfying(figure -> assertThat(figure.title()).contains("N = 5, sigma2 = "));
  }
}
