package org.bigsweep.results;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SPEC.md, the schemas and other readers agree. */
class SpecTest {
  private static final Path SPEC = Path.of("SPEC.md");

  @TempDir private Path directory;

  @Test
  void spec_everyTable_listsExactlyItsColumnsTypesUnitsNullsAndMeanings() throws IOException {
    for (Table<?> table : Table.all()) {
      List<String> expected =
          table.schema().getFields().stream().map(Column::of).map(SpecTest::line).toList();

      assertThat(section(table.name())).filteredOn(l -> l.startsWith("| `")).isEqualTo(expected);
    }
  }

  @Test
  void spec_namesTheCurrentVersionAndEveryState() throws IOException {
    assertThat(Files.readString(SPEC))
        .contains("Schema version **" + Table.SCHEMA_VERSION + "**")
        .contains("| " + Table.SCHEMA_VERSION + " | ");
    for (TrialState state : TrialState.values()) {
      assertThat(section("Conventions"))
          .anyMatch(
              l ->
                  l.matches("\\| `(trials.state|attempts.outcome)`.*")
                      && l.contains("`" + state + "`"));
    }
  }

  @Test
  void spec_views_giveInDuckDbWhatTheReaderGives() throws IOException, SQLException {
    ResultsFolder folder = ResultsFolder.at(directory.toString(), new Configuration());
    ResultsWriter writer = new ResultsWriter(folder);
    writer.publish(SampleRows.group("a", "b"));
    writer.publish(SampleRows.group("b", "c"));
    writer.publish(SampleRows.group(TrialState.FAILED, "c", "d"));
    GroupRows lost = SampleRows.group("e");
    writer.publish(lost);
    Files.delete(directory.resolve("trials/" + lost.name() + ".parquet"));
    writer.publishPaused(SampleRows.paused("p", "q"));
    writer.publishPaused(SampleRows.paused("q"));
    writer.publishDecisions(SampleRows.decisions("p", "q"));
    writer.publishTogether(
        Stream.of(SampleRows.decisions(1, 1), SampleRows.decisions(2, 0))
            .flatMap(List::stream)
            .toList());
    ResultsReader reader = new ResultsReader(folder);

    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      statement.execute(block("sql").replace("RESULTS", directory.toString()));

      assertThat(column(statement, "select trial_id || state from trials order by 1"))
          .containsExactlyElementsOf(
              reader.read(Table.TRIALS).map(t -> t.getTrialId() + t.getState()).sorted().toList())
          .containsExactly(
              SampleRows.id("a") + "DONE",
              SampleRows.id("b") + "DONE",
              SampleRows.id("c") + "DONE",
              SampleRows.id("d") + "FAILED");
      assertThat(column(statement, "select test_loss from epochs order by trial_id, epoch"))
          .hasSameElementsAs(
              reader.read(Table.EPOCHS).map(e -> String.valueOf(e.getTestLoss())).toList())
          .hasSize(4 * (SampleRows.EPOCHS + 1));
      assertThat(column(statement, "select layer from layers"))
          .hasSize((int) reader.read(Table.LAYERS).count());
      assertThat(column(statement, "select attempt_id from attempts")).hasSize(5);
      assertThat(
              column(
                  statement,
                  "select epoch_ms(started) from trials where trial_id = '"
                      + SampleRows.id("a")
                      + "'"))
          .containsExactly(String.valueOf(SampleRows.START.toEpochMilli()));
      assertThat(column(statement, "select trial_id || epoch from paused order by 1"))
          .containsExactly(
              SampleRows.id("p") + "0",
              SampleRows.id("p") + "1",
              SampleRows.id("q") + "0",
              SampleRows.id("q") + "1");
      assertThat(column(statement, "select rung || trial_id || outcome from decisions"))
          .hasSameElementsAs(
              reader
                  .read(Table.DECISIONS)
                  .map(d -> d.getRung() + d.getTrialId() + d.getOutcome())
                  .toList())
          .containsExactlyInAnyOrder(
              "1" + SampleRows.id("p") + "CHOSEN",
              "1" + SampleRows.id("q") + "CHOSEN",
              "2" + SampleRows.id("p") + "PROMOTED",
              "2" + SampleRows.id("q") + "PRUNED");
      assertThat(column(statement, "select parameters['sigma2'] from trials limit 1"))
          .containsExactly("0.1");
    }
  }

  private static String line(Column column) {
    return "| `%s`%s | %s | %s | %s | %s |"
        .formatted(
            column.name(),
            column.provenance() ? " †" : "",
            column.type(),
            column.unit().orElse("–"),
            column.nullWhen().orElse("never"),
            column.meaning().replace("|", "\\|"));
  }

  private static List<String> section(String title) throws IOException {
    List<String> lines = Files.readAllLines(SPEC);
    int start = lines.indexOf("## " + title);
    assertThat(start).as("section " + title).isNotNegative();
    return lines.subList(start + 1, lines.size()).stream()
        .takeWhile(line -> !line.startsWith("## "))
        .toList();
  }

  private static String block(String language) throws IOException {
    String spec = Files.readString(SPEC);
    String opening = "```" + language + "\n";
    int start = spec.indexOf(opening) + opening.length();
    return spec.substring(start, spec.indexOf("```", start));
  }

  private static List<String> column(Statement statement, String query) throws SQLException {
    List<String> values = new ArrayList<>();
    try (ResultSet rows = statement.executeQuery(query)) {
      while (rows.next()) {
        values.add(rows.getString(1));
      }
    }
    return values;
  }
}
