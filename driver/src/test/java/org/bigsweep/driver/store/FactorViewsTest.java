package org.bigsweep.driver.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bigsweep.driver.spec.SweepReader;
import org.bigsweep.engine.catalog.ParameterCatalog;
import org.bigsweep.results.TrialState;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A folder of two sweeps, of which one names {@code topTargetStep} as a factor and the other {@code
 * alpha}. BP has neither; BIG has both. The control, {@code topTargetStep=0}, is worse than the
 * rule itself, and best at another learning rate.
 */
class FactorViewsTest {
  private static final String CONTROL =
      """
      version: 1
      name: control
      dataset: synthetic
      fixed: {rule: DTP}
      grid: {topTargetStep: [0, 1]}
      seeds: {tune: 0, report: 10}
      factors: topTargetStep
      """;
  private static final String SCALE =
      """
      version: 1
      name: scale
      dataset: synthetic
      fixed: {rule: BIG}
      grid: {alpha: [1, 2], learningRate: [0.01, 0.02]}
      seeds: {tune: 0, report: 10}
      factors: alpha
      """;
  private static final String BEST = "select rule, factors, configuration from best order by 1, 2";
  private static final String PAIRED =
      "select rule, factors, other_rule, other_factors, count(*) from paired"
          + " where rule < other_rule group by 1, 2, 3, 4 order by 1, 2, 3, 4";
  private static final String CURVES =
      "select rule, factors, epoch, n from curves where epoch = 2 order by 1, 2";

  @TempDir private static Path directory;

  private static int added;
  private static SampleResults results;
  private static ResultsViews views;

  @BeforeAll
  static void lay() {
    results = new SampleResults(directory);
    for (String rate : List.of("0.01", "0.02")) {
      for (String seed : List.of("0", "10")) {
        add(rate, seed, Map.of("rule", "BP"), 0.9);
        for (String step : List.of("0", "1")) {
          boolean control = step.equals("0");
          double accuracy = control == rate.equals("0.01") ? 0.6 : 0.5;
          Map<String, String> dtp = Map.of("rule", "DTP", "topTargetStep", step);
          add(rate, seed, dtp, control ? accuracy : accuracy + 0.2);
        }
        add(rate, seed, Map.of("rule", "BIG", "topTargetStep", "1", "alpha", "2"), 0.4);
      }
    }
    results.publish();
    SweepReader reader = new SweepReader(ParameterCatalog.standard());
    KeptSweeps.keep(reader.parse("control.yaml", CONTROL, List.of()), results.folder());
    KeptSweeps.keep(reader.parse("scale.yaml", SCALE, List.of()), results.folder());
    views = ResultsViews.over(results.folder());
  }

  private static void add(String rate, String seed, Map<String, String> values, double accuracy) {
    Map<String, String> parameters = new HashMap<>(values);
    parameters.put("learningRate", rate);
    parameters.put("seed", seed);
    results.add("%020x".formatted(added++), parameters, TrialState.DONE, false, accuracy, accuracy);
  }

  @AfterAll
  static void close() {
    views.close();
  }

  @Test
  void best_factorsOfAnySweep_choosesWithinEachLevel() {
    assertThat(spark(BEST))
        .containsExactly(
            "BIG|alpha=2 topTargetStep=1|alpha=2 learningRate=0.01 rule=BIG topTargetStep=1",
            "BP||learningRate=0.01 rule=BP",
            "DTP|topTargetStep=0|learningRate=0.01 rule=DTP topTargetStep=0",
            "DTP|topTargetStep=1|learningRate=0.02 rule=DTP topTargetStep=1");
    assertThat(spark("select configurations from best")).containsOnly("2");
  }

  @Test
  void curves_factors_areOfEachLevel() {
    assertThat(spark(CURVES))
        .containsExactly(
            "BIG|alpha=2 topTargetStep=1|2|1",
            "BP||2|1",
            "DTP|topTargetStep=0|2|1",
            "DTP|topTargetStep=1|2|1");
  }

  /** BIG, at a step of 1, is not compared with the control of DTP; BP is compared with all. */
  @Test
  void paired_factors_comparesWhereCommonFactorsAgree() {
    assertThat(spark(PAIRED))
        .containsExactly(
            "BIG|alpha=2 topTargetStep=1|BP||1",
            "BIG|alpha=2 topTargetStep=1|DTP|topTargetStep=1|1",
            "BP||DTP|topTargetStep=0|1",
            "BP||DTP|topTargetStep=1|1");
  }

  @Test
  void script_duckDb_givesWhatSparkGives() throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      statement.execute(ViewScript.of(SqlDialect.DUCKDB, results.folder()));
      for (String query : List.of(BEST, PAIRED, CURVES)) {
        List<String> lines = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery(query)) {
          while (rows.next()) {
            List<String> cells = new ArrayList<>();
            for (int c = 1; c <= rows.getMetaData().getColumnCount(); c++) {
              cells.add(rows.getString(c));
            }
            lines.add(String.join("|", cells));
          }
        }
        assertThat(lines).isEqualTo(spark(query));
      }
    }
  }

  @Test
  void ranked_factors_areThoseOfTheViews() {
    assertThat(Configuration.ranked(results.folder()))
        .extracting(c -> c.rule() + "|" + c.factors())
        .containsExactlyInAnyOrderElementsOf(
            spark("select rule, factors from ranked_configurations"));
  }

  @Test
  void ranked_places_restartWithEachLevel() {
    assertThat(
            spark(
                "select factors, place from ranked_configurations where rule = 'DTP'"
                    + " order by 1, 2"))
        .containsExactly(
            "topTargetStep=0|1", "topTargetStep=0|2", "topTargetStep=1|1", "topTargetStep=1|2");
  }

  private static List<String> spark(String query) {
    return views.query(query).values().stream()
        .map(row -> String.join("|", row.stream().map(Object::toString).toList()))
        .toList();
  }
}
