package org.bigsweep.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The batch script with two workers on this machine: {@code srun} and {@code scontrol} are
 * stand-ins, the Spark cluster and the sweep are real. {@link RealSlurmSweeps} has Slurm itself.
 */
@Timeout(value = 15, unit = TimeUnit.MINUTES)
final class SlurmIT {
  private static final Path SCRIPT = Repository.K8S.resolve("slurm/bigsweep.sbatch");
  private static final String SWEEP =
      """
      version: 1
      name: on-slurm
      dataset: synthetic
      fixed: {rule: BP, trainingImages: 1500, validationImages: 500, depth: 4, width: 128}
      grid: {epochs: [%d, %d]}
      seeds: 0..3
      """;

  private Path folder;
  private Path jobs;
  private Path results;
  private Path calls;
  private Path temporary;
  private final List<ProcessHandle> seen = new ArrayList<>();

  @BeforeEach
  void prepare() throws IOException {
    folder = Repository.scratch("slurm");
    jobs = folder.resolve("jobs");
    results = folder.resolve("results");
    calls = folder.resolve("scontrol-calls");
    temporary = Files.createDirectory(folder.resolve("tmp"));
    Path shims = Files.createDirectory(folder.resolve("bin"));
    for (String name : List.of("srun", "scontrol")) {
      Path shim = shims.resolve(name);
      Files.copy(Repository.K8S.resolve("src/test/resources/slurm").resolve(name), shim);
      Files.setPosixFilePermissions(shim, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
  }

  /** Also of jobs that were lost, and could not clean up after themselves. */
  @AfterEach
  void cleanUp() throws IOException {
    seen.forEach(ProcessHandle::destroyForcibly);
    seen.forEach(SlurmIT::ends);
    Repository.delete(temporary);
  }

  @Test
  void job_timeLimitNear_publishesAndQueuesAgainAndThenFinishes()
      throws IOException, InterruptedException {
    Forked job = underWay(() -> published() > 0);
    String secret = secret();
    assertSecretIsKept(job, secret);
    Forked.signal("USR1", job.process().toHandle());

    assertThat(stopped(job)).as(job.output()).isZero();
    assertThat(job.output()).contains("the same command continues", "queueing again");
    assertThat(calls).hasContent("requeue 4711");
    assertEnded();

    Forked rest = submit("rest.log", Map.of("SLURM_RESTART_COUNT", "1"));
    assertThat(rest.end()).as(rest.output()).isZero();
    assertThat(rest.output())
        .containsPattern("[1-7] of 8 done")
        .containsPattern("BP .* 8 +0 +0 +0\n");
    assertThat(calls).hasContent("requeue 4711");
    assertEnded();
    for (Path file : files(results)) {
      assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
          .doesNotContain(secret);
    }
  }

  @Test
  void job_terminated_publishesAndDoesNotQueueAgain() throws IOException, InterruptedException {
    Forked job = underWay(() -> true);
    Forked.signal("TERM", job.process().toHandle());

    assertThat(stopped(job)).as(job.output()).isEqualTo(130);
    assertThat(calls).doesNotExist();
    assertEnded();
  }

  /** The node of a driver is lost, and then that of the requeued job; a fresh job finishes. */
  @Test
  void job_nodeLost_nextOnesWaitForTheLeaseAndFinish() throws IOException, InterruptedException {
    underWay(() -> true).kill();
    seen.forEach(ProcessHandle::destroyForcibly);
    LeaseFile lease = LeaseFile.of(results, "on-slurm");
    lease.isOfAnotherNode();

    Forked waiting = submit("waiting.log", Map.of());
    assertThat(waiting.awaitOutput("is running it; its lease expires in")).isTrue();
    assertQueuesAgain(waiting);

    Forked requeued = submit("requeued.log", Map.of("SLURM_RESTART_COUNT", "1"));
    awaitTakeover(requeued, lease);
    see(requeued);
    requeued.kill();
    seen.forEach(ProcessHandle::destroyForcibly);
    lease.isOfAnotherNode();

    Forked fresh = submit("fresh.log", Map.of());
    awaitTakeover(fresh, lease);
    assertThat(fresh.end()).as(fresh.output()).isZero();
    assertThat(fresh.output()).containsPattern("BP .* 8 +0 +0 +0\n");
  }

  @Test
  void job_timeLimitNearBeforeItTrains_queuesAgain() throws IOException, InterruptedException {
    Files.writeString(folder.resolve("sweep.yaml"), SWEEP.formatted(20, 21));
    Forked job = submit("run.log", Map.of());
    boolean driverComes =
        job.await(
            () ->
                job.process()
                    .descendants()
                    .anyMatch(process -> commandLine(process).contains("\0run\0sweep.yaml\0")));
    assertThat(driverComes).as(job.output()).isTrue();
    see(job);
    assertQueuesAgain(job);

    assertThat(published()).isZero();
    assertEnded();
  }

  /** A job to which Slurm says that its time limit is near. */
  private void assertQueuesAgain(Forked job) throws IOException, InterruptedException {
    Forked.signal("USR1", job.process().toHandle());
    assertThat(job.end()).as(job.output()).isZero();
    assertThat(job.output()).contains("queueing again");
    assertThat(calls).hasContent("requeue 4711");
  }

  /** The job is refused while the lease runs, and takes over when it has expired. */
  private static void awaitTakeover(Forked job, LeaseFile lease)
      throws IOException, InterruptedException {
    assertThat(job.awaitOutput("is running it; its lease expires in")).as(job.output()).isTrue();
    assertThat(job.output()).doesNotContain("taking over");
    lease.expire();
    assertThat(job.awaitOutput("taking over from process")).as(job.output()).isTrue();
  }

  @Test
  void job_noSweep_saysSo() throws IOException, InterruptedException {
    Forked job = start("run.log", Map.of(), List.of());
    assertThat(job.end()).isEqualTo(64);
    assertThat(job.output()).contains("Cannot run nothing: name a sweep file").hasLineCount(1);
    assertThat(jobs).doesNotExist();
  }

  /**
   * A job in the middle of its sweep. It cannot finish, its executors being halted, until {@link
   * #stopped}.
   *
   * @param condition what has to come true while it trains
   */
  private Forked underWay(BooleanSupplier condition) throws IOException, InterruptedException {
    for (int epochs = 20; ; epochs *= 4) {
      Files.writeString(folder.resolve("sweep.yaml"), SWEEP.formatted(epochs, epochs + 1));
      Forked job = submit("run.log", Map.of());
      boolean begun = job.awaitOutput("training ") && job.await(condition);
      see(job);
      for (ProcessHandle executor : executors()) {
        Forked.signal("STOP", executor);
      }
      if (begun && job.process().isAlive() && !job.output().contains("8/8 trials")) {
        return job;
      }
      // a machine so fast, or a test so slow, that nothing is left to train: again with more
      assertThat(job.end()).as(job.output()).isZero();
      seen.clear();
      Repository.delete(results);
    }
  }

  /** Exit code of a job that was told to stop, once its driver has begun to. */
  private int stopped(Forked job) throws IOException, InterruptedException {
    assertThat(job.awaitOutput("stopping; ")).as(job.output()).isTrue();
    for (ProcessHandle executor : executors()) {
      Forked.signal("CONT", executor);
    }
    return job.end();
  }

  private void see(Forked job) {
    job.process().descendants().forEach(seen::add);
  }

  private List<ProcessHandle> executors() {
    return seen.stream()
        .filter(process -> commandLine(process).contains("CoarseGrainedExecutorBackend"))
        .toList();
  }

  /** Whole; empty of a process that has ended. */
  private static String commandLine(ProcessHandle process) {
    try {
      return Files.readString(
          Path.of("/proc", Long.toString(process.pid()), "cmdline"), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return "";
    }
  }

  private Forked submit(String log, Map<String, String> more) throws IOException {
    return start(log, more, List.of("sweep.yaml", "--out", results.toString()));
  }

  private Forked start(String log, Map<String, String> more, List<String> arguments)
      throws IOException {
    Map<String, String> environment = new HashMap<>(more);
    environment.put("PATH", folder.resolve("bin") + ":" + System.getenv("PATH"));
    environment.put("TMPDIR", temporary.toString());
    environment.put("SCONTROL_CALLS", calls.toString());
    environment.put("SLURM_JOB_ID", "4711");
    environment.put("SLURM_JOB_NUM_NODES", "2");
    environment.put("SLURM_CPUS_PER_TASK", "1");
    environment.put("SLURM_SUBMIT_DIR", folder.toString());
    environment.put("BIGSWEEP_HOME", Repository.ROOT.toString());
    environment.put("BIGSWEEP_JOBS", jobs.toString());
    environment.put("BIGSWEEP_EXECUTOR_MEMORY", "1g");
    environment.put("SPARK_LOCAL_HOSTNAME", "127.0.0.1");
    List<String> command = new ArrayList<>(List.of("bash", SCRIPT.toString()));
    command.addAll(arguments);
    return Forked.start(command, environment, folder, folder.resolve(log));
  }

  private long published() {
    try {
      return Files.isDirectory(results.resolve("trials"))
          ? files(results.resolve("trials")).stream()
              .filter(file -> file.toString().endsWith(".parquet"))
              .count()
          : 0;
    } catch (IOException | UncheckedIOException e) {
      return 0;
    }
  }

  private String secret() throws IOException {
    Path conf = jobs.resolve("4711/conf/spark-defaults.conf");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(conf)))
        .isEqualTo("rw-------");
    String secret = SparkProperties.parse(Files.readString(conf)).get("spark.authenticate.secret");
    assertThat(secret).hasSize(64);
    return secret;
  }

  /** Neither in a command line, which every user of a node can read, nor in a log. */
  private void assertSecretIsKept(Forked job, String secret) throws IOException {
    assertThat(executors()).isNotEmpty();
    for (ProcessHandle process : seen) {
      assertThat(commandLine(process)).doesNotContain(secret);
    }
    assertThat(job.output()).doesNotContain(secret);
    for (Path log : files(jobs.resolve("4711"))) {
      if (log.toString().endsWith(".log")) {
        assertThat(Files.readString(log)).isNotEmpty().doesNotContain(secret);
      }
    }
  }

  private void assertEnded() {
    // a process is told to end before it has
    assertThat(seen).allMatch(SlurmIT::ends);
    assertThat(jobs).isEmptyDirectory();
  }

  private static boolean ends(ProcessHandle process) {
    return process.onExit().completeOnTimeout(null, 1, TimeUnit.MINUTES).join() != null;
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }
}
