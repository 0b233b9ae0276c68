package org.bigsweep.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The batch script under Slurm's own daemons on two nodes. Jobs are interrupted in the middle of
 * their sweep; then the results hold the bits of a local run, and no row is lost or there twice.
 */
@Timeout(value = 20, unit = TimeUnit.MINUTES)
final class SlurmIT {
  private static final int TRIALS = 16;

  private static final String SWEEP =
      """
      version: 1
      name: on-slurm
      dataset: synthetic
      fixed: {trainingImages: 1500, validationImages: 500, depth: 4, width: 128, epochs: 8}
      grid: {rule: [BP, DTP]}
      seeds: 0..7
      """;

  /** Tables by the names of their folders, with the names of their records. */
  private static final Map<String, String> TABLES =
      Map.of("trials", "trial", "epochs", "epoch", "layers", "layer");

  @TempDir private static Path folder;
  private static Slurm slurm;
  private static Path reference;
  private static Path results;

  @BeforeAll
  static void start() throws IOException, InterruptedException {
    Slurm.assumeInstalled();
    Files.writeString(folder.resolve("sweep.yaml"), SWEEP);
    reference = folder.resolve("reference");
    results = folder.resolve("results");
    Forked local =
        bigsweep("run", "sweep.yaml", "--out", reference.toString(), "--master", "local[2]");
    slurm = Slurm.start(folder);
    assertThat(local.end()).as(local.output()).isZero();
  }

  @AfterAll
  static void stop() throws IOException, InterruptedException {
    if (slurm != null) {
      slurm.close();
    }
  }

  /** Whatever a test that failed has left. */
  @AfterEach
  void cancelAll() {
    slurm.call("scancel", "--user=root");
  }

  /** An operator and the time limit queue a job again; cancelled, it leaves the rest to another. */
  @Test
  void jobs_requeuedLimitedCancelledAndBereftOfANode_finishTheSweepTogether()
      throws IOException, InterruptedException {
    String first = submit();
    haltMidSweep(first);
    requeue(first);
    haltMidSweep(first);
    reachTheTimeLimit(first);
    haltMidSweep(first);
    assertThat(slurm.field(first, "Restarts")).isEqualTo("2");
    cancel(first);

    String second = submit();
    haltMidSweep(second);
    loseTheDriversNode(second);
    awaitState(second, "COMPLETED");

    assertThat(slurm.field(second, "Restarts")).isEqualTo("1");
    assertThat(slurm.field(second, "NumNodes")).isEqualTo("2");
    assertThat(output(second)).containsPattern("\\d+ of %d done".formatted(TRIALS));
    assertRowsOfALocalRun();
    assertNoFaultBut("unfinished file");
    slurm.await("its processes end", () -> slurm.processes("SLURM_JOB_ID=" + second).isEmpty());
    assertThat(folder.resolve("jobs")).isEmptyDirectory();
  }

  private void requeue(String job) throws IOException, InterruptedException {
    String secret = secret(job);
    assertThat(slurm.commandLines("SLURM_JOB_ID=" + job))
        .anyMatch(line -> line.contains("deploy.master.Master"))
        .noneMatch(line -> line.contains(secret));

    slurm.call("scontrol", "requeue", job);
    goOn();
    awaitRestart(job, 1);

    assertThat(output(job)).doesNotContain(secret);
    assertThat(filesWith(secret)).isEmpty();
  }

  /** The limit is lowered to the five minutes before which Slurm sends its signal. */
  private void reachTheTimeLimit(String job) throws IOException, InterruptedException {
    int before = output(job).length();
    slurm.call("scontrol", "update", "JobId=" + job, "TimeLimit=5");
    awaitOutput(job, before, "stopping; ");
    slurm.call("scontrol", "update", "JobId=" + job, "TimeLimit=60");
    goOn();
    awaitOutput(job, before, "queueing again");
    awaitRestart(job, 2);
  }

  private void cancel(String job) throws IOException, InterruptedException {
    slurm.call("scancel", job);
    goOn();
    awaitState(job, "CANCELLED");
    slurm.await("its processes end", () -> slurm.processes("SLURM_JOB_ID=" + job).isEmpty());
  }

  /** Driver, master and a worker were on the node. Nobody else can tell that the driver is gone. */
  private void loseTheDriversNode(String job) throws IOException, InterruptedException {
    int before = output(job).length();
    String lost = slurm.field(job, "BatchHost");
    slurm.lose(lost);
    LeaseFile lease = LeaseFile.of(results, "on-slurm");
    lease.isOfAnotherNode();
    goOn();
    slurm.await(
        "the node is given up",
        () -> slurm.isDown(lost) || slurm.field(job, "Restarts").equals("1"));
    slurm.bringBack(lost);
    awaitOutput(job, before, "is running it; its lease expires in");
    lease.expire();
    awaitOutput(job, before, "taking over from process");
  }

  private String submit() {
    Map<String, String> environment =
        Map.of(
            "BIGSWEEP_HOME",
            Repository.ROOT.toString(),
            "BIGSWEEP_JOBS",
            folder.resolve("jobs").toString(),
            "BIGSWEEP_EXECUTOR_MEMORY",
            "1g",
            "SPARK_LOCAL_HOSTNAME",
            "127.0.0.1");
    String script = Repository.K8S.resolve("slurm/bigsweep.sbatch").toString();
    List<String> command = new ArrayList<>();
    command.addAll(List.of("sbatch", "--parsable", "--chdir=" + folder, "--cpus-per-task=1"));
    command.addAll(List.of(script, "sweep.yaml", "--out", results.toString()));
    return slurm.call(environment, command);
  }

