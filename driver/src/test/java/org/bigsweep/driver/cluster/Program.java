package org.bigsweep.driver.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** A process with its output in files; it dies with the test that closes it. */
public final class Program implements AutoCloseable {
  private static final long POLL_MILLIS = 50;

  private final Process process;
  private final Path out;
  private final Path err;

  private Program(Process process, Path out, Path err) {
    this.process = process;
    this.out = out;
    this.err = err;
  }

  /** How a process ended. */
  public record Ended(int code, String out, String err) {}

  /**
   * @param folder for {@code NAME.out} and {@code NAME.err}, and where the process runs
   * @param environment on top of the test's own, from which Spark's and Amazon's variables are
   *     taken
   */
  public static Program start(
      Path folder, String name, Map<String, String> environment, List<String> command) {
    Path out = folder.resolve(name + ".out");
    Path err = folder.resolve(name + ".err");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder
        .environment()
        .keySet()
        .removeIf(variable -> variable.startsWith("SPARK_") || variable.startsWith("AWS_"));
    builder.environment().putAll(environment);
    try {
      return new Program(builder.start(), out, err);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits for the end; fails the test if it does not come. */
  public Ended end(Duration limit) {
    try {
      assertThat(process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS))
          .as("%s ends within %s; so far:%n%s%n%s", process.info(), limit, out(), err())
          .isTrue();
      return new Ended(process.exitValue(), out(), err());
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Waits for a condition while the process lives; fails the test if it does not come true. */
  public void await(String what, BooleanSupplier condition, Duration limit) {
    long start = System.nanoTime();
    while (!condition.getAsBoolean()) {
      assertThat(process.isAlive() && System.nanoTime() - start < limit.toNanos())
          .as(
              "%s within %s; alive %s, so far:%n%s%n%s",
              what, limit, process.isAlive(), out(), err())
          .isTrue();
      try {
        Thread.sleep(POLL_MILLIS);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** Ends the process as {@code kill -9} does, and waits until it is gone. */
  public void kill() {
    kill(process.toHandle());
  }

  public static void kill(ProcessHandle handle) {
    handle.destroyForcibly();
    handle.onExit().join();
  }

  /** Holds a process where it is, so that it cannot be done before the test is ready. */
  public static void halt(ProcessHandle handle) {
    signal("STOP", handle);
  }

  /** Lets a halted process go on. */
  public static void goOn(ProcessHandle handle) {
    signal("CONT", handle);
  }

  /** Whether a process ends by itself, within the minutes that a slow machine may need. */
  public static boolean ends(ProcessHandle handle) {
    return handle.onExit().completeOnTimeout(null, 2, TimeUnit.MINUTES).join() != null;
  }

  private static void signal(String name, ProcessHandle handle) {
    try {
      new ProcessBuilder("kill", "-" + name, Long.toString(handle.pid())).start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  public ProcessHandle handle() {
    return process.toHandle();
  }

  public String out() {
    return text(out);
  }

  /** Less Java's own announcement of the vector module, with which Spark starts its programs. */
  public String err() {
    return text(err).replaceFirst("^WARNING: Using incubator modules: .*\\R", "");
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    kill();
  }
}
