package org.bigsweep.driver.store;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.bigsweep.results.ResultsFolder;
import org.bigsweep.results.Table;

/** A script that defines the views of {@link ResultsViews} in another program. */
public final class ViewScript {
  private static final String DUCKDB_FILES =
      """
      CREATE OR REPLACE VIEW stored_%1$s AS
      SELECT * EXCLUDE (filename), parse_filename(filename) AS group_file
      FROM read_parquet('%2$s/[0-9a-f]*.parquet', union_by_name = true, filename = true);
      """;

  /** An empty view for a table without files. Neither program can define a view over no files. */
  private static final String NO_FILES =
      """
      %1$s stored_%2$s AS
      SELECT %3$s, CAST(NULL AS %4$s) AS group_file WHERE false;
      """;

  private static final String SPARK_FILES =
      """
      CREATE OR REPLACE TEMPORARY VIEW files_of_%1$s (%3$s)
      USING parquet OPTIONS (path '%2$s', pathGlobFilter '*.parquet');

      CREATE OR REPLACE TEMPORARY VIEW stored_%1$s AS
      SELECT *, element_at(split(input_file_name(), '/'), -1) AS group_file FROM files_of_%1$s;
      """;

  private ViewScript() {}

  /**
   * The statements that define all views over {@code folder}, each ending in {@code ;} at the end
   * of a line.
   */
  public static String of(SqlDialect dialect, ResultsFolder folder) {
    StringBuilder script = new StringBuilder();
    for (Table<?> table : Table.all()) {
      script.append(files(dialect, folder, table)).append('\n');
    }
    StoredViews.queries(dialect, false)
        .forEach((name, query) -> append(script, dialect, name, query));
    AnswerViews.queries(dialect, KeptSweeps.roles(folder), KeptSweeps.factors(folder))
        .forEach((name, query) -> append(script, dialect, name, query));
    return script.toString();
  }

  private static String files(SqlDialect dialect, ResultsFolder folder, Table<?> table) {
    String path = (folder + "/" + table.name()).replace("'", "''");
    if (folder.isEmpty(table)) {
      return NO_FILES.formatted(
          create(dialect), table.name(), nulls(dialect, table), text(dialect));
    }
    return switch (dialect) {
      case DUCKDB -> DUCKDB_FILES.formatted(table.name(), path);
      case SPARK -> SPARK_FILES.formatted(table.name(), path.replace("\\", "\\\\"), columns(table));
    };
  }

  private static String nulls(SqlDialect dialect, Table<?> table) {
    return Arrays.stream(ViewSchema.of(table).fields())
        .map(
            field ->
                "CAST(NULL AS %s) AS %s"
                    .formatted(type(dialect, field.dataType().sql()), field.name()))
        .collect(Collectors.joining(", "));
  }

  private static String type(SqlDialect dialect, String spark) {
    return dialect == SqlDialect.SPARK
        ? spark
        : spark
            .replace("STRING", "VARCHAR")
            .replace("TIMESTAMP", "TIMESTAMPTZ")
            .replace('<', '(')
            .replace('>', ')');
  }

  private static String text(SqlDialect dialect) {
    return type(dialect, "STRING");
  }

  private static String columns(Table<?> table) {
    return Arrays.stream(ViewSchema.of(table).fields())
        .map(field -> "`" + field.name() + "` " + field.dataType().sql())
        .collect(Collectors.joining(", "));
  }

  private static void append(StringBuilder script, SqlDialect dialect, String name, String query) {
    script
        .append(create(dialect))
        .append(' ')
        .append(name)
        .append(" AS\n")
        .append(query.strip())
        .append(";\n\n");
  }

  private static String create(SqlDialect dialect) {
    return dialect == SqlDialect.SPARK
        ? "CREATE OR REPLACE TEMPORARY VIEW"
        : "CREATE OR REPLACE VIEW";
  }
}