  /**
   * Waits until a job has published more trials, and halts its executors between two publications,
   * so that it cannot finish.
   */
  private void haltMidSweep(String job) throws IOException, InterruptedException {
    Set<String> before = groups("trials");
    Set<String> left = unfinished();
    slurm.await(
        "trials are published, and two nodes train",
        () -> {
          assertThat(slurm.field(job, "JobState")).as(output(job)).isNotIn("FAILED", "COMPLETED");
          return !groups("trials").equals(before) && slurm.executors().size() == 2;
        });
    while (true) {
      signalExecutors("STOP");
      if (left.containsAll(unfinished())) {
        break;
      }
      signalExecutors("CONT");
      assertThat(slurm.field(job, "JobState")).as(output(job)).isEqualTo("RUNNING");
    }
    assertThat(MeasuredRows.of(results, "trials", "trial")).as(output(job)).hasSizeLessThan(TRIALS);
  }

  private void goOn() throws IOException, InterruptedException {
    signalExecutors("CONT");
  }

  private static void signalExecutors(String name) throws IOException, InterruptedException {
    for (ProcessHandle executor : slurm.executors()) {
      Forked.signal(name, executor);
    }
  }

  private static void assertRowsOfALocalRun() throws IOException {
    for (Map.Entry<String, String> table : TABLES.entrySet()) {
      assertThat(MeasuredRows.of(results, table.getKey(), table.getValue()))
          .as(table.getKey())
          .isNotEmpty()
          .isEqualTo(MeasuredRows.of(reference, table.getKey(), table.getValue()));
    }
    assertThat(MeasuredRows.of(results, "trials", "trial")).hasSize(TRIALS);
  }

  /** Half a file that a killed process left is no fault of ours; the next run would sweep it. */
  private void assertNoFaultBut(String kind) throws IOException, InterruptedException {
    Forked doctor = bigsweep("doctor", "--fix", results.toString());
    assertThat(doctor.end()).as(doctor.output()).isZero();
    assertThat(doctor.output().lines())
        .as(doctor.output())
        .allMatch(line -> line.startsWith(kind + ": ") || line.startsWith(results + ": "));
  }

  /** A secret of a job's own, which nobody else may read while it runs. */
  private static String secret(String job) throws IOException {
    Path conf = folder.resolve("jobs").resolve(job).resolve("conf/spark-defaults.conf");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(conf)))
        .isEqualTo("rw-------");
    return SparkProperties.parse(Repository.read(conf)).get("spark.authenticate.secret");
  }

  private List<Path> filesWith(String text) throws IOException {
    List<Path> with = new ArrayList<>();
    try (Stream<Path> files = Files.walk(results)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(text)) {
          with.add(file);
        }
      }
    }
    return with;
  }

  /** Waits until a job runs again, and so nothing of its earlier life writes any more. */
  private static void awaitRestart(String job, int restarts) throws InterruptedException {
    slurm.await(
        "it starts again",
        () ->
            slurm.field(job, "Restarts").equals(Integer.toString(restarts))
                && slurm.field(job, "JobState").equals("RUNNING"));
  }

  private void awaitState(String job, String state) throws InterruptedException {
    slurm.await(
        "job is " + state + "; its output:\n" + output(job),
        () -> {
          String now = slurm.field(job, "JobState");
          assertThat(now).as(output(job)).isNotEqualTo("FAILED");
          return now.equals(state);
        });
  }

  /** Waits until a job says something after its first {@code before} characters. */
  private void awaitOutput(String job, int before, String text) throws InterruptedException {
    slurm.await(
        "'" + text + "'",
        () -> {
          assertThat(slurm.field(job, "JobState")).as(output(job)).isNotIn("FAILED", "COMPLETED");
          return output(job).indexOf(text, before) >= 0;
        });
  }

  private static String output(String job) {
    Path log = folder.resolve("bigsweep-" + job + ".log");
    return Files.exists(log) ? Repository.read(log) : "";
  }

  /** Groups that have a file in a table. */
  private static Set<String> groups(String table) {
    Set<String> groups = files(table);
    groups.removeIf(file -> !file.endsWith(".parquet"));
    return groups;
  }

  /** Files of publications under way, and of those that a killed process left. */
  private static Set<String> unfinished() {
    Set<String> files = groups("epochs");
    files.addAll(groups("layers"));
    files.removeAll(groups("trials"));
    files.addAll(files("_tmp"));
    return files;
  }

  private static Set<String> files(String folder) {
    try (Stream<Path> files = Files.list(results.resolve(folder))) {
      return files
          .map(file -> file.getFileName().toString())
          .collect(Collectors.toCollection(TreeSet::new));
    } catch (IOException e) {
      return new TreeSet<>();
    }
  }

  private static Forked bigsweep(String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Repository.ROOT.resolve("bigsweep").toString());
    command.addAll(List.of(arguments));
    return Forked.start(
        command, Map.of(), folder, Files.createTempFile(folder, arguments[0], ".log"));
  }
}
