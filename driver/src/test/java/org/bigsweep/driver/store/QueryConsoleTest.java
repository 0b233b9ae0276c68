package org.bigsweep.driver.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.bigsweep.results.TrialState;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class QueryConsoleTest {
  @TempDir private static Path directory;

  private static QueryConsole console;
  private static int names;

  @BeforeAll
  static void open() {
    SampleResults results = new SampleResults(directory);
    for (int seed = 0; seed < 3; seed++) {
      results.add("BP", "0.1", seed, TrialState.DONE, 0.9, 0.8);
      results.add("DTP", "0.1", seed, TrialState.DONE, 0.7, 0.6);
    }
    results.publish();
    console = QueryConsole.over(results.folder());
  }

  @AfterAll
  static void close() {
    console.close();
    ResultsViews.stopSpark();
  }

  private static AnswerTable ask(String sql, int most) {
    return console.answer("test-" + names++, sql, most);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select rule, count(*) n, avg(test_accuracy) from trials group by rule order by 2 desc",
        "select rule, avg(test_accuracy) from trials group by all having count(*) > 1",
        "with b as (select * from best) select b.rule, e.epoch from b join epochs e on e.rule ="
            + " b.rule",
        "select rule, row_number() over (partition by rule order by seed) from trials",
        "select rule from trials where seed in (select seed from epochs where epoch = 2)",
        "select count(*) filter (where state = 'DONE') from trials",
        "select case when test_accuracy > 0.7 then 'good' else 'bad' end as c, count(*) from trials"
            + " group by 1",
        "select parameters['learningRate'], rule from trials where rule like 'B%' limit 2",
        "select * except (parameters) from trials order by test_accuracy desc nulls last limit 1"
            + " offset 1",
        "select rule, `learning_rate`, cast(seed as string) || 'x' from trials union all select"
            + " 'a', 1, 'b'",
        "select rule, name, value from trials lateral view explode(parameters) as name, value",
        "select * from (select rule, seed, test_accuracy from trials) pivot (avg(test_accuracy) for"
            + " seed in (0, 1))",
        "select t.rule, (select max(epoch) from epochs) m from trials t where exists (select 1 from"
            + " layers)",
        "select rule, depth, count(*) from trials group by rollup (rule, depth)",
        "select 1 + 2, -1, not true, 5 between 1 and 9, 'a' is not null, date '2026-01-01'",
        "select * from values (1, 2), (3, 4) as v(a, b)",
        "select transform_keys_is_no_name from (select 1 as transform_keys_is_no_name)"
      })
  void answer_aQueryOverTheViews_isAnswered(String sql) {
    assertThat(ask(sql, 100).rows()).isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "select * from parquet.`/etc/passwd` | table parquet./etc/passwd",
        "select * from text.`/etc/passwd` | table text./etc/passwd",
        "select * from json.`s3a://lab/x` | table json.s3a://lab/x",
        "select * from stored_trials | table stored_trials",
        "select * from default.trials | table default.trials",
        "with trials_ as (select * from csv.`/etc`) select * from trials_ | table csv./etc",
        "select * from trials where seed in (select value from text.`/etc/passwd`) | table"
            + " text./etc",
        "select (select max(value) from text.`/etc/passwd`) from trials | table text./etc",
        "select reflect('java.lang.System', 'exit', 1) | function reflect",
        "select java_method('java.lang.Runtime', 'getRuntime') | function java_method",
        "select max(input_file_name()) from trials | function input_file_name",
        "select current_user() | function current_user",
        "select system.builtin.reflect('a', 'b') | function system.builtin.reflect",
        "select sum(seed) filter (where reflect('a', 'b') = '') from trials | function reflect",
        "select row_number() over (order by reflect('a', 'b')) from trials | function reflect",
        "select repeat('x', 1000000000) | function repeat",
        "select * from range(1000000000000) | UnresolvedTableValuedFunction",
        "select * from trials lateral view reflect('a') as x | function reflect",
        "select transform(seed) using 'sh' from trials | ScriptTransformation",
        "create table t as select * from trials | CreateTableAsSelect",
        "create temporary view v as select 1 | CreateView",
        "set spark.sql.variable.substitute=true | SetCommand",
        "set | SetCommand",
        "add jar '/tmp/x.jar' | AddJars",
        "add file '/etc/passwd' | AddFiles",
        "insert into trials select * from trials | InsertIntoStatement",
        "insert overwrite directory '/tmp/x' using csv select * from trials | InsertInto",
        "drop view trials | Drop",
        "cache table trials | CacheTable",
        "refresh '/etc' | RefreshResource",
        "describe trials | Describe",
        "show tables | ShowTables",
        "explain select 1 | Explain",
        "use default | SetCatalogAndNamespace",
        "begin select 1; end | CompoundBody",
        "execute immediate 'select 1' | Execute",
        "select * from identifier('parquet.`/etc`') | PlanWithUnresolvedIdentifier",
        "select /*+ repartition(100000) */ * from trials | UnresolvedHint",
        "select * from stream trials | table trials",
        "truncate table trials | Truncate",
        "load data inpath '/etc' into table trials | LoadData"
      })
  void answer_anythingElse_isRefusedInOneSentence(String sql, String what) {
    assertThatThrownBy(() -> ask(sql, 100))
        .isInstanceOf(QueryException.class)
        .satisfies(
            e ->
                assertThat(e.getMessage())
                    .startsWith("Invalid query: ")
                    .contains(what, "(must be ")
                    .doesNotContain("\n"));
  }

  @Test
  void answer_wrongSql_isOneSentence() {
    assertThatThrownBy(() -> ask("selec 1", 100))
        .hasMessageStartingWith("Invalid query: ")
        .hasMessageNotContaining("\n");
    assertThatThrownBy(() -> ask("select nothing from trials", 100))
        .hasMessageStartingWith("Invalid query: ");
    assertThatThrownBy(() -> ask("select 1; select 2", 100))
        .hasMessageStartingWith("Invalid query: ");
  }

  @Test
  void answer_bracketsInEachOther_areAnsweredToADepthAndRefusedBeyond() {
    assertThat(ask(nested(40), 1).values()).containsExactly(List.of(1));
    assertThatThrownBy(() -> ask(nested(9_000), 1))
        .hasMessage("Invalid query: 9000 brackets in each other (must be at most 40)");
  }

  private static String nested(int depth) {
    return "select " + "(".repeat(depth) + "1" + ")".repeat(depth);
  }

  @Test
  void answer_namesOfTheProcess_stayText() {
    assertThat(ask("select '${env:PATH}' as a, '${system:user.home}' as b", 10).values())
        .containsExactly(List.of("${env:PATH}", "${system:user.home}"));
  }

  @Test
  void answer_moreRowsThanAllowed_isCutAndSaysSo() {
    AnswerTable cut = ask("select * from epochs", 5);
    AnswerTable whole = ask("select * from epochs", 12);

    assertThat(cut.rows()).hasSize(5);
    assertThat(cut.isCut()).isTrue();
    assertThat(whole.rows()).hasSize(12);
    assertThat(whole.isCut()).isFalse();
  }

  @Test
  void cancel_whileItRuns_endsTheQuery() throws Exception {
    String endless =
        "select count(*) from "
            + String.join(", ", Collections.nCopies(12, "(select 1 from layers)"));
    CompletableFuture<Throwable> ended =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                console.answer("endless", endless, 10);
                return new AssertionError("it ended by itself");
              } catch (QueryException e) {
                return e;
              }
            });
    Thread.sleep(500);
    assertThat(ended).isNotDone();

    console.cancel("endless");

    assertThat(ended.get(60, TimeUnit.SECONDS))
        .isInstanceOf(QueryException.class)
        .hasMessageStartingWith("Cannot answer the query: ");
    assertThat(ask("select count(*) from trials", 1).values()).containsExactly(List.of(6L));
  }

  @Test
  void columns_knownWithoutSpark_areThoseOfTheViews() {
    Map<String, List<String>> known = ViewColumns.all();

    assertThat(known.keySet()).containsExactlyElementsOf(ResultsViews.NAMES);
    known.forEach(
        (view, columns) ->
            assertThat(ask("select * from " + view, 1).columns())
                .as(view)
                .containsExactlyElementsOf(columns));
  }
}
