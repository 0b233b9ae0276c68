package org.bigsweep.k8s;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** A process with its output, error included, in a file. */
record Forked(Process process, Path log) {
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final long POLL_MILLIS = 50;

  static Forked start(List<String> command, Map<String, String> environment, Path folder, Path log)
      throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().keySet().removeIf(name -> name.matches("(SPARK|SLURM|BIGSWEEP)_.*"));
    builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
    builder.environment().putAll(environment);
    return new Forked(builder.start(), log);
  }

  String output() {
    return Repository.read(log);
  }

  /** Waits for its end and gives its exit code; one that lasts too long is killed. */
  int end() throws InterruptedException {
    if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      kill();
      throw new AssertionError("no end within " + PATIENCE + ":\n" + output());
    }
    return process.exitValue();
  }

  /** Waits for a condition while it lives; whether it came true. */
  boolean await(BooleanSupplier condition) throws InterruptedException {
    long start = System.nanoTime();
    while (!condition.getAsBoolean()) {
      if (!process.isAlive()) {
        return condition.getAsBoolean();
      }
      if (System.nanoTime() - start > PATIENCE.toNanos()) {
        throw new AssertionError("in vain for " + PATIENCE + ":\n" + output());
      }
      Thread.sleep(POLL_MILLIS);
    }
    return true;
  }

  boolean awaitOutput(String text) throws InterruptedException {
    return await(() -> output().contains(text));
  }

  static void signal(String name, ProcessHandle process) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
  }

  /** With all that it started, as a node that is lost. */
  void kill() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly().onExit().join();
  }
}
