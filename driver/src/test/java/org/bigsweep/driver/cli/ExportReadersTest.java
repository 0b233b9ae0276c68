package org.bigsweep.driver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructField;
import org.bigsweep.driver.store.ResultsViews;
import org.bigsweep.results.ResultsFolder;
import org.bigsweep.results.testing.Requires;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Exported views as pandas, R and Apache Arrow's JavaScript read them, against Spark SQL. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
final class ExportReadersTest {
  private static final String ARROW = "apache-arrow@21.2.0";
  private static final Path READERS =
      Path.of("src/test/resources/org/bigsweep/driver/readers").toAbsolutePath();
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Two trials diverge, so that there are infinities, and columns with gaps. */
  private static final String SWEEP =
      """
      version: 1
      name: small
      dataset: synthetic
      fixed: {trainingImages: 1000, validationImages: 500, epochs: 2, depth: 3, width: 16}
      grid: {rule: [BP, BIG(balanced)], learningRate: [0.001, 1.0e+30]}
      seeds: 0..1
      """;

  @TempDir private static Path folder;
  private static final Map<String, Column> expected = new TreeMap<>();

  /** A column's type in Spark SQL and its values; absent ones are null. */
  private record Column(String type, List<Object> values) {
    /** A CSV file has no types: text of digits alone, such as a process's number, is a number. */
    String typeInCsv() {
      boolean digits =
          type.equals("STRING")
              && values.stream().allMatch(v -> v == null || v.toString().matches("[0-9]{1,9}"));
      return digits ? "INT" : type;
    }

    boolean isAbsent() {
      return values.stream().allMatch(Objects::isNull);
    }

    /** In a CSV file, an empty text looks like no value. */
    boolean isAbsentInCsv() {
      return values.stream().allMatch(value -> value == null || value.equals(""));
    }

    boolean hasGaps() {
      return values.stream().anyMatch(Objects::isNull);
    }
  }

  /** A column as a reader has it; absent values are null. */
  private record Seen(String type, List<String> values) {}

  @BeforeAll
  static void export() throws IOException {
    Path sweep = Files.writeString(folder.resolve("small.yaml"), SWEEP);
    String results = folder.resolve("results").toString();
    assertThat(Console.of("run", sweep.toString(), "--out", results, "--master", "local[2]").code())
        .isZero();
    for (String format : List.of("csv", "arrow")) {
      Console exported =
          Console.of("export", results, "--format", format, "-o", folder.resolve("out").toString());
      assertThat(exported.code()).as(exported.err()).isZero();
    }
    ResultsFolder opened = ResultsFolder.at(results, new Configuration());
    try (ResultsViews views = ResultsViews.over(opened)) {
      for (String view : ResultsViews.NAMES) {
        Dataset<Row> table = SparkSession.active().table(view);
        List<Row> rows = table.collectAsList();
        for (StructField field : table.schema().fields()) {
          List<Object> values = new ArrayList<>();
          rows.forEach(row -> values.add(row.getAs(field.name())));
          expected.put(view + "." + field.name(), new Column(field.dataType().sql(), values));
        }
      }
    }
    assertThat(expected.get("trials.trial_id").values()).hasSize(8);
    assertThat(expected.get("epochs.train_loss").values()).isNotEmpty();
  }

  @Test
  void csv_pandas_readsEveryValueAndType() throws IOException, InterruptedException {
    Requires.file(Path.of("/usr/lib/python3/dist-packages/pandas"), "python3-pandas");
    Map<String, Seen> seen =
        columns(read(Map.of(), "/usr/bin/python3", READERS.resolve("read.py").toString()));

    check(
        seen,
        column ->
            column.values().isEmpty()
                ? "object"
                : column.isAbsentInCsv()
                    ? "float64"
                    : switch (column.typeInCsv()) {
                      case "INT", "BIGINT" -> column.hasGaps() ? "float64" : "int64";
                      case "DOUBLE" -> "float64";
                      case "BOOLEAN" -> column.hasGaps() ? "object" : "bool";
                      default -> "object";
                    });
  }

  @Test
  void csv_r_readsEveryValueAndType() throws IOException, InterruptedException {
    String rscript = Requires.program("Rscript", "r-base-core").toString();
    Map<String, Seen> seen = new TreeMap<>();
    for (String line : read(Map.of(), rscript, READERS.resolve("read.R").toString()).split("\3")) {
      if (!line.isEmpty()) {
        List<String> words = Arrays.asList(line.split("\1", -1));
        int rows = expected.get(words.get(0) + "." + words.get(1)).values().size();
        List<String> values = words.subList(3, 3 + rows);
        seen.put(
            words.get(0) + "." + words.get(1),
            new Seen(words.get(2), values.stream().map(v -> v.equals("\2") ? null : v).toList()));
      }
    }

    check(
        seen,
        column ->
            column.isAbsentInCsv()
                ? "logical"
                : switch (column.typeInCsv()) {
                  case "INT" -> "integer";
                  case "BIGINT" ->
                      column.values().stream()
                              .allMatch(v -> v == null || Math.abs((Long) v) <= Integer.MAX_VALUE)
                          ? "integer"
                          : "numeric";
                  case "DOUBLE" -> "numeric";
                  // true and false in lower case are text to R
                  default -> "character";
                });
  }

