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
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The batch script under Slurm's own daemons on two nodes. Every job is interrupted in the middle
 * of its sweep; then the results hold the bits of a local run, and no row is lost or there twice.
 */
@Timeout(value = 20, unit = TimeUnit.MINUTES)
final class SlurmIT {
  private static final int TRIALS = 8;

  private static final String SWEEP =
      """
      version: 1
      name: on-slurm
      dataset: synthetic
      fixed: {trainingImages: 1500, validationImages: 500, depth: 4, width: 128, epochs: 8}
      grid: {rule: [BP, DTP]}
      seeds: 0..3
      """;

  /** Tables by the names of their folders, with the names of their records. */
  private static final Map<String, String> TABLES =
      Map.of("trials", "trial", "epochs", "epoch", "layers", "layer");

  @TempDir private static Path folder;
  private static Slurm slurm;
  private static Path reference;
  private static int folders;

  private Path results;

  @BeforeAll
  static void start() throws IOException, InterruptedException {
    Slurm.assumeInstalled();
    Files.writeString(folder.resolve("sweep.yaml"), SWEEP);
    reference = folder.resolve("reference");
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

  @BeforeEach
  void emptyResults() {
    results = folder.resolve("results-" + folders++);
  }

  /** Whatever a test that failed has left. */
  @AfterEach
  void cancelAll() {
    slurm.call("scancel", "--user=root");
  }

  @Test
  void job_cancelledMidSweep_freshJobFinishes() throws IOException, InterruptedException {
    String cancelled = submit();
    haltMidSweep(cancelled);

    slurm.call("scancel", cancelled);
    goOn();
    awaitState(cancelled, "CANCELLED");
    slurm.await("its processes end", () -> slurm.processes("SLURM_JOB_ID=" + cancelled).isEmpty());
    assertThat(groups("trials").size()).isBetween(1, TRIALS - 1);
    assertThat(slurm.field(cancelled, "Restarts")).isEqualTo("0");

    assertFinishes(submit(), 0);
  }

  @Test
  void job_requeuedMidSweep_finishes() throws IOException, InterruptedException {
    String job = submit();
    haltMidSweep(job);
    String secret = secret(job);
    assertThat(slurm.commandLines("SLURM_JOB_ID=" + job))
        .anyMatch(line -> line.contains("deploy.master.Master"))
        .noneMatch(line -> line.contains(secret));

    slurm.call("scontrol", "requeue", job);
    goOn();

    assertFinishes(job, 1);
    assertThat(output(job)).doesNotContain(secret);
    assertThat(filesWith(secret)).isEmpty();
  }

  /** The limit is lowered to the five minutes before which Slurm sends its signal. */
  @Test
  void job_timeLimitNearMidSweep_queuesItselfAgainAndFinishes()
      throws IOException, InterruptedException {
    String job = submit();
    haltMidSweep(job);

    slurm.call("scontrol", "update", "JobId=" + job, "TimeLimit=5");
    awaitOutput(job, "stopping; ");
    slurm.call("scontrol", "update", "JobId=" + job, "TimeLimit=60");
    goOn();
    awaitOutput(job, "queueing again");

    assertFinishes(job, 1);
  }

  /** Driver, master and a worker were on the node. Nobody else can tell that the driver is gone. */
  @Test
  void job_driversNodeLostMidSweep_isRequeuedWaitsForTheLeaseAndFinishes()
      throws IOException, InterruptedException {
    String job = submit();
    haltMidSweep(job);
    String lost = slurm.field(job, "BatchHost");

    slurm.lose(lost);
    LeaseFile lease = LeaseFile.of(results, "on-slurm");
    lease.isOfAnotherNode();
    goOn();
    slurm.await(
        "the node is given up",
        () -> slurm.isDown(lost) || slurm.field(job, "Restarts").equals("1"));
    slurm.bringBack(lost);
    awaitOutput(job, "is running it; its lease expires in");
    lease.expire();
    awaitOutput(job, "taking over from process");

    assertFinishes(job, 1);
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
   * Waits until a job has published some of its trials, and halts its executors between two
   * publications, so that it cannot finish.
   */
  private void haltMidSweep(String job) throws IOException, InterruptedException {
    slurm.await(
        "trials are published, and two nodes train",
        () -> {
          assertThat(slurm.field(job, "JobState")).as(output(job)).isNotIn("FAILED", "COMPLETED");
          return !groups("trials").isEmpty() && slurm.executors().size() == 2;
        });
    while (true) {
      signalExecutors("STOP");
      if (groups("layers").equals(groups("trials"))
          && groups("epochs").equals(groups("trials"))
          && Repository.isEmpty(results.resolve("_tmp"))) {
        break;
      }
      signalExecutors("CONT");
      Thread.sleep(50);
    }
    assertThat(groups("trials")).as(output(job)).hasSizeLessThan(TRIALS);
  }

  private void goOn() throws IOException, InterruptedException {
    signalExecutors("CONT");
  }

  private static void signalExecutors(String name) throws IOException, InterruptedException {
    for (ProcessHandle executor : slurm.executors()) {
      Forked.signal(name, executor);
    }
  }

  private void assertFinishes(String job, int restarts) throws IOException, InterruptedException {
    awaitState(job, "COMPLETED");
    assertThat(slurm.field(job, "Restarts")).isEqualTo(Integer.toString(restarts));
    assertThat(slurm.field(job, "NumNodes")).isEqualTo("2");
    assertThat(output(job)).containsPattern("[1-7] of 8 done");
    for (Map.Entry<String, String> table : TABLES.entrySet()) {
      assertThat(MeasuredRows.of(results, table.getKey(), table.getValue()))
          .as(table.getKey())
          .isNotEmpty()
          .isEqualTo(MeasuredRows.of(reference, table.getKey(), table.getValue()));
    }
    assertThat(MeasuredRows.of(results, "trials", "trial")).hasSize(TRIALS);
    assertNoFaultBut("unfinished file");
    slurm.await("its processes end", () -> slurm.processes("SLURM_JOB_ID=" + job).isEmpty());
    assertThat(folder.resolve("jobs")).isEmptyDirectory();
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

  private void awaitState(String job, String state) throws InterruptedException {
    slurm.await(
        "job is " + state + "; its output:\n" + output(job),
        () -> {
          String now = slurm.field(job, "JobState");
          assertThat(now).as(output(job)).isNotEqualTo("FAILED");
          return now.equals(state);
        });
  }

  private void awaitOutput(String job, String text) throws InterruptedException {
    slurm.await(
        "'" + text + "'",
        () -> {
          assertThat(slurm.field(job, "JobState")).as(output(job)).isNotIn("FAILED", "COMPLETED");
          return output(job).contains(text);
        });
  }

  private static String output(String job) {
    Path log = folder.resolve("bigsweep-" + job + ".log");
    return Files.exists(log) ? Repository.read(log) : "";
  }

  /** Groups that have a file in a table. */
  private Set<String> groups(String table) {
    Set<String> groups = new TreeSet<>();
    try (Stream<Path> files = Files.list(results.resolve(table))) {
      files
          .map(file -> file.getFileName().toString())
          .filter(file -> file.endsWith(".parquet"))
          .forEach(groups::add);
    } catch (IOException e) {
      return Set.of();
    }
    return groups;
  }

  private static Forked bigsweep(String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Repository.ROOT.resolve("bigsweep").toString());
    command.addAll(List.of(arguments));
    return Forked.start(
        command, Map.of(), folder, Files.createTempFile(folder, arguments[0], ".log"));
  }
}
