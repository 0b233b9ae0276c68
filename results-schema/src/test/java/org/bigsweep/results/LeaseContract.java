package org.bigsweep.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a lease promises on every kind of storage. */
public abstract class LeaseContract {
  private static final Duration LONG = Duration.ofMinutes(10);

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final long POLL_MILLIS = 20;
  private static final int CLAIMANTS = 3;

  private ResultsFolder folder;

  /** A results folder that holds nothing yet, another one at every call. */
  protected abstract String emptyFolder();

  /** With what the storage is reached. */
  protected abstract Configuration configuration();

  /** The unit of the storage's clock. */
  protected Duration tick() {
    return Duration.ofSeconds(1);
  }

  private Duration soon() {
    return tick().multipliedBy(2).plusMillis(500);
  }

  @BeforeEach
  final void open() {
    folder = ResultsFolder.at(emptyFolder(), configuration());
  }

  private Lease take(Duration time) {
    return Lease.take(folder, "small", time, () -> {});
  }

  @Test
  void take_whatSomebodyHolds_isRefusedUntilGivenBack() {
    try (Lease first = take(LONG)) {
      assertThat(first.takenFrom()).isEmpty();
      assertThatThrownBy(() -> take(LONG))
          .isInstanceOf(LeaseHeldException.class)
          .hasMessageMatching(
              "Cannot run small: process %d on \\S+ \\(driver [0-9a-f-]{36}\\) is running it; its lease expires in \\d{3} s if it is not renewed"
                  .formatted(ProcessHandle.current().pid()));
    }
    try (Lease second = take(LONG)) {
      assertThat(second.takenFrom()).isEmpty();
    }
  }

  @Test
  void take_otherName_isAnotherLease() {
    try (Lease one = take(LONG);
        Lease other = Lease.take(folder, "other", LONG, () -> {})) {
      assertThat(one).isNotSameAs(other);
    }
  }

  @Test
  void take_whatNobodyRenews_isTakenOverAfterItsTime() throws Exception {
    LeaseHolder elsewhere = elsewhere();
    long left = System.nanoTime();
    files().replace(file(), elsewhere.bytes());
    assertThatThrownBy(() -> take(LONG)).hasMessageContaining(elsewhere.owner());

    try (Lease lease = takeOnceItHasExpired()) {
      assertThat(since(left)).isGreaterThan(soon().minus(tick()));
      assertThat(lease.takenFrom()).contains(elsewhere.toString());
    }
  }

  /** Whatever stalls in between: renewals make it younger than its holder's claim is. */
  @Test
  void take_whatIsRenewed_isRefusedLongAfterItsTime() throws Exception {
    try (Lease held = take(soon())) {
      long taken = System.nanoTime();
      await(() -> heartbeat() >= 2 * Lease.BEATS);
      assertThat(since(taken)).isGreaterThan(soon());
      assertThat(LeaseState.of(file(), files()).orElseThrow().age()).isLessThan(since(taken));
      assertThatThrownBy(() -> take(LONG)).isInstanceOf(LeaseHeldException.class);
      assertThat(held.lostTo()).isEmpty();
    }
  }

  private long heartbeat() {
    try {
      return LeaseState.of(file(), files())
          .flatMap(LeaseState::holder)
          .map(LeaseHolder::heartbeat)
          .orElse(0L);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void renew_whatAnotherTookOver_tellsTheHolderAndLeavesTheLease() throws Exception {
    CountDownLatch lost = new CountDownLatch(1);
    LeaseHolder elsewhere = elsewhere();
    try (Lease lease = Lease.take(folder, "small", soon(), lost::countDown)) {
      // a renewal under way may undo a claim, and the claimant would have to try again
      await(
          () -> {
            claim(elsewhere);
            return isOver(lost);
          });
      assertThat(lease.lostTo()).contains(elsewhere.toString());
    }
    assertThat(files().read(file())).contains(elsewhere.bytes());
  }

  private void claim(LeaseHolder claimant) {
    try {
      files().replace(file(), claimant.bytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean isOver(CountDownLatch latch) {
    try {
      return latch.await(soon().toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** One who was held up between looking and claiming may have it too, until the next renewal. */
  @Test
  void take_severalAtOnce_oneKeepsIt() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(CLAIMANTS);
    List<Lease> taken = new ArrayList<>();
    int refused = 0;
    try {
      Callable<Lease> claimant = () -> take(PATIENCE);
      for (Future<Lease> claim : threads.invokeAll(Collections.nCopies(CLAIMANTS, claimant))) {
        try {
          taken.add(claim.get());
        } catch (ExecutionException e) {
          assertThat(e).hasCauseInstanceOf(LeaseHeldException.class);
          refused++;
        }
      }
      assertThat(taken).hasSize(CLAIMANTS - refused);
      await(() -> taken.stream().filter(lease -> lease.lostTo().isEmpty()).count() == 1);
    } finally {
      threads.shutdownNow();
      taken.forEach(Lease::close);
    }
  }

  @Test
  void take_damagedLease_isRefusedUntilItsTimeAndThenTakenOver() throws Exception {
    files().replace(file(), new byte[] {1, 2, 3});
    assertThatThrownBy(() -> take(LONG)).hasMessageContaining("an unknown driver is running it");
    takeOnceItHasExpired().close();
  }

  private Lease takeOnceItHasExpired() throws InterruptedException {
    Lease[] lease = new Lease[1];
    await(
        () -> {
          try {
            lease[0] = take(soon());
            return true;
          } catch (LeaseHeldException e) {
            return false;
          }
        });
    return lease[0];
  }

  private SideFiles files() {
    return new SideFiles(folder);
  }

  private Path file() {
    return Lease.file(folder, "small");
  }

  private static Duration since(long start) {
    return Duration.ofNanos(System.nanoTime() - start);
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    long start = System.nanoTime();
    while (!condition.getAsBoolean()) {
      assertThat(since(start)).isLessThan(PATIENCE);
      Thread.sleep(POLL_MILLIS);
    }
  }

  /** A holder on another machine, whose clock is a day ahead. */
  private static LeaseHolder elsewhere() {
    return new LeaseHolder(
        "11111111-2222-3333-4444-555555555555",
        "elsewhere",
        4711,
        "another machine",
        0,
        Instant.now().plus(Duration.ofDays(1)),
        5);
  }
}
