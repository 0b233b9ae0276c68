package org.bigsweep.k8s;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The rows of a results folder's files, without columns of place and time. */
final class MeasuredRows {
  private static final Path SCHEMAS = Repository.ROOT.resolve("results-schema/src/main/avro");

  private MeasuredRows() {}

  /**
   * In an order of their own, a row that is there twice twice.
   *
   * @param table as its folder is called
   * @param record as its schema is called
   */
  static List<String> of(Path results, String table, String record) throws IOException {
    List<String> columns = new ArrayList<>();
    JsonNode schema = new ObjectMapper().readTree(SCHEMAS.resolve(record + ".avsc").toFile());
    for (JsonNode field : schema.get("fields")) {
      if (!field.path("provenance").asBoolean()) {
        String column = "\"" + field.get("name").asText() + "\"";
        // maps have no order of their own
        boolean map = field.get("type").path("type").asText().equals("map");
        columns.add(map ? "list_sort(map_entries(" + column + "))" : column);
      }
    }
    String query =
        "select row(%s)::varchar as measured from read_parquet('%s/%s/*.parquet') order by 1"
            .formatted(String.join(", ", columns), results, table);
    try (var connection = DriverManager.getConnection("jdbc:duckdb:");
        var statement = connection.createStatement();
        ResultSet answer = statement.executeQuery(query)) {
      List<String> rows = new ArrayList<>();
      while (answer.next()) {
        rows.add(answer.getString(1));
      }
      return rows;
    } catch (SQLException e) {
      throw new IOException("Cannot read " + table + " of " + results, e);
    }
  }
}
