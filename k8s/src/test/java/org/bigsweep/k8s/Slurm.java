package org.bigsweep.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.bigsweep.results.testing.Requires;
import org.junit.jupiter.api.Assumptions;

/**
 * Slurm's own daemons with two nodes on this machine. Configuration, state, keys, sockets and ports
 * are of this cluster alone, so that an installed one is left alone.
 */
final class Slurm implements AutoCloseable {
  static final List<String> NODES = List.of("n1", "n2");

  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final long POLL_MILLIS = 100;

  /** A port that was free a moment ago may be taken when the daemon wants it. */
  private static final int ATTEMPTS = 3;

  private static final int KEY_BYTES = 1024;

  /** What each package of Debian brings that is needed. */
  private static final Map<String, String> PACKAGES =
      Map.of(
          "munged", "munge",
          "slurmctld", "slurmctld",
          "slurmd", "slurmd",
          "sbatch", "slurm-client");

  private final Path folder;
  private final Path configuration;
  private final Map<String, Forked> daemons = new LinkedHashMap<>();

  private Slurm(Path folder) {
    this.folder = folder;
    this.configuration = folder.resolve("slurm.conf");
  }

  /**
   * Skips the tests where Slurm is not installed or the user is not root; in CI both must be so.
   */
  static void assumeInstalled() {
    PACKAGES.forEach(Requires::program);
    boolean root = "root".equals(System.getProperty("user.name"));
    if ("true".equals(System.getenv("CI"))) {
      assertThat(root).as("only root may start slurmd").isTrue();
    }
    Assumptions.assumeTrue(root, "only root may start slurmd");
  }

