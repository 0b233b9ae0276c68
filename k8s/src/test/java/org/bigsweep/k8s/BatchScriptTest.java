package org.bigsweep.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The decisions of the batch script, with a stand-in for every program that it starts. {@link
 * SlurmIT} has Slurm, Spark and the sweep themselves.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
final class BatchScriptTest {
  private static final Path SCRIPT = Repository.K8S.resolve("slurm/bigsweep.sbatch");
  private static final Path STAND_INS = Repository.K8S.resolve("src/test/resources/slurm");

  /** What the script gives after a run that another driver's lease refused. */
  private static final int LEASE_HELD = 75;

  @TempDir private Path folder;
  private Path home;
  private Path jobs;
  private final Map<String, String> environment = new HashMap<>();

  @BeforeEach
  void prepare() throws IOException {
    home = folder.resolve("home");
    jobs = folder.resolve("jobs");
    Files.createDirectories(home.resolve("driver/target/spark-jars"));
    Path programs = Files.createDirectory(folder.resolve("bin"));
    try (Stream<Path> files = Files.list(STAND_INS)) {
      for (Path file : files.toList()) {
        String name = file.getFileName().toString();
        Path copy = (name.equals("bigsweep") ? home : programs).resolve(name);
        Files.copy(file, copy);
        Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rwxr-xr-x"));
      }
    }
    environment.put("PATH", programs + ":" + System.getenv("PATH"));
    environment.put("JAVA_HOME", "");
    environment.put("TMPDIR", Files.createDirectory(folder.resolve("tmp")).toString());
    environment.put("STAND_INS", folder.toString());
    environment.put("SLURM_JOB_ID", "4711");
    environment.put("SLURM_JOB_NUM_NODES", "2");
    environment.put("SLURM_CPUS_PER_TASK", "3");
    environment.put("BIGSWEEP_HOME", home.toString());
    environment.put("BIGSWEEP_JOBS", jobs.toString());
  }

  @Test
  void job_sweepEnds_endsWithIt() throws IOException, InterruptedException {
    runsEndWith("0");
    assertEnds(submit(), 0);
    assertThat(calls("bigsweep"))
        .containsExactly("run sweep.yaml --out results --master spark://127.0.0.1:7077");
    assertThat(calls("scontrol")).isEmpty();
  }

  @Test
  void job_anyNumberOfNodes_hasAWorkerOnEach() throws IOException, InterruptedException {
    runsEndWith("signal 130");
    Forked job = training();
    assertThat(job.await(() -> calls("worker").size() == 2)).as(job.output()).isTrue();
    assertThat(calls("worker")).allMatch(call -> call.contains("--cores 3 "));
    Forked.signal("TERM", job.process().toHandle());
    assertEnds(job, 130);
  }

