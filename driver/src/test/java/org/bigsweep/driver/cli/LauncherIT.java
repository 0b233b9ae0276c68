package org.bigsweep.driver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.bigsweep.driver.cluster.StandaloneCluster;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The packaged program in processes of its own. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
final class LauncherIT {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Path TARGET = ROOT.resolve("driver/target");
  private static final Path JAR = TARGET.resolve("bigsweep.jar");
  private static final String SWEEP =
      """
      version: 1
      name: small
      dataset: synthetic
      fixed: {trainingImages: 1000, validationImages: 500, depth: 3, width: 16}
      grid: {rule: [BP, BIG(balanced)], epochs: [1]}
      seeds: 0..1
      """;

  @TempDir private Path temporary;
  private Path folder;
  private Path launcher;
  private Path sweep;

  /** A folder with a space in its name, and in it a symbolic link to the launcher. */
  @BeforeEach
  void link() throws IOException {
    folder = Files.createDirectory(temporary.resolve("a folder"));
    launcher = Files.createSymbolicLink(folder.resolve("the launcher"), ROOT.resolve("bigsweep"));
    sweep = Files.writeString(folder.resolve("small sweep.yaml"), SWEEP);
  }

  private record Ended(int code, String out, String err) {}

  private Ended launch(Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(launcher.toString()));
    command.addAll(List.of(arguments));
    return ended(start(environment, command));
  }

  private Process start(Map<String, String> environment, List<String> command) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(folder.resolve("out").toFile())
            .redirectError(folder.resolve("err").toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("SPARK_"));
    builder.environment().putAll(environment);
    return builder.start();
  }

  private Ended ended(Process process) throws IOException, InterruptedException {
    try {
      int code = process.waitFor();
      return new Ended(
          code, Files.readString(folder.resolve("out")), Files.readString(folder.resolve("err")));
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void launch_throughLinkFromElsewhere_runsResumesAndReads()
      throws IOException, InterruptedException {
    Ended first = launch(Map.of(), "run", sweep.toString());
    // beside Java's own announcement of the vector module
    assertThat(first.err().lines().filter(line -> !line.startsWith("WARNING: Using incubator")))
        .singleElement()
        .asString()
        .startsWith("4/4 trials");
    assertThat(first.code()).isZero();
    assertThat(first.out()).contains("Spark UI: http://", "BIG(balanced)");
    assertThat(folder.resolve("results/_logs")).isDirectoryContaining("glob:**small-*.log");

    Ended second = launch(Map.of(), "run", sweep.toString());
    assertThat(second.out()).contains("nothing to do, all 4 trials");

    Ended sql =
        launch(
            Map.of(),
            "sql",
            "--format",
            "csv",
            "select rule, sigma2, count(test_accuracy) n from trials group by all order by 1");
    assertThat(sql.err()).isEmpty();
    assertThat(sql.out()).isEqualTo("rule,sigma2,n\nBIG(balanced),1.0,2\nBP,,2\n");
  }

  /** What the profile {@code dist} packs, used through a link, where there is no Maven. */
  @Test
  void launch_unpackedArchive_runsAsksAndDrawsAndWritesNothingIntoItself()
      throws IOException, InterruptedException {
    Files.delete(launcher);
    Files.createSymbolicLink(launcher, archive().resolve("bigsweep"));
    Map<Path, FileTime> before = filesOf(archive());
    String programs = "sh cksum cut dirname env find ls mkdir mv readlink rm rmdir sed stty tr";
    for (String program : programs.split(" ")) {
      executable(folder.resolve("bin").resolve(program), "exec /usr/bin/" + program + " \"$@\"");
    }
    // this test waits for what nobody else does: without "-n 19"
    executable(folder.resolve("bin/nice"), "shift 2; exec \"$@\"");
    Map<String, String> environment =
        Map.of(
            "PATH",
            folder.resolve("bin").toString(),
            "JAVA_HOME",
            System.getProperty("java.home"),
            "BIGSWEEP_CACHE",
            folder.resolve("cache").toString());

    Ended run = launch(environment, "run", sweep.toString());
    assertThat(run.code()).as(run.toString()).isZero();
    Ended sql =
        launch(environment, "sql", "--format", "csv", "select count(test_accuracy) n from trials");
    assertThat(sql.err()).isEmpty();
    assertThat(sql.out()).isEqualTo("n\n4\n");
    Ended report = launch(environment, "report", "-o", "page.html");
    assertThat(report.code()).as(report.toString()).isZero();
    // classes for the next start, which nobody waited for
    Path classes = folder.resolve("cache/classes");
    while (!is(classes, "glob:**.jsa")) {
      Thread.sleep(200);
    }
    while (is(classes, "glob:**.making")) {
      Thread.sleep(200);
    }
    assertThat(classes).isDirectoryNotContaining("glob:**.html");
    assertThat(filesOf(archive())).isEqualTo(before);
  }

  private static boolean is(Path folder, String pattern) throws IOException {
    PathMatcher matcher = folder.getFileSystem().getPathMatcher(pattern);
    try (Stream<Path> files = Files.list(folder)) {
      return files.anyMatch(matcher::matches);
    }
  }

  @Test
  void archive_contents_areWhatAUserNeeds() throws IOException {
    Path archive = archive();
    List<String> names =
        filesOf(archive).keySet().stream()
            .map(file -> archive.relativize(file).toString())
            .toList();
    assertThat(names)
        .contains(
            "bigsweep",
            "LICENSE",
            "README.md",
            "driver/FAULTS.md",
            "k8s/slurm/bigsweep.sbatch",
            "lib/bigsweep.jar",
            "lib/jvm.options",
            "lib/log4j2.properties",
            "results-schema/SPEC.md",
            "sweeps/demo.yaml",
            "sweeps/sweep.schema.json")
        .noneMatch(name -> name.matches(".*(src/(main|test/java)|/target/|/junit).*"));
    Matcher links =
        Pattern.compile("\\]\\(([^):#]+)").matcher(Files.readString(archive.resolve("README.md")));
    while (links.find()) {
      assertThat(archive.resolve(links.group(1))).exists();
    }
  }

  private static Path archive() throws IOException {
    try (Stream<Path> folders = Files.list(TARGET.resolve("dist"))) {
      return folders.toList().get(0);
    }
  }

  private static Map<Path, FileTime> filesOf(Path tree) throws IOException {
    Map<Path, FileTime> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(tree)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        files.put(file, Files.getLastModifiedTime(file));
      }
    }
    return files;
  }

  /** The JDKs of this machine that the launcher takes, beside the tests' own if there are any. */
  static Stream<Path> javas() throws IOException {
    Path own = Path.of(System.getProperty("java.home")).toRealPath();
    Path all = Path.of("/usr/lib/jvm");
    Set<Path> javas = new TreeSet<>();
    if (Files.isDirectory(all)) {
      try (Stream<Path> folders = Files.list(all)) {
        for (Path folder : folders.filter(f -> isRecentJdk(f.resolve("release"))).toList()) {
          javas.add(folder.toRealPath());
        }
      }
    }
    javas.remove(own);
    return javas.isEmpty() ? Stream.of(own) : javas.stream();
  }

  private static boolean isRecentJdk(Path release) {
    try {
      return Files.exists(release)
          && Pattern.compile("JAVA_VERSION=\"(?:1[7-9]|[2-9]\\d)\\b")
              .matcher(Files.readString(release))
              .find();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Trained, asked and drawn under one Java, and the same bits under the tests' own. */
  @ParameterizedTest
  @MethodSource("javas")
  void launch_onEveryJava_runsAsksAndDraws(Path java) throws IOException, InterruptedException {
    // a file where the folder would be: to keep classes takes longer than the two starts they serve
    Path cache = Files.createDirectory(folder.resolve("cache"));
    Files.createFile(cache.resolve("classes"));
    Map<String, String> environment =
        Map.of("JAVA_HOME", java.toString(), "BIGSWEEP_CACHE", cache.toString());

    Ended run =
        launch(
            environment,
            "run",
            sweep.toString(),
            "--set",
            "seeds=0",
            "--set",
            "rule=BIG(balanced)");
    // a slow machine says so once a minute
    assertThat(run.err().lines().filter(line -> !line.startsWith("WARNING: Using incubator")))
        .isNotEmpty()
        .allMatch(line -> line.matches("[01]/1 trials .*"));
    assertThat(run.code()).isZero();

    Ended sql =
        launch(environment, "sql", "--format", "csv", "select count(test_accuracy) n from trials");
    assertThat(sql.err()).isEmpty();
    assertThat(sql.out()).isEqualTo("n\n1\n");

    Ended report = launch(environment, "report", "-o", "page.html");
    assertThat(report.err()).isEmpty();
    assertThat(report.code()).isZero();
    assertThat(folder.resolve("page.html")).content().endsWith("</html>\n");

    Ended verify =
        launch(
            Map.of("JAVA_HOME", System.getProperty("java.home")),
            "verify",
            "results",
            "--sample",
            "100%");
    assertThat(verify.out()).endsWith("all 1 agree\n");
    assertThat(verify.code()).isZero();
  }

  @Test
  void launch_sparkSubmitWithThePackagedJar_runs() throws IOException, InterruptedException {
    Path spark = StandaloneCluster.sparkHome(folder);

    Ended ended =
        launch(
            Map.of("SPARK_HOME", spark.toString(), "SPARK_LOCAL_IP", "127.0.0.1"),
            "run",
            sweep.toString(),
            "--master",
            "local[2]");

    assertThat(ended.out()).contains("BIG(balanced)");
    assertThat(ended.err()).contains("4/4 trials");
    assertThat(ended.code()).isZero();
  }

  @Test
  void launch_interrupted_exits130AndTheSameCommandFinishes()
      throws IOException, InterruptedException {
    int epochs = 400;
    Ended ended = interrupted(command(epochs));
    while (ended.code() == ExitCode.DONE) {
      // a machine so fast, or a test so slow, that the signal came too late
      epochs *= 4;
      ended = interrupted(command(epochs));
    }

    assertThat(ended.code()).as(ended.toString()).isEqualTo(ExitCode.INTERRUPTED);
    assertThat(ended.out()).contains("the same command continues");
    Ended rest = launch(Map.of(), command(epochs));
    assertThat(rest.code()).isZero();
    assertThat(
            launch(
                    Map.of(),
                    "sql",
                    "--format",
                    "csv",
                    "select count(*) from trials where epochs in (1, %d)".formatted(epochs))
                .out())
        .endsWith("\n4\n");
  }

  /** The page is a process of its own, which must not outlive a driver that was killed. */
  @Test
  void launch_runServe_showsThePageUntilTheDriverIsKilled()
      throws IOException, InterruptedException {
    List<String> line = new ArrayList<>(List.of(launcher.toString()));
    line.addAll(List.of(command(1_000_000)));
    line.add("--serve");
    Process process = start(Map.of(), line);
    try {
      Matcher address = Pattern.compile("live page .*: (http://\\S+)").matcher("");
      while (process.isAlive() && !address.find()) {
        Thread.sleep(50);
        address.reset(Files.readString(folder.resolve("out")));
      }
      URI overview = URI.create(address.group(1)).resolve("/api/overview");
      assertThat(get(overview)).isPresent().get().asString().contains("small");

      process.destroyForcibly().waitFor();
      while (get(overview).isPresent()) {
        Thread.sleep(50);
      }
    } finally {
      process.destroyForcibly();
    }
  }

  /** The body at an address, or empty if nobody listens there. */
  private static Optional<String> get(URI address) throws IOException, InterruptedException {
    try {
      return Optional.of(
          HttpClient.newHttpClient()
              .send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString())
              .body());
    } catch (ConnectException e) {
      return Optional.empty();
    }
  }

  private String[] command(int epochs) {
    return new String[] {
      "run",
      sweep.toString(),
      "--set",
      "epochs=1," + epochs,
      "--set",
      "rule=BP",
      "--master",
      "local[2]"
    };
  }

  /** The command, interrupted when it has begun to train. */
  private Ended interrupted(String... command) throws IOException, InterruptedException {
    // whoever started the tests in the background may have had the signal ignored
    List<String> line =
        new ArrayList<>(List.of("env", "--default-signal=INT", launcher.toString()));
    line.addAll(List.of(command));
    Process process = start(Map.of(), line);
    while (process.isAlive()
        && !Files.readString(folder.resolve("out")).contains("training 2 at a time")) {
      Thread.sleep(20);
    }
    new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
    return ended(process);
  }

  /** Launches beside a Maven that writes a new jar and a Java that only says its version. */
  private Ended launchWithStandIns() throws IOException, InterruptedException {
    executable(
        folder.resolve("bin/mvn"),
        """
        for file in a-1.pom b-2.5.jar; do
          echo "[INFO] Downloaded from central: https://repo.example.org/org/x/$file (2 kB at 9 MB/s)"
        done
        sleep 5
        printf new >driver/target/bigsweep.jar""");
    executable(folder.resolve("bin/java"), "echo '    java.specification.version = 17' >&2");

    return launch(
        Map.of(
            "JAVA_HOME",
            folder.toString(),
            "PATH",
            folder.resolve("bin") + ":" + System.getenv("PATH")));
  }

  /** A sweep that runs has its jar open: building again must not change that file under it. */
  @Test
  void launch_staleJar_buildsAnotherFile() throws IOException, InterruptedException {
    launcher = Files.copy(ROOT.resolve("bigsweep"), folder.resolve("bigsweep"));
    Files.createFile(folder.resolve("pom.xml"));
    Path jar = folder.resolve("driver/target/bigsweep.jar");
    Files.createDirectories(jar.resolveSibling("spark-jars"));
    Files.writeString(jar, "old");
    Files.setLastModifiedTime(jar, FileTime.fromMillis(0));
    Path open = Files.createLink(folder.resolve("open"), jar);

    Ended ended = launchWithStandIns();

    assertThat(ended.err())
        .contains("building… (log: ")
        .contains("building… 2 files fetched, the last is b-2.5.jar");
    assertThat(jar).hasContent("new");
    assertThat(open).hasContent("old");
  }

  /** A sweep file is read where it is; the jar's copies are for {@code demo} and {@code init}. */
  @Test
  void launch_sweepFileNewerThanTheJar_buildsNothing() throws IOException, InterruptedException {
    launcher = Files.copy(ROOT.resolve("bigsweep"), folder.resolve("bigsweep"));
    Path pom = Files.createFile(folder.resolve("pom.xml"));
    Files.setLastModifiedTime(pom, FileTime.fromMillis(0));
    Path jar = folder.resolve("driver/target/bigsweep.jar");
    Files.createDirectories(jar.resolveSibling("spark-jars"));
    Files.writeString(jar, "old");
    Path file = Files.createDirectory(folder.resolve("sweeps")).resolve("demo.yaml");
    Files.writeString(file, SWEEP);
    Files.setLastModifiedTime(
        file, FileTime.from(Files.getLastModifiedTime(jar).toInstant().plusSeconds(3600)));

    Ended ended = launchWithStandIns();

    assertThat(ended.err()).doesNotContain("building…");
    assertThat(jar).hasContent("old");
  }

  /** The Hadoop that Spark 4.1 brings knows no way to ask a Java 23 who the user is. */
  @Test
  void launch_newJavaWithAnInstalledSparksOldHadoop_saysSo()
      throws IOException, InterruptedException {
    executable(folder.resolve("bin/java"), "echo '    java.specification.version = 25' >&2");
    executable(folder.resolve("spark/bin/spark-submit"), "echo submitted");
    Path jars = Files.createDirectory(folder.resolve("spark/jars"));
    Path hadoop = Files.createFile(jars.resolve("hadoop-client-api-3.4.2.jar"));
    Map<String, String> environment =
        Map.of("JAVA_HOME", folder.toString(), "SPARK_HOME", folder.resolve("spark").toString());

    Ended refused = launch(environment, "run", sweep.toString(), "--master", "local[2]");
    assertThat(refused.code()).isEqualTo(ExitCode.INTERNAL);
    assertThat(refused.out()).isEmpty();
    assertThat(refused.err())
        .isEqualTo(
            "bigsweep: Invalid Java: "
                + folder
                + "/bin/java is version 25 (must be 17 to 22 for hadoop-client-api-3.4.2 of"
                + " SPARK_HOME)\n");

    Files.move(hadoop, jars.resolve("hadoop-client-api-3.4.3.jar"));
    assertThat(launch(environment, "run", sweep.toString(), "--master", "local[2]").out())
        .isEqualTo("submitted\n");
  }

  @Test
  void launch_watchedReportInterrupted_endsInSilenceAndLeavesItWhole()
      throws IOException, InterruptedException {
    assertThat(launch(Map.of(), "run", sweep.toString()).code()).isZero();
    Files.writeString(
        folder.resolve("results/_sweeps/more.yaml"),
        SWEEP.replace("name: small", "name: more").replace("0..1", "0..2"));
    Path page = folder.resolve("page.html");
    Process process =
        start(
            Map.of(),
            List.of(
                "env",
                "--default-signal=INT",
                launcher.toString(),
                "report",
                "--watch=1",
                "-o",
                page.toString()));
    while (process.isAlive() && !Files.exists(page)) {
      Thread.sleep(100);
    }
    Thread.sleep(1500);
    new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
    Ended ended = ended(process);

    assertThat(ended.err()).isEmpty();
    assertThat(ended.code()).isEqualTo(ExitCode.INTERRUPTED);
    assertThat(Files.readString(page)).contains("more: 4 of 6 done").endsWith("</html>\n");
  }

  @Test
  void launch_noJava_saysSo() throws IOException, InterruptedException {
    Ended missing = launch(Map.of("JAVA_HOME", folder.toString()), "--version");
    assertThat(missing.code()).isEqualTo(ExitCode.INTERNAL);
    assertThat(missing.err())
        .isEqualTo(
            "bigsweep: Cannot find Java: JAVA_HOME is " + folder + ", which has no bin/java\n");

    executable(folder.resolve("bin/java"), "echo '    java.specification.version = 11' >&2");
    Ended old = launch(Map.of("JAVA_HOME", folder.toString()), "--version");
    assertThat(old.code()).isEqualTo(ExitCode.INTERNAL);
    assertThat(old.err())
        .isEqualTo(
            "bigsweep: Invalid Java: "
                + folder
                + "/bin/java is version 11 (must be 17 or newer)\n");
  }

  /** Java takes half a minute to archive the classes of a new build. */
  @Test
  void launch_firstQueryOfABuild_doesNotWaitForTheArchive()
      throws IOException, InterruptedException {
    launcher = Files.copy(ROOT.resolve("bigsweep"), folder.resolve("bigsweep"));
    Path pom = Files.createFile(folder.resolve("pom.xml"));
    Files.setLastModifiedTime(pom, FileTime.fromMillis(0));
    Path jar = folder.resolve("driver/target/bigsweep.jar");
    Files.createDirectories(jar.resolveSibling("spark-jars"));
    Files.createFile(jar);
    Files.createDirectories(folder.resolve("sweeps/results/big-follow"));
    Files.writeString(folder.resolve("release"), "JAVA_VERSION=\"17\"\n");
    executable(
        folder.resolve("bin/java"),
        """
        case "$*" in
          *ArchiveClassesAtExit*)
            for tenth in $(seq 100); do [ -e "$0.answered" ] || sleep 0.1; done ;;
          *) echo the answer; [ ! -d "$BIGSWEEP_CACHE"/classes/*.making ] || touch "$0.answered" ;;
        esac""");
    Path cache = folder.resolve("cache");

    Ended ended =
        launch(
            Map.of("JAVA_HOME", folder.toString(), "BIGSWEEP_CACHE", cache.toString()),
            "sql",
            "select 1");

    assertThat(ended.code()).as(ended.toString()).isZero();
    assertThat(ended.out()).isEqualTo("the answer\n");
    assertThat(folder.resolve("bin/java.answered")).exists();
    while (is(cache.resolve("classes"), "glob:**.making")) {
      Thread.sleep(50);
    }
  }

  /** To ask a Java for its version takes as long as to start it. */
  @Test
  void launch_javaWithItsRelease_isNotAsked() throws IOException, InterruptedException {
    executable(folder.resolve("bin/java"), "echo \"$@\"");
    Map<String, String> environment = Map.of("JAVA_HOME", folder.toString());
    Path release = Files.writeString(folder.resolve("release"), "JAVA_VERSION=\"21.0.2\"\n");
    Ended help = launch(environment, "--help");
    assertThat(help.code()).as(help.toString()).isZero();
    assertThat(help.out()).contains("org.bigsweep.driver.cli.Bigsweep --help");

    Files.writeString(release, "JAVA_VERSION=\"11.0.2\"\n");
    assertThat(launch(environment, "--help").err())
        .isEqualTo(
            "bigsweep: Invalid Java: "
                + folder
                + "/bin/java is version 11 (must be 17 or newer)\n");
  }

  /** The last of Java's options counts. */
  @Test
  void launch_javaOptions_overrideOurs() throws IOException, InterruptedException {
    executable(folder.resolve("bin/java"), "echo \"$@\"");
    Files.writeString(folder.resolve("release"), "JAVA_VERSION=\"17\"\n");
    Ended run =
        launch(
            Map.of(
                "JAVA_HOME", folder.toString(), "BIGSWEEP_JAVA_OPTS", "-XX:MaxNewSize=1g -Dmine"),
            "run");

    assertThat(run.out()).containsPattern("-XX:MaxNewSize=128m .*-XX:MaxNewSize=1g -Dmine -");
  }

  @Test
  void jar_contents_areOursAndWhatSparkLacks() throws IOException {
    try (JarFile jar = new JarFile(JAR.toFile())) {
      List<String> names = jar.stream().map(JarEntry::getName).toList();
      assertThat(names)
          .contains(
              "org/apache/parquet/variant/VariantConverters$ParentConverter.class",
              "org/apache/parquet/avro/AvroParquetWriter.class",
              "org/apache/hadoop/fs/s3a/S3AFileSystem.class",
              "software/amazon/awssdk/services/s3/S3Client.class",
              "org/bigsweep/driver/cli/Bigsweep.class",
              "sweeps/demo.yaml",
              "META-INF/services/org.nd4j.linalg.factory.Nd4jBackend")
          .noneMatch(
              name ->
                  name.matches(
                      "org/slf4j/.*|org/apache/(commons/(lang3|io|text|math3|logging)|spark|avro)/.*"
                          + "|org/apache/hadoop/(conf|hdfs)/.+|org/apache/hadoop/fs/[^/]+[.]class|io/netty/.*"
                          + "|scala/.*|com/google/flatbuffers/.*|com/fasterxml/.*"
                          + "|org/apache/parquet/hadoop/ParquetWriter.class"
                          + "|META-INF/[^/]*\\.(SF|DSA|RSA)|(.*/)?module-info\\.class"));
      Pattern library =
          Pattern.compile("org/(?:bytedeco|nd4j)/.*/([^/]+)/[^/]+\\.(?:so|dll|dylib)[.0-9]*");
      assertThat(
              names.stream()
                  .map(library::matcher)
                  .filter(Matcher::matches)
                  .map(m -> m.group(1))
                  .distinct())
          .as("native platforms")
          .hasSize(1);
      String rules =
          new String(
              jar.getInputStream(
                      jar.getEntry("META-INF/services/org.bigsweep.engine.rule.LearningRule"))
                  .readAllBytes(),
              StandardCharsets.UTF_8);
      assertThat(rules).contains("BalancedInhibitionGradient");
    }
    assertThat(JAR.toFile().length()).isLessThan(185_000_000);
  }

  private static void executable(Path file, String script) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
