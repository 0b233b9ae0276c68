package org.bigsweep.driver.store;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.TimeStampVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowFileReader;
import org.apache.spark.sql.SparkSession;
import org.bigsweep.driver.spec.SweepReader;
import org.bigsweep.engine.catalog.ParameterCatalog;
import org.bigsweep.results.TrialState;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Seeds 0 and 1 tune, 10 and 11 report. BP is best by validation at .01, though .02 tests better;
 * DTP at .02 loses a tuning seed; TP diverges on seed 11.
 */
class AnswerViewsTest {
  private static final String SWEEP =
      """
      version: 1
      name: roles
      dataset: synthetic
      fixed: {rule: BP}
      seeds: {tune: 0..1, report: 10..11}
      """;

  private static final List<String> QUERIES =
      List.of(
          "select * from best order by rule",
          "select * from curves order by rule, epoch",
          "select * from paired order by rule, other_rule, seed",
          "select trial_id, state, test_accuracy from trials order by 1",
          "select trial_id, rule, learning_rate, epoch, layer, estimate_cosine from layers"
              + " order by 1, 4, 5",
          "select attempt_id, outcome from attempts order by 1");

  @TempDir private static Path directory;

  private static SampleResults results;
  private static ResultsViews views;
  private static List<List<String>> answers;

  @BeforeAll
  static void lay() {
    results = new SampleResults(directory);
    KeptSweeps.keep(
        new SweepReader(ParameterCatalog.standard()).parse("roles.yaml", SWEEP, List.of()),
        results.folder());
    for (int seed : List.of(0, 1, 10, 11)) {
      double step = 0.001 * seed;
      results.add("BP", "0.01", seed, TrialState.DONE, 0.9 + step, 0.8 + step);
      results.add("BP", "0.02", seed, TrialState.DONE, 0.8 + step, 0.95 + step);
      results.add("DTP", "0.01", seed, TrialState.DONE, 0.6 + step, 0.5 + 2 * step);
      results.add(
          "DTP", "0.02", seed, seed == 1 ? TrialState.DIVERGED : TrialState.DONE, 0.99, 0.99);
      results.add("TP", "0.01", seed, seed == 11 ? TrialState.DIVERGED : TrialState.DONE, 0.3, 0.2);
      results.publish();
    }
    views = ResultsViews.over(results.folder());
    answers = QUERIES.stream().map(AnswerViewsTest::spark).toList();
  }

  @AfterAll
  static void close() {
    views.close();
  }

  @Test
  void best_tunedSweep_choosesOnValidationOfTuningSeedsAndReportsOnOthers() {
    assertThat(
            spark(
                "select rule, configuration, configurations, seeds_disjoint from best order by 1"))
        .containsExactly(
            "BP|learningRate=0.01 rule=BP|2|true",
            "DTP|learningRate=0.01 rule=DTP|2|true",
            "TP|learningRate=0.01 rule=TP|1|true");
    assertThat(spark("select rule, seeds, done, diverged, failed from best order by 1"))
        .containsExactly("BP|2|2|0|0", "DTP|2|2|0|0", "TP|2|1|1|0");
    assertThat(
            spark(
                "select rule, round(validation_accuracy, 6), round(test_accuracy, 6),"
                    + " round(test_accuracy_sd, 6) from best order by 1"))
        .containsExactly("BP|0.9005|0.8105|7.07E-4", "DTP|0.6005|0.521|0.001414", "TP|0.3|0.2|");
  }

  @Test
  void curves_reportingSeeds_haveMeanAndCount() {
    assertThat(spark("select rule, epoch, n, round(test_accuracy, 6) from curves order by 1, 2"))
        .containsExactly(
            "BP|1|2|0.40525",
            "BP|2|2|0.8105",
            "DTP|1|2|0.2605",
            "DTP|2|2|0.521",
            "TP|1|2|0.1",
            "TP|2|2|0.2");
    assertThat(
            spark(
                "select rule, round(test_accuracy_sd, 6), round(test_accuracy_min, 6),"
                    + " round(test_accuracy_max, 6) from curves where epoch = 2 order by 1"))
        .containsExactly("BP|7.07E-4|0.81|0.811", "DTP|0.001414|0.52|0.522", "TP|0.0|0.2|0.2");
  }

  @Test
  void paired_lostSeed_isThereWithoutDifference() {
    assertThat(
            spark(
                "select other_rule, seed, state, other_state, round(difference, 6) from paired"
                    + " where rule = 'BP' order by 1, 2"))
        .containsExactly(
            "DTP|10|DONE|DONE|0.29",
            "DTP|11|DONE|DONE|0.289",
            "TP|10|DONE|DONE|0.61",
            "TP|11|DONE|DIVERGED|");
  }

