package org.bigsweep.results;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.fs.Path;
import org.bigsweep.util.DaemonThreads;

/**
 * A claim on part of a results folder, such as a sweep, that keeps two drivers from doing the same
 * work. It is a file {@code _sweeps/NAME.lease} that its holder renews.
 *
 * <p>A lease that was not renewed for its time is stale, and anybody may take it over. Its age is
 * measured by the file system's clock alone, against a file written at the same moment, so that
 * hosts whose clocks differ agree. Nobody waits for a holder on this machine whose process has
 * ended.
 *
 * <p>Not every file system can create a file exclusively. So to claim a lease, a process writes it,
 * waits a moment, and reads it back; the last writer holds it. Leases only save work: publishing
 * makes sure that two writers do no harm.
 */
public final class Lease implements AutoCloseable {
  /** The default time of leases. */
  public static final Duration TIME = Duration.ofMinutes(2);

  /** How often a lease is renewed in its time. */
  static final int BEATS = 6;

  /** Hadoop setting: how long to wait before reading a claim back; 300 ms if not set. */
  public static final String SETTLE = "bigsweep.lease.settle";

  private static final long DEFAULT_SETTLE_MILLIS = 300;

  /** Hadoop setting: the time of a sweep's lease; {@link #TIME} if not set. */
  public static final String TIME_SETTING = "bigsweep.lease.time";

  private final Path file;
  private final SideFiles files;
  private final Runnable lost;
  private final Optional<String> takenFrom;
  private final ScheduledExecutorService clock;
  private LeaseHolder holder;
  private boolean closed;
  private volatile Optional<String> lostTo = Optional.empty();

  private Lease(
      String name,
      Path file,
      SideFiles files,
      LeaseHolder holder,
      Optional<String> takenFrom,
      Duration time,
      Runnable lost) {
    this.file = file;
    this.files = files;
    this.holder = holder;
    this.takenFrom = takenFrom;
    this.lost = lost;
    this.clock = Executors.newSingleThreadScheduledExecutor(DaemonThreads.named("lease " + name));
    long beat = time.toNanos() / BEATS;
    var unused = clock.scheduleWithFixedDelay(this::renew, beat, beat, TimeUnit.NANOSECONDS);
  }

  /**
   * Takes the lease, or takes it over.
   *
   * @param time after which it is stale if it is not renewed
   * @param lost called once, by another thread, if somebody else took the lease over
   * @throws LeaseHeldException if somebody else holds it
   * @throws ResultsException if the folder cannot be read or written
   */
  public static Lease take(ResultsFolder folder, String name, Duration time, Runnable lost) {
    Path file = file(folder, name);
    SideFiles files = new SideFiles(folder);
    try {
      Optional<LeaseState> found = LeaseState.of(file, files);
      Optional<LeaseState> live = found.filter(state -> !state.isStale(time));
      if (live.isPresent()) {
        throw held(name, live.get(), time);
      }
      LeaseHolder holder = LeaseHolder.here();
      files.replace(file, holder.bytes());
      Thread.sleep(
          folder
              .configuration()
              .getTimeDuration(SETTLE, DEFAULT_SETTLE_MILLIS, TimeUnit.MILLISECONDS));
      Optional<LeaseState> settled = LeaseState.of(file, files);
      if (!settled.map(state -> state.isHeldBy(holder)).orElse(false)) {
        throw held(name, settled.orElseThrow(() -> new IOException(file + " is gone")), time);
      }
      return new Lease(name, file, files, holder, found.map(LeaseState::description), time, lost);
    } catch (IOException e) {
      throw ResultsException.of("write results to", folder, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ResultsException("Cannot take the lease of " + name + ": interrupted", e);
    }
  }

  /** The time of a sweep's lease in {@code folder}. */
  public static Duration time(ResultsFolder folder) {
    return Duration.ofMillis(
        folder
            .configuration()
            .getTimeDuration(TIME_SETTING, TIME.toMillis(), TimeUnit.MILLISECONDS));
  }

  static Path file(ResultsFolder folder, String name) {
    return new Path(folder.sweeps(), name + ".lease");
  }

  private static LeaseHeldException held(String name, LeaseState state, Duration time) {
    return new LeaseHeldException(
        "Cannot run %s: %s is running it; its lease expires in %d s if it is not renewed"
            .formatted(
                name, state.description(), Math.max(1, time.minus(state.age()).toSeconds())));
  }

  /** The holder whose stale lease was taken over, if there was one. */
  public Optional<String> takenFrom() {
    return takenFrom;
  }

  /** The host and process that took this lease over, if any did. */
  public Optional<String> lostTo() {
    return lostTo;
  }

  /**
   * Renews the claim, or finds that it is lost; keeps it as it is if the folder is out of reach.
   */
  private synchronized void renew() {
    if (closed || lostTo.isPresent()) {
      return;
    }
    try {
      Optional<LeaseState> found = LeaseState.of(file, files);
      Optional<LeaseState> other = found.filter(state -> !state.isHeldBy(holder));
      if (other.isPresent()) {
        lostTo = Optional.of(other.get().description());
        lost.run();
        return;
      }
      holder = holder.renewed();
      files.replace(file, holder.bytes());
    } catch (IOException e) {
      // the next renewal tries again; meanwhile the lease ages for others
    }
  }

  /** Releases the lease, unless it is lost. */
  @Override
  public synchronized void close() {
    closed = true;
    clock.shutdownNow();
    try {
      if (LeaseState.of(file, files).filter(state -> state.isHeldBy(holder)).isPresent()) {
        files.delete(file);
      }
    } catch (IOException e) {
      // nobody renews it any longer, so it grows stale by itself
    }
  }
}
