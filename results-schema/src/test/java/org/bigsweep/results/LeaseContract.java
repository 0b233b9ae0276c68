package org.bigsweep.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a lease promises on every kind of storage. */
public abstract class LeaseContract {
  private static final Duration LONG = Duration.ofMinutes(10);

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
              "Cannot run small: process %d on \\S+ \\(driver [0-9a-f-]{36}\\) is running it; its lease expires in (600|59\\d) s if it is not renewed"
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
    new SideFiles(folder).replace(Lease.file(folder, "small"), elsewhere.bytes());
    assertThatThrownBy(() -> take(soon())).hasMessageContaining(elsewhere.owner());

    Thread.sleep(soon().plus(tick()).toMillis());

    try (Lease lease = take(soon())) {
      assertThat(lease.takenFrom()).contains(elsewhere.toString());
    }
  }

  @Test
  void take_whatIsRenewed_isRefusedLongAfterItsTime() throws InterruptedException {
    try (Lease held = take(soon())) {
      Thread.sleep(soon().multipliedBy(2).toMillis());
      assertThatThrownBy(() -> take(soon())).isInstanceOf(LeaseHeldException.class);
      assertThat(held.lostTo()).isEmpty();
    }
  }

  @Test
  void renew_whatAnotherTookOver_tellsTheHolderAndLeavesTheLease() throws Exception {
    CountDownLatch lost = new CountDownLatch(1);
    LeaseHolder elsewhere = elsewhere();
    SideFiles files = new SideFiles(folder);
    try (Lease lease = Lease.take(folder, "small", soon(), lost::countDown)) {
      files.replace(Lease.file(folder, "small"), elsewhere.bytes());

      assertThat(lost.await(10, TimeUnit.SECONDS)).isTrue();
      assertThat(lease.lostTo()).contains(elsewhere.toString());
    }
    assertThat(files.read(Lease.file(folder, "small"))).contains(elsewhere.bytes());
  }

  @Test
  void take_severalAtOnce_oneHasIt() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(3);
    List<Lease> taken = new ArrayList<>();
    int refused = 0;
    try {
      Callable<Lease> claimant = () -> take(LONG);
      for (Future<Lease> claim : threads.invokeAll(List.of(claimant, claimant, claimant))) {
        try {
          taken.add(claim.get());
        } catch (ExecutionException e) {
          assertThat(e).hasCauseInstanceOf(LeaseHeldException.class);
          refused++;
        }
      }
    } finally {
      threads.shutdownNow();
      taken.forEach(Lease::close);
    }
    assertThat(taken).hasSize(1);
    assertThat(refused).isEqualTo(2);
  }

  @Test
  void take_damagedLease_isRefusedUntilItsTimeAndThenTakenOver() throws Exception {
    new SideFiles(folder).replace(Lease.file(folder, "small"), new byte[] {1, 2, 3});
    assertThatThrownBy(() -> take(soon())).hasMessageContaining("an unknown driver is running it");
    Thread.sleep(soon().plus(tick()).toMillis());
    take(soon()).close();
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