  @Test
  void arrow_javascript_readsEveryValueAndType() throws IOException, InterruptedException {
    String node = Requires.program("node", "nodejs").toString();
    Path modules = installed(Requires.program("npm", "npm"));
    Map<String, Seen> seen =
        columns(
            read(
                Map.of("NODE_PATH", modules.toString()),
                node,
                READERS.resolve("read.cjs").toString()));

    check(
        seen,
        column ->
            switch (column.type()) {
              case "INT" -> "Int32";
              case "BIGINT" -> "Int64";
              case "DOUBLE" -> "Float64";
              case "BOOLEAN" -> "Bool";
              case "TIMESTAMP" -> "Timestamp<MICROSECOND, UTC>";
              case "STRING" -> "Utf8";
              default -> "Map<{key:Utf8, value:Utf8}>";
            });
  }

  /** Without a lock file, and without npm's output, which may name registries. */
  private static Path installed(Path npm) throws IOException, InterruptedException {
    Path target = Path.of("target", ARROW).toAbsolutePath();
    Path modules = target.resolve("node_modules");
    if (!Files.exists(modules.resolve("apache-arrow/package.json"))) {
      Files.createDirectories(target);
      List<String> command =
          List.of(
              npm.toString(),
              "install",
              "--silent",
              "--no-audit",
              "--no-fund",
              "--no-package-lock",
              "--no-save",
              "--ignore-scripts",
              "--prefix",
              target.toString(),
              ARROW);
      int code =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor();
      assertThat(code).as("npm install " + ARROW).isZero();
    }
    return modules;
  }

  private static String read(Map<String, String> environment, String... command)
      throws IOException, InterruptedException {
    List<String> line = new ArrayList<>(Arrays.asList(command));
    line.add(folder.resolve("out").toString());
    ProcessBuilder builder =
        new ProcessBuilder(line).redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().put("LC_ALL", "C.UTF-8");
    builder.environment().putAll(environment);
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    return said;
  }

  private static Map<String, Seen> columns(String json) throws IOException {
    Map<String, Seen> columns = new TreeMap<>();
    for (Map.Entry<String, JsonNode> view : ((ObjectNode) JSON.readTree(json)).properties()) {
      for (Map.Entry<String, JsonNode> column : view.getValue().properties()) {
        List<String> values = new ArrayList<>();
        column
            .getValue()
            .path("values")
            .forEach(value -> values.add(value.isNull() ? null : value.asText()));
        columns.put(
            view.getKey() + "." + column.getKey(),
            new Seen(column.getValue().path("type").asText(), values));
      }
    }
    return columns;
  }

  private static void check(Map<String, Seen> seen, Function<Column, String> type) {
    assertThat(seen.keySet()).isEqualTo(expected.keySet());
    expected.forEach(
        (name, column) -> {
          Seen read = seen.get(name);
          assertThat(read.type()).as("type of " + name).isEqualTo(type.apply(column));
          assertThat(read.values()).as(name).hasSameSizeAs(column.values());
          for (int row = 0; row < column.values().size(); row++) {
            Object value = column.values().get(row);
            assertThat(isSame(value, read.values().get(row)))
                .as("%s, row %d: %s, read as %s", name, row, value, read.values().get(row))
                .isTrue();
          }
        });
  }

  private static boolean isSame(Object value, String read) {
    if (value == null || read == null) {
      // pandas has one word for absent and not a number, and CSV one for absent and empty
      return read == null && (value == null || value.equals(Double.NaN) || value.equals(""));
    }
    if (value instanceof Double number) {
      double other = number(read);
      // R rounds the last digit as it likes
      return number.equals(other) || Math.abs(number - other) <= Math.ulp(number);
    }
    if (value instanceof Integer || value instanceof Long) {
      return ((Number) value).longValue() == (long) number(read);
    }
    if (value instanceof Boolean) {
      return value.toString().equalsIgnoreCase(read);
    }
    if (value instanceof Instant at) {
      return read.contains("T")
          ? at.equals(Instant.parse(read))
          : at.toEpochMilli() == (long) number(read);
    }
    if (value instanceof scala.collection.Map<?, ?> map) {
      Map<?, ?> entries = scala.jdk.javaapi.CollectionConverters.asJava(map);
      return read.equals(entries.toString()) || isSame(entries, read);
    }
    return value.equals(read);
  }

  private static boolean isSame(Map<?, ?> entries, String json) {
    try {
      return entries.equals(JSON.readValue(json, Map.class));
    } catch (IOException e) {
      return false;
    }
  }

  private static double number(String text) {
    return switch (text) {
      case "inf", "Inf" -> Double.POSITIVE_INFINITY;
      case "-inf", "-Inf" -> Double.NEGATIVE_INFINITY;
      case "nan" -> Double.NaN;
      default -> Double.parseDouble(text);
    };
  }
}