  /**
   * Starts a cluster and waits until its nodes are idle.
   *
   * @param folder empty; its path must be short, for sockets are in it
   */
  static Slurm start(Path folder) throws IOException, InterruptedException {
    for (int attempt = 1; ; attempt++) {
      Slurm slurm = new Slurm(Files.createDirectory(folder.resolve("slurm-" + attempt)));
      try {
        slurm.startDaemons();
        return slurm;
      } catch (AssertionError e) {
        slurm.close();
        if (attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private void startDaemons() throws IOException, InterruptedException {
    Path socket = folder.resolve("munge.socket");
    configure(socket);
    Path key = folder.resolve("munge.key");
    byte[] bytes = new byte[KEY_BYTES];
    new SecureRandom().nextBytes(bytes);
    Files.write(key, bytes);
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
    daemon(
        "munged",
        Map.of(),
        "munged",
        "--foreground",
        "--force",
        "--key-file=" + key,
        "--socket=" + socket,
        "--pid-file=" + folder.resolve("munged.pid"),
        "--seed-file=" + folder.resolve("munged.seed"),
        "--log-file=" + folder.resolve("munged.log"));
    await("munged answers", () -> Files.exists(socket));
    daemon("slurmctld", Map.of(), "slurmctld", "-D", "-c");
    await("slurmctld answers", () -> succeeds("scontrol", "ping"));
    NODES.forEach(this::bringBack);
    await("nodes are idle", () -> query("sinfo", "-h", "-o", "%D %t").equals("2 idle"));
  }

  private void configure(Path socket) throws IOException {
    String host = hostName();
    StringBuilder nodes = new StringBuilder();
    for (String node : NODES) {
      nodes.append(
          "NodeName=%s NodeHostname=%s NodeAddr=127.0.0.1 Port=%d CPUs=16 RealMemory=16384%n"
              .formatted(node, host, freePort()));
    }
    // a job that is queued again waits until its old credentials have expired: 5 s instead of 120
    Files.writeString(
        configuration,
        """
        ClusterName=bigsweep
        SlurmctldHost=%1$s(127.0.0.1)
        SlurmctldPort=%2$d
        SlurmUser=root
        AuthType=auth/munge
        AuthInfo=socket=%3$s,cred_expire=5
        CredType=cred/munge
        StateSaveLocation=%4$s/state
        SlurmdSpoolDir=%4$s/spool-%%n
        SlurmctldPidFile=%4$s/slurmctld.pid
        SlurmdPidFile=%4$s/slurmd-%%n.pid
        SlurmctldLogFile=%4$s/slurmctld.log
        SlurmdLogFile=%4$s/slurmd-%%n.log
        SlurmdParameters=config_overrides
        ProctrackType=proctrack/linuxproc
        TaskPlugin=task/none
        JobAcctGatherType=jobacct_gather/none
        AccountingStorageType=accounting_storage/none
        SelectType=select/cons_tres
        SelectTypeParameters=CR_Core_Memory
        SwitchType=switch/none
        MpiDefault=none
        JobRequeue=0
        ReturnToService=2
        SlurmdTimeout=15
        SchedulerParameters=batch_sched_delay=0,sched_interval=2,bf_interval=2
        %5$sPartitionName=all Nodes=%6$s Default=YES MaxTime=INFINITE State=UP
        """
            .formatted(host, freePort(), socket, folder, nodes, String.join(",", NODES)));
    Files.createDirectory(folder.resolve("state"));
  }

  /** As the daemons have it. */
  private static String hostName() throws IOException {
    String name = Files.readString(Path.of("/proc/sys/kernel/hostname")).trim();
    return name.replaceFirst("\\..*", "");
  }

  private static int freePort() throws IOException {
    try (ServerSocket port = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return port.getLocalPort();
    }
  }

  private void daemon(String name, Map<String, String> environment, String... command) {
    Map<String, String> all = environment(environment);
    try {
      daemons.put(name, Forked.start(List.of(command), all, folder, folder.resolve(name + ".out")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Map<String, String> environment(Map<String, String> more) {
    Map<String, String> environment = new LinkedHashMap<>(more);
    environment.put("SLURM_CONF", configuration.toString());
    return environment;
  }

  /** Starts a node's daemon, after {@link #lose} too. */
  void bringBack(String node) {
    // the daemon's children are known by it as the tasks of its steps are
    daemon(node, Map.of("SLURMD_NODENAME", node), "slurmd", "-D", "-N", node);
  }

  /**
   * Kills a node's daemon and all that runs on the node. It is halted before, so that nothing of it
   * can tell Slurm how the rest ended.
   */
  void lose(String node) throws IOException, InterruptedException {
    daemons.remove(node).process().destroyForcibly().onExit().join();
    Set<ProcessHandle> running;
    while (!(running = processesOf(node)).isEmpty()) {
      for (ProcessHandle process : running) {
        Forked.signal("STOP", process);
      }
      running.forEach(ProcessHandle::destroyForcibly);
      Thread.sleep(POLL_MILLIS);
    }
  }

  /** Tasks on a node, and the step daemons that started them, which hide their environment. */
  private Set<ProcessHandle> processesOf(String node) {
    Set<ProcessHandle> all = new LinkedHashSet<>();
    for (ProcessHandle task : processes("SLURMD_NODENAME=" + node)) {
      all.add(task);
      task.parent()
          .filter(parent -> Proc.read(parent, "cmdline").startsWith("slurmstepd"))
          .ifPresent(all::add);
    }
    return all;
  }

  /** Whether Slurm takes a node for lost. */
  boolean isDown(String node) {
    return query("sinfo", "-h", "-n", node, "-o", "%T").startsWith("down");
  }

  /** Processes of this cluster's nodes that have a variable with this value. */
  List<ProcessHandle> processes(String variable) {
    return ProcessHandle.allProcesses()
        .filter(process -> isOfHere(process, variable))
        .filter(ProcessHandle::isAlive)
        .toList();
  }

  private boolean isOfHere(ProcessHandle process, String variable) {
    String environment = "\0" + Proc.read(process, "environ") + "\0";
    return environment.contains("\0SLURM_CONF=" + configuration + "\0")
        && environment.contains("\0" + variable + "\0");
  }

  /** Executors of this cluster's jobs. */
  List<ProcessHandle> executors() {
    return NODES.stream()
        .flatMap(node -> processes("SLURMD_NODENAME=" + node).stream())
        .filter(process -> Proc.read(process, "cmdline").contains("CoarseGrainedExecutorBackend"))
        .toList();
  }

  /** Command lines of this cluster's processes that have a variable with this value. */
  List<String> commandLines(String variable) {
    return processes(variable).stream().map(process -> Proc.read(process, "cmdline")).toList();
  }

  /** Runs a command of Slurm's, which must succeed, and gives what it prints. */
  String call(Map<String, String> environment, List<String> command) {
    Answer answer = ask(environment, command);
    assertThat(answer.code()).as("%s: %s", command, answer.text()).isZero();
    return answer.text();
  }

  String call(String... command) {
    return call(Map.of(), List.of(command));
  }

  private record Answer(int code, String text) {}

  private Answer ask(Map<String, String> environment, List<String> command) {
    try {
      Path log = Files.createTempFile(folder, command.get(0), ".out");
      Forked forked = Forked.start(command, environment(environment), folder, log);
      int code = forked.end();
      String text = forked.output().trim();
      Files.delete(log);
      return new Answer(code, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private boolean succeeds(String... command) {
    return ask(Map.of(), List.of(command)).code() == 0;
  }

  private String query(String... command) {
    return ask(Map.of(), List.of(command)).text();
  }

  /** A job's field, such as {@code JobState}; empty if the job is not known. */
  String field(String job, String name) {
    Matcher field =
        Pattern.compile("(?:^|\\s)" + name + "=(\\S+)")
            .matcher(query("scontrol", "show", "job", "-o", job));
    return field.find() ? field.group(1) : "";
  }

  /**
   * Waits for a condition; fails the test with the daemons' last words if it does not come true.
   */
  void await(String what, BooleanSupplier condition) throws InterruptedException {
    long start = System.nanoTime();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime() - start)
          .as("%s within %s; %s", what, PATIENCE, words())
          .isLessThan(PATIENCE.toNanos());
      for (Forked daemon : daemons.values()) {
        assertThat(daemon.process().isAlive()).as("%s; %s", what, words()).isTrue();
      }
      Thread.sleep(POLL_MILLIS);
    }
  }

  private String words() {
    List<String> words = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      files
          .filter(file -> file.toString().endsWith(".out"))
          .sorted()
          .forEach(file -> words.add(file.getFileName() + ":\n" + end(Repository.read(file))));
    } catch (IOException e) {
      words.add(e.toString());
    }
    return String.join("\n", words);
  }

  private static String end(String text) {
    return text.substring(Math.max(0, text.length() - 2000));
  }

  @Override
  public void close() throws IOException, InterruptedException {
    for (String node : NODES) {
      if (daemons.containsKey(node)) {
        lose(node);
      }
    }
    daemons.values().forEach(Forked::kill);
  }

  /** What the kernel tells of a process. */
  private static final class Proc {
    private Proc() {}

    /** Empty of a process that has ended. */
    static String read(ProcessHandle process, String file) {
      try {
        return Files.readString(
            Path.of("/proc", Long.toString(process.pid()), file), StandardCharsets.ISO_8859_1);
      } catch (IOException e) {
        return "";
      }
    }
  }
}
