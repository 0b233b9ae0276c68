package org.bigsweep.driver.store;

import java.io.IOException;
import java.nio.channels.WritableByteChannel;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Spliterators;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.bigsweep.results.ResultsFolder;
import org.bigsweep.results.ResultsReader;
import org.bigsweep.results.Table;
import scala.collection.Map;
import scala.jdk.javaapi.CollectionConverters;

/**
 * The SQL views over a results folder: {@code trials}, {@code epochs}, {@code layers}, {@code
 * attempts}, {@code paused}, {@code decisions}, and the queries {@code best}, {@code curves},
 * {@code paired}.
 *
 * <p>Every committed trial is there once. {@code epochs} and {@code layers} hold the rows of the
 * group that committed it, together with the trial's {@code rule, base_rule, sigma2, depth,
 * learning_rate, seed}. If several groups committed a trial, {@link
 * org.bigsweep.results.ResultsReader} defines which one counts.
 */
public final class ResultsViews implements AutoCloseable {
  /** The views, tables first. */
  public static final List<String> NAMES = List.copyOf(ViewColumns.all().keySet());

  private static final List<String> READ_ONCE = List.of("trials", "epochs", "layers");

  /** The most files of trials for which it pays to look for repeats first. */
  private static final int MOST_FILES_CHECKED = 1_000;

  /** How much Spark remembers of what has ended. A page asks thousands of queries. */
  static final String REMEMBERED = "10";

  /** The most bytes of files for which compiling a query takes longer than answering it. */
  private static final long SMALL = 8L << 20;

  private static final String COMPILED = "spark.sql.codegen.factoryMode";

  private final SparkSession spark;
  private final ResultsFolder folder;
  private final boolean stopsSpark;
  private SeedRoles roles = SeedRoles.SAME;
  private Factors factors = Factors.NONE;
  private boolean small;

  private ResultsViews(SparkSession spark, ResultsFolder folder, boolean stopsSpark) {
    this.spark = spark;
    this.folder = folder;
    this.stopsSpark = stopsSpark;
  }

  SparkSession session() {
    return spark;
  }

  /**
   * Starts Spark on this machine's cores and defines the views over {@code folder}. A table without
   * files is an empty view.
   */
  public static ResultsViews over(ResultsFolder folder) {
    return refreshed(new ResultsViews(started(), folder, true));
  }

  private static SparkSession started() {
    SparkSession.Builder builder =
        SparkSession.builder()
            .appName("bigsweep sql")
            .master("local[*]")
            .config("spark.ui.enabled", "false")
            .config("spark.ui.showConsoleProgress", "false")
            // without a UI Spark keeps the plans and tasks of a thousand queries all the same
            .config("spark.sql.ui.retainedExecutions", REMEMBERED)
            .config("spark.ui.retainedJobs", REMEMBERED)
            .config("spark.ui.retainedStages", REMEMBERED)
            .config("spark.ui.retainedTasks", "1000")
            .config("spark.driver.host", "localhost")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.sql.session.timeZone", "UTC")
            .config("spark.sql.datetime.java8API.enabled", "true")
            .config("spark.sql.catalogImplementation", "in-memory")
            // queries take seconds: adaptive replanning costs more than it gains
            .config("spark.sql.adaptive.enabled", "false")
            // with a large heap Spark would clear 64 MB for every task that groups or joins
            .config("spark.buffer.pageSize", "4m");
    StorageSettings.forSpark().forEach(builder::config);
    return builder.getOrCreate();
  }

  /**
   * As {@link #over}, but with views that nobody else sees or changes. Spark is started if it is
   * not, and goes on when these views are closed.
   */
  public static ResultsViews apart(ResultsFolder folder) {
    return refreshed(new ResultsViews(started().newSession(), folder, false));
  }

  /** Stops Spark, if it was started. */
  public static void stopSpark() {
    SparkSession.getDefaultSession()
        .foreach(
            session -> {
              session.stop();
              return null;
            });
  }

  private static ResultsViews refreshed(ResultsViews views) {
    try {
      views.refresh();
      return views;
    } catch (RuntimeException e) {
      views.close();
      throw e;
    }
  }

  /**
   * Reads the folder again: its files, the roles that kept sweeps give to seeds, and their factors.
   */
  public void refresh() {
    spark.catalog().clearCache();
    small = folder.bytes() <= SMALL;
    roles = KeptSweeps.roles(folder);
    factors = KeptSweeps.factors(folder);
    spark.conf().set("spark.sql.codegen.wholeStage", !small);
    spark.conf().set(COMPILED, compiled());
    spark
        .conf()
        .set(
            "spark.sql.shuffle.partitions", small ? 1 : Runtime.getRuntime().availableProcessors());
    boolean plain = new ResultsReader(folder).isPlain(MOST_FILES_CHECKED);
    for (Table<?> table : Table.all()) {
      files(table).createOrReplaceTempView(stored(table));
    }
    StoredViews.queries(SqlDialect.SPARK, plain).forEach(this::define);
    AnswerViews.queries(SqlDialect.SPARK, roles, factors).forEach(this::define);
  }

