package org.bigsweep.driver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.bigsweep.results.ResultsFolder;
import org.bigsweep.results.ResultsReader;
import org.bigsweep.results.Table;
import org.bigsweep.results.Trial;
import org.bigsweep.results.testing.Requires;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The blocks of {@code results-schema/NOTEBOOKS.md}, run on shipped results. */
class NotebooksTest {
  private static final Path PAGE = Path.of("../results-schema/NOTEBOOKS.md");
  private static final Path RESULTS = Path.of("../sweeps/results/relatives").toAbsolutePath();
  private static final Pattern BLOCK =
      Pattern.compile(
          "^## (\\S+)$.*?^```(python|r)\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);
  private static final Pattern IMPORT =
      Pattern.compile("^(?:import|from) (\\w+)", Pattern.MULTILINE);

  @TempDir private Path folder;

  private record Block(String tool, String language, String code) {}

  @BeforeEach
  void place() throws IOException {
    Files.createSymbolicLink(folder.resolve("results"), RESULTS);
  }

  private static List<Block> blocks() throws IOException {
    return BLOCK
        .matcher(Files.readString(PAGE))
        .results()
        .map(m -> new Block(m.group(1), m.group(2), m.group(3)))
        .toList();
  }

  private static Block block(String tool) throws IOException {
    return blocks().stream().filter(b -> b.tool().equals(tool)).findFirst().orElseThrow();
  }

  private static List<String> expected() {
    Map<String, List<Trial>> byRule =
        new ResultsReader(ResultsFolder.at(RESULTS.toString(), new Configuration()))
            .read(Table.TRIALS)
            .collect(Collectors.groupingBy(Trial::getRule, TreeMap::new, Collectors.toList()));
    return byRule.entrySet().stream()
        .sorted(Comparator.comparing(entry -> -mean(entry.getValue())))
        .map(e -> line(e.getKey(), e.getValue().size(), mean(e.getValue())))
        .toList();
  }

  private static double mean(List<Trial> trials) {
    return trials.stream().mapToDouble(Trial::getTestAccuracy).average().orElseThrow();
  }

  private static String line(String rule, long n, double accuracy) {
    return String.format(Locale.ROOT, "%s,%d,%.6f", rule, n, accuracy);
  }

  private List<String> output(String... command) throws Exception {
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    return out.lines().toList();
  }

  @Test
  void page_everyTool_hasABlock() throws IOException {
    assertThat(blocks())
        .extracting(Block::tool)
        .containsExactly("DuckDB", "pandas", "Polars", "R", "PySpark");
  }

  /** DuckDB is asked through Java: it is the same engine. */
  @Test
  void query_duckDb_answers() throws Exception {
    Matcher query =
        Pattern.compile("f\"\"\"(.*?)\"\"\"", Pattern.DOTALL).matcher(block("DuckDB").code());
    assertThat(query.find()).isTrue();
    List<String> lines = new ArrayList<>();
    try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
        ResultSet rows =
            duck.createStatement()
                .executeQuery(
                    query.group(1).replace("{trials}", RESULTS + "/trials/[0-9a-f]*.parquet"))) {
      while (rows.next()) {
        lines.add(line(rows.getString(1), rows.getLong(2), rows.getDouble(3)));
      }
    }

    assertThat(lines).isEqualTo(expected());
  }

  @Test
  void block_r_answersFromAnExport() throws Exception {
    Path rscript = Requires.program("Rscript", "r-base-core");
    PrintWriter nowhere = new PrintWriter(new StringWriter());
    Bigsweep.run(
        nowhere,
        nowhere,
        new String[] {"export", RESULTS.toString(), "-o", folder.resolve("exported").toString()});
    Path script = Files.writeString(folder.resolve("block.R"), block("R").code());

    assertThat(output(rscript.toString(), script.toString())).isEqualTo(expected());
  }

  /** For every library that this machine's Python has: Debian has no Polars, for one. */
  @TestFactory
  Stream<DynamicTest> block_python_answers() throws Exception {
    return blocks().stream()
        .filter(block -> block.language().equals("python") && isInstalled(block))
        .map(
            block ->
                DynamicTest.dynamicTest(
                    block.tool(),
                    () -> assertThat(output("python3", "-c", block.code())).isEqualTo(expected())));
  }

  private static boolean isInstalled(Block block) {
    String imports =
        IMPORT
            .matcher(block.code())
            .results()
            .map(m -> "import " + m.group(1))
            .collect(Collectors.joining("\n"));
    try {
      return new ProcessBuilder("python3", "-c", imports)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException | InterruptedException e) {
      return false;
    }
  }
}
