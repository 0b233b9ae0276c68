package org.bigsweep.driver.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Spark's own standalone cluster on this machine: a master and workers of one core each, real
 * processes on the jars that the build brings, with a secret that everybody has to know.
 */
public final class StandaloneCluster implements AutoCloseable {
  /** What drivers must know: {@code spark.authenticate.secret}. */
  public static final String SECRET = "a-secret-of-this-test";

  private static final Duration START = Duration.ofMinutes(3);
  private static final Pattern ADDRESS =
      Pattern.compile("Starting Spark master at (spark://\\S+)\\R");
  private static final String EXECUTOR = "CoarseGrainedExecutorBackend";

  private final Path folder;
  private final Path home;
  private final Program master;
  private final List<Program> workers = new ArrayList<>();

  private StandaloneCluster(Path folder, Path home) {
    this.folder = folder;
    this.home = home;
    this.master =
        java(
            "master",
            List.of(
                "org.apache.spark.deploy.master.Master",
                "--host",
                "127.0.0.1",
                "--port",
                "0",
                "--webui-port",
                "0"));
  }

  /** Starts the cluster and waits until its workers have registered. */
  public static StandaloneCluster start(Path folder, int workers) throws IOException {
    StandaloneCluster cluster = new StandaloneCluster(folder, sparkHome(folder));
    try {
      cluster.master.await(
          "the master answers", () -> cluster.master.err().contains("New state: ALIVE"), START);
      cluster.ensureWorkers(workers);
      return cluster;
    } catch (RuntimeException | AssertionError e) {
      cluster.close();
      throw e;
    }
  }

  /** A folder that programs may take for an installed Spark. */
  public static Path sparkHome(Path folder) throws IOException {
    Path home = Files.createDirectories(folder.resolve("spark"));
    Files.createSymbolicLink(home.resolve("jars"), Build.SPARK_JARS);
    Path submit = Files.createDirectories(home.resolve("bin")).resolve("spark-submit");
    Files.writeString(
        submit,
        "#!/bin/sh%nexec '%s' '@%s' -cp '%s/*' org.apache.spark.deploy.SparkSubmit \"$@\"%n"
            .formatted(Build.JAVA, Build.JVM_OPTIONS, Build.SPARK_JARS));
    Files.setPosixFilePermissions(submit, PosixFilePermissions.fromString("rwxr-xr-x"));
    return home;
  }

  /** Starts as many workers as are missing. */
  public void ensureWorkers(int count) throws IOException {
    while (workers.stream().filter(worker -> worker.handle().isAlive()).count() < count) {
      addWorker();
    }
  }

  private void addWorker() throws IOException {
    String name = "worker-" + (workers.size() + 1);
    Program worker =
        java(
            name,
            List.of(
                "org.apache.spark.deploy.worker.Worker",
                "--host",
                "127.0.0.1",
                "--cores",
                "1",
                "--memory",
                "2g",
                "--webui-port",
                "0",
                "--work-dir",
                Files.createDirectories(folder.resolve(name)).toString(),
                master()));
    workers.add(worker);
    worker.await(
        "the worker registers", () -> worker.err().contains("Successfully registered"), START);
  }

  private Program java(String name, List<String> rest) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Build.JAVA,
                "@" + Build.JVM_OPTIONS,
                Build.QUICK_COMPILER,
                "-Xmx256m",
                "-cp",
                Build.SPARK_JARS + "/*"));
    command.addAll(rest);
    command.addAll(List.of("--properties-file", propertiesFile().toString()));
    return Program.start(
        folder,
        name,
        Map.of(
            "SPARK_HOME", home.toString(),
            "SPARK_SCALA_VERSION", "2.13",
            "SPARK_LOCAL_IP", "127.0.0.1",
            // whatever the test's own limits are: executors must set theirs by themselves
            "OMP_NUM_THREADS", "7"),
        command);
  }

  /** As in {@code --master}. */
  public String master() {
    Matcher address = ADDRESS.matcher(master.err());
    if (!address.find()) {
      throw new IllegalStateException("The master has said no address");
    }
    return address.group(1);
  }

  /** A folder with {@code bin/spark-submit}. */
  public Path home() {
    return home;
  }

  /** As in {@code SPARK_CONF_DIR}: holds the secret, for nobody else to read. */
  public Path configuration() throws IOException {
    Path conf = Files.createDirectories(folder.resolve("conf"));
    Path defaults = conf.resolve("spark-defaults.conf");
    Files.writeString(
        defaults,
        """
        spark.authenticate true
        spark.authenticate.secret %s
        spark.network.crypto.enabled true
        """
            .formatted(SECRET));
    Files.setPosixFilePermissions(defaults, PosixFilePermissions.fromString("rw-------"));
    return conf;
  }

  /** As in {@code --properties-file}. */
  private Path propertiesFile() {
    try {
      return configuration().resolve("spark-defaults.conf");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Command lines of the master, the workers and their executors, as {@code ps} shows them. */
  public List<String> commandLines() throws IOException {
    List<String> lines = new ArrayList<>();
    List<ProcessHandle> processes =
        Stream.concat(
                Stream.of(master.handle()),
                Stream.concat(workers.stream().map(Program::handle), executors().stream()))
            .filter(ProcessHandle::isAlive)
            .toList();
    for (ProcessHandle process : processes) {
      lines.add(
          Files.readString(
              Path.of("/proc", Long.toString(process.pid()), "cmdline"),
              StandardCharsets.ISO_8859_1));
    }
    return lines;
  }

  /**
   * {@code spark-submit … bigsweep.jar ARGUMENTS} on this cluster, without the launcher.
   *
   * @param settings Spark's, on top of the cluster's secret
   */
  public Program submit(
      String name,
      Map<String, String> environment,
      Map<String, String> settings,
      List<String> arguments)
      throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                home.resolve("bin/spark-submit").toString(),
                "--master",
                master(),
                "--properties-file",
                propertiesFile().toString()));
    settings.forEach((key, value) -> command.addAll(List.of("--conf", key + "=" + value)));
    command.add(Build.JAR.toString());
    command.addAll(arguments);
    return Program.start(folder, name, environment, command);
  }

  /** Executors that run now, on all workers. */
  public List<ProcessHandle> executors() {
    return workers.stream()
        .flatMap(worker -> worker.handle().children())
        .filter(StandaloneCluster::isExecutor)
        .toList();
  }

  private static boolean isExecutor(ProcessHandle process) {
    return process.isAlive()
        && process
            .info()
            .arguments()
            .map(arguments -> Stream.of(arguments).anyMatch(a -> a.endsWith(EXECUTOR)))
            .orElse(false);
  }

  /** Kills one of the workers as {@code kill -9} does. */
  public void killAWorker() {
    workers.stream().filter(worker -> worker.handle().isAlive()).findFirst().orElseThrow().kill();
  }

  @Override
  public void close() {
    workers.forEach(Program::close);
    master.close();
  }
}