  /** Whether parts of a query are compiled. */
  private String compiled() {
    return small ? "NO_CODEGEN" : "FALLBACK";
  }

  /**
   * Caches the rows of views for the queries that follow, until {@link #refresh}. For a small
   * folder it reads the tables into memory now as well.
   */
  public void keep(List<String> views) {
    if (!small) {
      views.forEach(spark.catalog()::cacheTable);
      return;
    }
    READ_ONCE.forEach(this::hold);
    AnswerViews.queries(SqlDialect.SPARK, roles, factors)
        .forEach(
            (name, query) -> {
              define(name, query);
              if (views.contains(name)) {
                hold(name);
              }
            });
  }

  /** Replaces a view by its rows in memory. */
  private void hold(String view) {
    Dataset<Row> rows = spark.table(view);
    spark.createDataFrame(rows.collectAsList(), rows.schema()).createOrReplaceTempView(view);
  }

  private void define(String name, String query) {
    spark.sql(query).createOrReplaceTempView(name);
  }

  private Dataset<Row> files(Table<?> table) {
    StructType schema = ViewSchema.of(table);
    if (!folder.has(table)) {
      return spark.createDataFrame(List.of(), schema.add(StoredViews.FILE, "string"));
    }
    return spark
        .read()
        .schema(schema)
        .option("pathGlobFilter", "*.parquet")
        .parquet(folder.location(table))
        .selectExpr("*", "_metadata.file_name AS " + StoredViews.FILE);
  }

  private static String stored(Table<?> table) {
    return "stored_" + table.name();
  }

  /** All rows of one of {@link #NAMES}. */
  public AnswerTable all(String view) {
    return query("SELECT * FROM " + view);
  }

  /**
   * The answer to a query over the views.
   *
   * @throws QueryException if the query is wrong or a file cannot be read; also while the rows are
   *     taken
   */
  public AnswerTable query(String sql) {
    return answer(sql, answer -> answer);
  }

  /** As {@link #query}, but Spark computes only the first rows. */
  AnswerTable limited(String sql, int most) {
    return answer(sql, answer -> answer.limit(most));
  }

  private AnswerTable answer(String sql, UnaryOperator<Dataset<Row>> part) {
    try {
      Dataset<Row> answer = part.apply(spark.sql(sql));
      Iterator<Row> rows = answer.toLocalIterator();
      List<String> columns = List.of(answer.columns());
      Iterator<AnswerTable.Row> answers =
          StreamSupport.stream(Spliterators.spliteratorUnknownSize(guarded(rows), 0), false)
              .map(row -> new AnswerTable.Row(columns, values(row, columns.size())))
              .iterator();
      return AnswerTable.streamed(columns, answers);
    } catch (Exception e) { // Spark throws AnalysisException without declaring it
      throw e instanceof AnalysisException ? QueryException.wrong(e) : QueryException.failed(e);
    }
  }

  /**
   * Writes all rows of one of {@link #NAMES} as an Arrow IPC file.
   *
   * @throws QueryException if a file of results cannot be read
   * @throws IOException if {@code out} cannot be written
   */
  public void writeArrow(String view, WritableByteChannel out) throws IOException {
    Dataset<Row> rows = spark.table(view);
    ArrowFile.write(rows.schema(), guarded(rows.toLocalIterator()), out);
  }

  private Iterator<Row> guarded(Iterator<Row> rows) {
    String compiled = compiled();
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        try {
          // Spark gives the session's settings to tasks only while it makes this iterator
          spark.sparkContext().setLocalProperty(COMPILED, compiled);
          return rows.hasNext();
        } catch (Exception e) { // Spark throws checked exceptions without declaring them
          throw QueryException.failed(e);
        }
      }

      @Override
      public Row next() {
        return rows.next();
      }
    };
  }

  private static List<Object> values(Row row, int width) {
    return IntStream.range(0, width).mapToObj(c -> value(row.get(c))).toList();
  }

  private static Object value(Object cell) {
    if (cell == null) {
      return Optional.empty();
    }
    return cell instanceof Map<?, ?> map ? CollectionConverters.asJava(map) : cell;
  }

  @Override
  public void close() {
    if (stopsSpark) {
      spark.stop();
    }
  }
}