  @Test
  void script_duckDb_givesWhatSparkGives() throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      statement.execute(ViewScript.of(SqlDialect.DUCKDB, results.folder()));
      for (int q = 0; q < QUERIES.size(); q++) {
        assertThat(duckDb(statement, QUERIES.get(q))).isNotEmpty().isEqualTo(answers.get(q));
      }
    }
  }

  @Test
  void script_spark_givesWhatTheViewsGive() {
    SparkSession other = SparkSession.active().newSession();
    other.conf().set("spark.sql.shuffle.partitions", 1);
    other.conf().set("spark.sql.codegen.wholeStage", false);
    other.conf().set("spark.sql.codegen.factoryMode", "NO_CODEGEN");
    Stream.of(ViewScript.of(SqlDialect.SPARK, results.folder()).split(";\n"))
        .filter(statement -> !statement.isBlank())
        .forEach(other::sql);

    for (int q = 0; q < QUERIES.size(); q++) {
      List<String> rows =
          other.sql(QUERIES.get(q)).collectAsList().stream()
              .map(
                  row ->
                      line(
                          Stream.iterate(0, i -> i < row.size(), i -> i + 1)
                              .map(row::get)
                              .map(cell -> cell == null ? "" : cell.toString())
                              .toList()))
              .toList();
      assertThat(rows).isEqualTo(answers.get(q));
    }
  }

  @Test
  void spec_everyAnswerView_listsExactlyItsColumnsAndTypes() throws IOException {
    for (String view : List.of("best", "curves", "paired")) {
      List<String> expected =
          spark("describe " + view).stream()
              .map(line -> line.split("\\|", -1))
              .map(c -> "| `" + c[0] + "` | " + type(c[1]) + " |")
              .toList();
      assertThat(section(view))
          .extracting(l -> l.replaceAll("^(\\| \\S+ \\| \\w+ \\|).*", "$1"))
          .isEqualTo(expected);
    }
  }

  @Test
  void writeArrow_trials_readBackIsTheSame() throws IOException {
    Path file = directory.resolve("trials.arrow");
    try (FileChannel out =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      views.writeArrow("trials", out);
    }
    List<String> rows = new ArrayList<>();
    try (RootAllocator allocator = new RootAllocator();
        ArrowFileReader reader = new ArrowFileReader(FileChannel.open(file), allocator)) {
      while (reader.loadNextBatch()) {
        VectorSchemaRoot root = reader.getVectorSchemaRoot();
        for (int r = 0; r < root.getRowCount(); r++) {
          int row = r;
          Map<?, ?> parameters =
              ((List<?>) root.getVector("parameters").getObject(row))
                  .stream()
                      .map(entry -> (Map<?, ?>) entry)
                      .collect(toMap(e -> e.get("key").toString(), e -> e.get("value").toString()));
          rows.add(
              line(
                      Stream.of(
                              "trial_id",
                              "state",
                              "collapsed",
                              "seed",
                              "depth",
                              "test_accuracy",
                              "sigma2")
                          .map(name -> root.getVector(name).getObject(row))
                          .map(cell -> cell == null ? "" : cell.toString())
                          .toList())
                  + "|"
                  + parameters.get("learningRate")
                  + "|"
                  + ((TimeStampVector) root.getVector("started")).get(row));
        }
      }
    }
    assertThat(rows)
        .hasSize(20)
        .containsExactlyInAnyOrderElementsOf(
            spark(
                "select trial_id, state, collapsed, seed, depth, test_accuracy, sigma2,"
                    + " parameters['learningRate'], unix_micros(started) from trials"));
  }

  @Test
  void query_misspelledColumn_suggestsTheNearest() {
    assertThatThrownBy(() -> views.query("select test_acuracy from best"))
        .isInstanceOf(QueryException.class)
        .hasMessageContaining("test_accuracy");
  }

  private static String type(String spark) {
    return spark.equals("bigint") ? "long" : spark.toLowerCase(Locale.ROOT);
  }

  private static List<String> section(String title) throws IOException {
    List<String> lines = Files.readAllLines(Path.of("../results-schema/SPEC.md"));
    return lines.subList(lines.indexOf("## " + title) + 1, lines.size()).stream()
        .takeWhile(line -> !line.startsWith("## "))
        .filter(line -> line.startsWith("| `"))
        .toList();
  }

  private static List<String> spark(String query) {
    List<String> lines = new ArrayList<>();
    for (List<Object> row : views.query(query).values()) {
      lines.add(
          line(
              row.stream()
                  .map(cell -> cell instanceof Optional<?> ? "" : cell.toString())
                  .toList()));
    }
    return lines;
  }

  private static List<String> duckDb(Statement statement, String query) throws SQLException {
    List<String> lines = new ArrayList<>();
    try (ResultSet rows = statement.executeQuery(query)) {
      while (rows.next()) {
        List<String> cells = new ArrayList<>();
        for (int c = 1; c <= rows.getMetaData().getColumnCount(); c++) {
          Object cell = rows.getObject(c);
          cells.add(cell == null ? "" : cell.toString());
        }
        lines.add(line(cells));
      }
    }
    return lines;
  }

  /** Numbers to ten digits: the two programs may add in different orders. */
  private static String line(List<String> cells) {
    return String.join("|", cells.stream().map(AnswerViewsTest::rounded).toList());
  }

  private static String rounded(String cell) {
    if (!cell.matches("-?\\d+\\.\\d+(E-?\\d+)?")) {
      return cell;
    }
    return String.valueOf(new BigDecimal(cell).round(new MathContext(10)).doubleValue());
  }
}
