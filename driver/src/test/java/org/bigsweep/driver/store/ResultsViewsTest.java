package org.bigsweep.driver.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.metrics.source.CodegenMetrics;
import org.apache.spark.sql.execution.ui.SQLExecutionUIData;
import org.apache.spark.sql.execution.ui.SparkPlanGraphWrapper;
import org.apache.spark.status.JobDataWrapper;
import org.apache.spark.status.StageDataWrapper;
import org.apache.spark.util.kvstore.KVStore;
import org.bigsweep.driver.run.RunListener;
import org.bigsweep.driver.run.SweepRun;
import org.bigsweep.driver.run.SyntheticTrials;
import org.bigsweep.driver.run.TrainerFactory;
import org.bigsweep.engine.catalog.TrialSpec;
import org.bigsweep.results.ResultsFolder;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ResultsViewsTest {
  @TempDir private static Path shared;
  @TempDir private Path folder;

  /** Four trials, of which two were published a second time in another group. */
  @BeforeAll
  static void train() {
    List<TrialSpec> trials = new ArrayList<>(SyntheticTrials.of("BP", 0, 2));
    trials.addAll(SyntheticTrials.of("BIG", 0, 2));
    run(trials, 1);
    run(trials.subList(0, 2), 2);
  }

  private static void run(List<TrialSpec> trials, int size) {
    new SweepRun(
            SyntheticTrials.request(
                trials, size, TrainerFactory.ENGINE, shared.toString(), "local[2]"),
            new RunListener() {})
        .execute();
  }

  @Test
  void query_trialsPublishedTwice_countOnce() {
    assertThat(query(shared, "select count(*), count(distinct trial_id) from trials"))
        .containsExactly(List.of(4L, 4L));
    assertThat(query(shared, "select count(*) from epochs")).containsExactly(List.of(12L));
    assertThat(query(shared, "select count(*) from layers")).containsExactly(List.of(36L));
    assertThat(query(shared, "select count(*) from attempts")).containsExactly(List.of(6L));
  }

  /** Spark keeps the plan and the tasks of every query for its UI, on or off, up to a limit. */
  @Test
  void query_askedManyTimes_leavesLittleBehind() throws InterruptedException {
    try (ResultsViews views =
        ResultsViews.over(ResultsFolder.at(shared.toString(), new Configuration()))) {
      for (int k = 0; k < 40; k++) {
        assertThat(views.query("select count(*) from trials where seed >= " + k).rows()).hasSize(1);
      }
      KVStore kept = views.session().sparkContext().statusStore().store();
      long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
      for (Class<?> status :
          List.of(
              SQLExecutionUIData.class,
              SparkPlanGraphWrapper.class,
              JobDataWrapper.class,
              StageDataWrapper.class)) {
        // another thread of Spark forgets them
        while (count(kept, status) > Integer.parseInt(ResultsViews.REMEMBERED)) {
          assertThat(System.nanoTime()).as("%s", status).isLessThan(end);
          Thread.sleep(20);
        }
        assertThat(count(kept, status)).isPositive();
      }
    }
  }

  /** Compiling a query takes longer than to answer it from so few rows, in tasks as well. */
  @Test
  void query_smallFolder_compilesLittle() {
    try (ResultsViews views =
        ResultsViews.over(ResultsFolder.at(shared.toString(), new Configuration()))) {
      long before = CodegenMetrics.METRIC_COMPILATION_TIME().getCount();

      assertThat(views.query("select rule, seed + epochs from trials order by seed").rows())
          .hasSize(4);

      // some parts Spark always compiles
      assertThat(CodegenMetrics.METRIC_COMPILATION_TIME().getCount()).isLessThan(before + 5);
    }
  }

  private static long count(KVStore kept, Class<?> status) {
    try {
      return kept.count(status);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void query_detailViews_carryTheTrialsSettings() {
    assertThat(
            query(
                shared,
                "select distinct rule, base_rule, sigma2, depth, learning_rate, seed from layers"
                    + " where seed = 1 and rule = 'BP'"))
        .hasSize(1)
        .first()
        .asString()
        .isEqualTo("[BP, BP, Optional.empty, 3, 0.003, 1]");
    assertThat(query(shared, "select distinct sigma2 from epochs where base_rule = 'BIG'"))
        .containsExactly(List.of(1.0));
  }

  @Test
  void query_sameFilesInDuckDb_sameNumbers() throws SQLException {
    String sql = "select trial_id, epoch, test_loss, test_accuracy from %s order by 1, 2";
    List<List<Object>> other = new ArrayList<>();
    try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
        ResultSet rows =
            duck.createStatement()
                .executeQuery(
                    sql.formatted(
                        "(select distinct trial_id, epoch, test_loss, test_accuracy from '"
                            + shared.resolve("epochs")
                            + "/*.parquet')"))) {
      while (rows.next()) {
        other.add(List.of(rows.getString(1), rows.getInt(2), rows.getDouble(3), rows.getDouble(4)));
      }
    }
    assertThat(query(shared, sql.formatted("epochs"))).hasSize(12).isEqualTo(other);
  }

  @Test
  void query_emptyFolder_hasEmptyViews() {
    for (String view : List.of("trials", "epochs", "layers", "attempts")) {
      assertThat(query(folder, "select trial_id from " + view)).isEmpty();
    }
    assertThat(query(folder, "select rule, sigma2, estimate_cosine from layers")).isEmpty();
  }

  @Test
  void query_wrong_isOneSentence() {
    assertThatThrownBy(() -> query(folder, "select rul from trials"))
        .isInstanceOf(QueryException.class)
        .hasMessageStartingWith("Invalid query: ")
        .hasMessageContaining("`rule`")
        .message()
        .doesNotContain("\n");
    assertThatThrownBy(() -> query(folder, "selec"))
        .isInstanceOf(QueryException.class)
        .hasMessageMatching("Invalid query: .*selec.*");
  }

  @Test
  void query_cutFile_namesIt() throws IOException {
    copy(shared, folder);
    Path file;
    try (Stream<Path> files = Files.list(folder.resolve("epochs"))) {
      file = files.sorted().findFirst().orElseThrow();
    }
    try (RandomAccessFile cut = new RandomAccessFile(file.toFile(), "rw")) {
      cut.setLength(cut.length() / 2);
    }
    assertThatThrownBy(() -> query(folder, "select avg(test_loss) from epochs"))
        .isInstanceOf(QueryException.class)
        .hasMessage(
            "Cannot read "
                + file
                + ": it is not a whole Parquet file of this table (bigsweep doctor says what"
                + " helps)");
  }

  private static List<List<Object>> query(Path results, String sql) {
    try (ResultsViews views =
        ResultsViews.over(ResultsFolder.at(results.toString(), new Configuration()))) {
      return views.query(sql).values();
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path source : all.toList()) {
        Path target = to.resolve(from.relativize(source).toString());
        if (Files.isDirectory(source)) {
          Files.createDirectories(target);
        } else {
          Files.copy(source, target);
        }
      }
    }
  }
}
