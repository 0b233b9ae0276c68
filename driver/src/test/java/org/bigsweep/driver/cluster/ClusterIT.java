package org.bigsweep.driver.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.bigsweep.driver.run.MeasuredRows;
import org.bigsweep.results.ResultsFolder;
import org.bigsweep.results.Table;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged program on a cluster of real processes, some of which are killed. */
final class ClusterIT {
  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final int TRIALS = 12;

  private static final String SWEEP =
      """
      version: 1
      name: faults
      dataset: mnist
      fixed: {trainingImages: 4000, validationImages: 1000, depth: 3, width: 32, epochs: 10}
      grid: {rule: [BP, DTP, BIG(balanced)]}
      seeds: 0..3
      """;

  private static final Map<String, String> SETTINGS =
      Map.of(
          "spark.executor.memory", "1g",
          "spark.driver.host", "127.0.0.1",
          "spark.executor.extraJavaOptions", "-Dof.the.user=kept");

  @TempDir private static Path folder;
  private static StandaloneCluster cluster;
  private static Path sweep;
  private static ResultsFolder reference;

  @BeforeAll
  static void start() throws IOException {
    cluster = StandaloneCluster.start(folder, 2);
    sweep = Files.writeString(folder.resolve("faults.yaml"), SWEEP);
    reference = local("reference");
    Program.Ended ended =
        launch("undisturbed", Map.of(), List.of("--out", "reference", "--master", "local[2]"));
    assertThat(ended.code()).as(ended.err()).isZero();
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @BeforeEach
  void twoWorkers() throws IOException {
    cluster.ensureWorkers(2);
  }

  private static Program.Ended launch(
      String name, Map<String, String> environment, List<String> options) {
    List<String> command = new ArrayList<>();
    command.addAll(List.of(Build.LAUNCHER.toString(), "run", sweep.toString()));
    command.addAll(options);
    try (Program program = Program.start(folder, name, environment, command)) {
      return program.end(LIMIT);
    }
  }

  private static ResultsFolder local(String name) {
    return ResultsFolder.at(folder.resolve(name).toString(), new Configuration());
  }

  private static Program submit(String name) throws IOException {
    return cluster.submit(
        name, Map.of(), SETTINGS, List.of("run", sweep.toString(), "--out", "shared"));
  }

  @Test
  void killedExecutorThenDriverThenWorker_sameCommandAgain_sameBitsAsUndisturbed()
      throws IOException {
    try (Program first = submit("first")) {
      first.await("both executors come", () -> cluster.executors().size() == 2, LIMIT);
      first.await("a first group is published", () -> groups() >= 1, LIMIT);
      // halted, they are in the middle of trials however long the rest takes
      List<ProcessHandle> executors = cluster.executors();
      executors.forEach(Program::halt);
      long published = groups();
      assertThat(executors).hasSize(2);
      assertExecutorSettings(first);
      Program.kill(executors.get(0));
      first.await(
          "another executor comes", () -> !executors.containsAll(cluster.executors()), LIMIT);
      first.await("training goes on", () -> groups() > published, LIMIT);
      List<ProcessHandle> left = cluster.executors();
      first.kill();
      assertThat(groups()).isLessThan(TRIALS);
      Program.goOn(executors.get(1));
      assertThat(left).isNotEmpty().allMatch(Program::ends);
    }

    try (Program second = submit("second")) {
      long published = groups();
      second.await("training goes on", () -> groups() > published, LIMIT);
      cluster.killAWorker();
      Program.Ended ended = second.end(LIMIT);
      assertThat(ended.code()).as(ended.err()).isZero();
      assertThat(ended.out()).contains("BIG(balanced)");
    }

    try (Program third = submit("third")) {
      assertThat(third.end(LIMIT).out()).contains("nothing to do, all 12 trials");
    }
    assertThat(folder.resolve("shared/_logs")).isDirectoryContaining("glob:**faults-*.log");
    assertSameRows(local("shared"));
    assertNoDuplicatesNoOrphans();
    assertNowhere(folder.resolve("shared"), StandaloneCluster.SECRET);
  }

  @Test
  void resultsOnS3_launcherWithoutAnInstalledSpark_sameBits() throws IOException {
    try (S3Server server = S3Server.start(folder)) {
      Map<String, String> environment = new HashMap<>(server.environment());
      environment.put("SPARK_CONF_DIR", cluster.configuration().toString());
      List<String> options = new ArrayList<>();
      options.addAll(List.of("--out", server.place("shared")));
      options.addAll(List.of("--master", cluster.master()));
      SETTINGS.forEach((key, value) -> options.addAll(List.of("--conf", key + "=" + value)));

      Program.Ended ended = launch("s3", environment, options);

      assertThat(ended.code()).as(ended.err()).isZero();
      assertThat(ended.err().lines())
          .allMatch(line -> line.contains(" trials · ") || line.startsWith("waiting for executors"))
          .last()
          .asString()
          .startsWith("12/12 trials");
      assertThat(ended.out()).doesNotContain(S3Server.SECRET);
      assertSameRows(ResultsFolder.at(server.place("shared"), server.configuration()));
    }
  }

  @Test
  void executorsLargerThanAnyWorker_runSaysThatItWaits() throws IOException {
    Map<String, String> settings = new HashMap<>(SETTINGS);
    settings.put("spark.executor.memory", "9g");
    List<String> arguments = List.of("run", sweep.toString(), "--out", "waiting");
    try (Program program = cluster.submit("waiting", Map.of(), settings, arguments)) {
      program.await(
          "it says so",
          () -> program.err().contains("waiting for executors of " + cluster.master()),
          LIMIT);
    }
  }

  @Test
  void masterThatNobodyServes_isOneSentenceAndNothingIsWritten() throws IOException {
    try (Socket nobody = Build.deafPort()) {
      String master = "spark://127.0.0.1:" + nobody.getLocalPort();

      Program.Ended ended =
          launch("nobody", Map.of(), List.of("--out", "none", "--master", master));

      assertThat(ended.err())
          .isEqualTo("bigsweep: Cannot reach " + master + ": Connection refused%n".formatted());
      assertThat(ended.code()).isEqualTo(64);
      assertThat(folder.resolve("none")).doesNotExist();
    }
  }

  private static long groups() {
    try (Stream<Path> files = Files.list(folder.resolve("shared/trials"))) {
      return files.filter(file -> file.toString().endsWith(".parquet")).count();
    } catch (IOException e) {
      return 0;
    }
  }

  private static void assertSameRows(ResultsFolder results) {
    for (Table<?> table : List.of(Table.TRIALS, Table.EPOCHS, Table.LAYERS)) {
      assertThat(MeasuredRows.of(results, table))
          .as(table.name())
          .isNotEmpty()
          .isEqualTo(MeasuredRows.of(reference, table));
    }
    assertThat(MeasuredRows.of(results, Table.TRIALS)).hasSize(TRIALS);
  }

  /** Of the files themselves, whatever readers would leave out. */
  private static void assertNoDuplicatesNoOrphans() {
    assertThat(duckdb("select count(*), count(distinct trial_id) from " + files("trials")))
        .isEqualTo(TRIALS + " " + TRIALS);
    for (String table : List.of("epochs", "layers")) {
      assertThat(
              duckdb(
                  "select count(*), count(distinct d.trial_id) from "
                      + files(table)
                      + " d anti join "
                      + files("trials")
                      + " t on d.trial_id = t.trial_id and parse_filename(d.filename)"
                      + " = parse_filename(t.filename)"))
          .as("orphans in " + table)
          .isEqualTo("0 0");
    }
  }

  private static String files(String table) {
    return "read_parquet('%s/%s/*.parquet', filename = true)"
        .formatted(folder.resolve("shared"), table);
  }

  private static String duckdb(String query) {
    try (var connection = java.sql.DriverManager.getConnection("jdbc:duckdb:");
        var statement = connection.createStatement();
        var answer = statement.executeQuery(query)) {
      answer.next();
      return answer.getString(1) + " " + answer.getString(2);
    } catch (java.sql.SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Of real executors and of the driver's pages. */
  private static void assertExecutorSettings(Program driver) throws IOException {
    for (ProcessHandle executor : cluster.executors()) {
      Path process = Path.of("/proc", Long.toString(executor.pid()));
      assertThat(Files.readString(process.resolve("cmdline"), StandardCharsets.ISO_8859_1))
          .contains(
              "-Dof.the.user=kept",
              "-Dorg.bytedeco.javacpp.maxbytes=",
              "-Dorg.bytedeco.javacpp.maxphysicalbytes=",
              "-Dorg.bytedeco.javacpp.cachedir=",
              "--add-opens=java.base/java.nio=ALL-UNNAMED");
      assertThat(Files.readString(process.resolve("environ"), StandardCharsets.ISO_8859_1))
          .contains("\0OMP_NUM_THREADS=1\0", "\0OPENBLAS_NUM_THREADS=1\0");
    }
    Matcher address = Pattern.compile("Spark UI: (http\\S+)").matcher(driver.out());
    assertThat(address.find()).isTrue();
    assertThat(get(address.group(1) + "/environment/"))
        .contains("spark.authenticate.secret", "redacted", "spark.network.crypto.enabled")
        .doesNotContain(StandaloneCluster.SECRET);
    assertThat(cluster.commandLines())
        .hasSizeGreaterThan(2)
        .noneMatch(line -> line.contains(StandaloneCluster.SECRET));
  }

  private static String get(String address) throws IOException {
    try {
      return HttpClient.newHttpClient()
          .send(
              HttpRequest.newBuilder(URI.create(address)).build(),
              HttpResponse.BodyHandlers.ofString())
          .body();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void assertNowhere(Path root, String secret) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      assertThat(files.filter(Files::isRegularFile).filter(file -> holds(file, secret))).isEmpty();
    }
  }

  private static boolean holds(Path file, String text) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