  @Test
  void job_secret_isInAFileOfItsOwnAlone() throws IOException, InterruptedException {
    runsEndWith("signal 130");
    Forked job = training();
    Path conf = jobs.resolve("4711/conf/spark-defaults.conf");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(conf)))
        .isEqualTo("rw-------");
    String secret = SparkProperties.parse(Files.readString(conf)).get("spark.authenticate.secret");
    assertThat(secret).hasSize(64);
    Forked.signal("TERM", job.process().toHandle());
    assertEnds(job, 130);
    assertThat(conf).doesNotExist();
    assertThat(job.output()).doesNotContain(secret);
    for (String program : List.of("bigsweep", "master", "worker")) {
      assertThat(calls(program)).noneMatch(call -> call.contains(secret));
    }
  }

  /** 130: stopped in good order; 143: stopped before the run could handle the signal. */
  @ParameterizedTest
  @ValueSource(ints = {130, 143})
  void job_timeLimitNear_queuesAgain(int code) throws IOException, InterruptedException {
    runsEndWith("signal " + code);
    Forked job = training();
    Forked.signal("USR1", job.process().toHandle());
    assertEnds(job, 0);
    assertThat(job.output()).contains("the time limit is near; queueing again");
    assertThat(calls("scontrol")).containsExactly("requeue 4711");
  }

  /** What failed would fail again; what ended has nothing to go on with. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 64})
  void job_timeLimitNearButTheRunEnds_doesNotQueueAgain(int code)
      throws IOException, InterruptedException {
    runsEndWith("signal " + code);
    Forked job = training();
    Forked.signal("USR1", job.process().toHandle());
    assertEnds(job, code);
    assertThat(calls("scontrol")).isEmpty();
  }

  @Test
  void job_timeLimitNearWhileItWaitsForTheLease_queuesAgain()
      throws IOException, InterruptedException {
    environment.put("LONG_PAUSES", "yes");
    runsEndWith("75");
    Forked job = submit();
    assertThat(job.await(() -> calls("sleep").contains("10"))).as(job.output()).isTrue();
    Forked.signal("USR1", job.process().toHandle());
    assertEnds(job, 0);
    assertThat(calls("bigsweep")).hasSize(1);
    assertThat(calls("scontrol")).containsExactly("requeue 4711");
  }

  @Test
  void job_terminated_doesNotQueueAgain() throws IOException, InterruptedException {
    runsEndWith("signal 130");
    Forked job = training();
    Forked.signal("TERM", job.process().toHandle());
    assertEnds(job, 130);
    assertThat(calls("scontrol")).isEmpty();
  }

  @Test
  void job_leaseOfADriverThatIsGone_isWaitedFor() throws IOException, InterruptedException {
    runsEndWith("75", "75", "0");
    assertEnds(submit(), 0);
    assertThat(calls("bigsweep")).hasSize(3);
    assertThat(calls("sleep").stream().filter("10"::equals)).hasSize(2);
  }

  /** Fifteen times ten seconds are more than the two minutes of a lease. */
  @Test
  void job_leaseOfADriverThatLives_endsTheJob() throws IOException, InterruptedException {
    runsEndWith(Stream.generate(() -> "75").limit(20).toArray(String[]::new));
    assertEnds(submit(), LEASE_HELD);
    assertThat(calls("bigsweep")).hasSize(16);
    assertThat(calls("scontrol")).isEmpty();
  }

  @Test
  void job_workersEnd_failsAndKeepsTheirLogs() throws IOException, InterruptedException {
    environment.put("WORKERS_END", "yes");
    runsEndWith("signal 130");
    Forked job = submit();
    assertThat(job.end()).as(job.output()).isEqualTo(70);
    assertThat(job.output())
        .contains("Cannot go on: the workers have ended", "logs of master and workers are in ");
    assertThat(jobs.resolve("4711/worker-0.log")).exists();
    assertThat(jobs.resolve("4711/conf")).doesNotExist();
  }

  @Test
  void job_masterDoesNotStart_saysWhy() throws IOException, InterruptedException {
    environment.put("MASTER_FAILS", "no port is free");
    Forked job = submit();
    assertThat(job.end()).as(job.output()).isEqualTo(70);
    assertThat(job.output()).contains("Cannot start Spark's master: no port is free");
    assertThat(calls("bigsweep")).isEmpty();
  }

  @Test
  void job_noSweep_saysSo() throws IOException, InterruptedException {
    assertRefused(start(List.of()), "Cannot run nothing: name a sweep file and --out");
  }

  @Test
  void job_outsideOfSlurm_saysSo() throws IOException, InterruptedException {
    environment.remove("SLURM_JOB_ID");
    assertRefused(submit(), "Cannot run outside of Slurm: submit me with sbatch");
  }

  @Test
  void job_homeIsNotBuilt_saysSo() throws IOException, InterruptedException {
    Repository.delete(home.resolve("driver"));
    assertRefused(submit(), "Cannot find a built bigsweep in " + home);
  }

  private void assertRefused(Forked job, String sentence) throws InterruptedException {
    assertThat(job.end()).isEqualTo(64);
    assertThat(job.output()).contains(sentence).hasLineCount(1);
    assertThat(jobs).doesNotExist();
  }

  /** How one run after the other ends: a code, or one that it has when it is told to stop. */
  private void runsEndWith(String... ends) throws IOException {
    Files.write(folder.resolve("ends"), List.of(ends));
  }

  private Forked training() throws IOException, InterruptedException {
    Forked job = submit();
    assertThat(job.awaitOutput("training")).as(job.output()).isTrue();
    return job;
  }

  private Forked submit() throws IOException {
    return start(List.of("sweep.yaml", "--out", "results"));
  }

  private Forked start(List<String> arguments) throws IOException {
    return Forked.start(
        Stream.concat(Stream.of("bash", SCRIPT.toString()), arguments.stream()).toList(),
        environment,
        folder,
        folder.resolve("job.log"));
  }

  /** The job's processes have ended, and nothing of it is left on the disk. */
  private void assertEnds(Forked job, int code) throws IOException, InterruptedException {
    assertThat(job.end()).as(job.output()).isEqualTo(code);
    assertThat(jobs).isEmptyDirectory();
    assertThat(folder.resolve("tmp")).isEmptyDirectory();
    for (String pid : calls("pids")) {
      assertThat(ProcessHandle.of(Long.parseLong(pid)).filter(ProcessHandle::isAlive)).isEmpty();
    }
  }

  /** Arguments with which a stand-in was called, a line for each call. */
  private List<String> calls(String program) {
    Path calls = folder.resolve(program + ".calls");
    return Files.exists(calls) ? Repository.read(calls).lines().toList() : List.of();
  }
}
