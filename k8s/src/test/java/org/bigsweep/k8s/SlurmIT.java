package org.bigsweep.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The batch script with two workers on this machine: {@code srun} and {@code scontrol} are
 * stand-ins, the Spark cluster and the sweep are real.
 */
@Timeout(value = 4, unit = TimeUnit.MINUTES)
final class SlurmIT {
  private static final Path SCRIPT = Repository.K8S.resolve("slurm/bigsweep.sbatch");
  private static final String SWEEP =
      """
      version: 1
      name: on-slurm
      dataset: synthetic
      fixed: {rule: BP, trainingImages: 1500, validationImages: 500, depth: 4, width: 128}
      grid: {epochs: [20, 21]}
      seeds: 0..3
      """;

  private Path folder;
  private Path jobs;
  private Path results;
  private Path calls;
  private final List<ProcessHandle> seen = new ArrayList<>();

  @BeforeEach
  void prepare() throws IOException {
    folder = Repository.scratch("slurm");
    jobs = folder.resolve("jobs");
    results = folder.resolve("results");
    calls = folder.resolve("scontrol-calls");
    Files.writeString(folder.resolve("sweep.yaml"), SWEEP);
    Path shims = Files.createDirectory(folder.resolve("bin"));
    for (String name : List.of("srun", "scontrol")) {
      Path shim = shims.resolve(name);
      Files.copy(Repository.K8S.resolve("src/test/resources/slurm").resolve(name), shim);
      Files.setPosixFilePermissions(shim, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
  }

  @Test
  void job_timeLimitNear_publishesAndQueuesAgainAndThenFinishes()
      throws IOException, InterruptedException {
    Forked job = submit("run.log", "sweep.yaml", "--out", results.toString());
    await(job, () -> published() > 0);
    String secret = secret();
    assertSecretIsKept(job, secret);
    signal("USR1", job);

    assertThat(job.await(60)).as(job.output()).isZero();
    assertThat(job.output()).contains("the same command continues", "queueing again");
    assertThat(calls).hasContent("requeue 4711");
    assertEnded();
    long before = published();
    assertThat(before).isPositive();

    Forked rest = submit("rest.log", "sweep.yaml", "--out", results.toString());
    assertThat(rest.await(120)).as(rest.output()).isZero();
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
    Forked job = submit("run.log", "sweep.yaml", "--out", results.toString());
    await(job, () -> job.output().contains("training "));
    signal("TERM", job);

    assertThat(job.await(60)).as(job.output()).isEqualTo(130);
    assertThat(calls).doesNotExist();
    assertEnded();
  }

  @Test
  void job_noSweep_saysSo() throws IOException, InterruptedException {
    Forked job = submit("run.log");
    assertThat(job.await(10)).isEqualTo(64);
    assertThat(job.output()).contains("Cannot run nothing: name a sweep file").hasLineCount(1);
    assertThat(jobs).doesNotExist();
  }

  private Forked submit(String log, String... arguments) throws IOException {
    Map<String, String> environment = new HashMap<>();
    environment.put("PATH", folder.resolve("bin") + ":" + System.getenv("PATH"));
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
    command.addAll(List.of(arguments));
    return Forked.start(command, environment, folder, folder.resolve(log));
  }

  private static void signal(String name, Forked job) throws IOException, InterruptedException {
    long pid = job.process().pid();
    new ProcessBuilder("kill", "-" + name, Long.toString(pid)).start().waitFor();
  }

  private void await(Forked job, BooleanSupplier condition) throws InterruptedException {
    while (job.process().isAlive() && !condition.getAsBoolean()) {
      Thread.sleep(100);
    }
    job.process().descendants().forEach(seen::add);
    assertThat(job.process().isAlive()).as(job.output()).isTrue();
  }

  private long published() {
    try {
      return Files.isDirectory(results.resolve("trials"))
          ? files(results.resolve("trials")).stream()
              .filter(file -> file.toString().endsWith(".parquet"))
              .count()
          : 0;
    } catch (IOException e) {
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
    assertThat(seen).hasSizeGreaterThan(5);
    for (ProcessHandle process : seen) {
      assertThat(process.info().commandLine().orElse("")).doesNotContain(secret);
    }
    assertThat(job.output()).doesNotContain(secret);
    for (Path log : files(jobs.resolve("4711"))) {
      if (log.toString().endsWith(".log")) {
        assertThat(Files.readString(log)).isNotEmpty().doesNotContain(secret);
      }
    }
  }

  private void assertEnded() throws IOException {
    assertThat(seen).noneMatch(ProcessHandle::isAlive);
    assertThat(jobs).isEmptyDirectory();
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }
}
