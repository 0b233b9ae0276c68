package org.bigsweep.results;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.Properties;
import java.util.UUID;
import org.bigsweep.util.Host;

/**
 * The process that holds a lease.
 *
 * @param owner unique name of the holder
 * @param pid operating-system process
 * @param machine the boot of a machine and its process namespace, within which process numbers are
 *     unique; empty if unknown
 * @param processStarted when the process started, by its machine's clock, in milliseconds
 * @param started when the lease was taken, by the holder's clock: for people only
 * @param heartbeat how often it was renewed
 */
record LeaseHolder(
    String owner,
    String host,
    long pid,
    String machine,
    long processStarted,
    Instant started,
    long heartbeat) {

  /** A new holder that stands for this process. */
  static LeaseHolder here() {
    return new LeaseHolder(
        UUID.randomUUID().toString(),
        Host.name(),
        ProcessHandle.current().pid(),
        machineHere(),
        startOf(ProcessHandle.current()),
        Instant.now(),
        0);
  }

  LeaseHolder renewed() {
    return new LeaseHolder(owner, host, pid, machine, processStarted, started, heartbeat + 1);
  }

  /** Whether the holder ran on this machine and its process is known to have ended. */
  boolean isGone() {
    if (machine.isEmpty() || !machine.equals(machineHere())) {
      return false;
    }
    return ProcessHandle.of(pid)
        .filter(ProcessHandle::isAlive)
        .filter(process -> startOf(process) == processStarted)
        .isEmpty();
  }

  byte[] bytes() {
    return """
    owner=%s
    host=%s
    pid=%d
    machine=%s
    process_started=%d
    started=%s
    heartbeat=%d
    """
        .formatted(owner, host, pid, machine, processStarted, started, heartbeat)
        .getBytes(StandardCharsets.UTF_8);
  }

  /** Empty if the bytes are no lease. */
  static Optional<LeaseHolder> parse(byte[] bytes) {
    Properties lines = new Properties();
    try {
      lines.load(new StringReader(new String(bytes, StandardCharsets.UTF_8)));
      return Optional.of(
          new LeaseHolder(
              value(lines, "owner"),
              value(lines, "host"),
              Long.parseLong(value(lines, "pid")),
              value(lines, "machine"),
              Long.parseLong(value(lines, "process_started")),
              Instant.parse(value(lines, "started")),
              Long.parseLong(value(lines, "heartbeat"))));
    } catch (IOException | RuntimeException e) {
      return Optional.empty();
    }
  }

  private static String value(Properties lines, String key) {
    return Optional.ofNullable(lines.getProperty(key)).orElseThrow();
  }

  private static long startOf(ProcessHandle process) {
    return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
  }

  private static String machineHere() {
    try {
      return Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip()
          + ' '
          + Files.readSymbolicLink(Path.of("/proc/self/ns/pid"));
    } catch (IOException | UnsupportedOperationException e) {
      return "";
    }
  }

  @Override
  public String toString() {
    return "process " + pid + " on " + host + " (driver " + owner + ")";
  }
}
