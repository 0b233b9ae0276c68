package org.bigsweep.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.conf.Configuration;
import org.bigsweep.results.testing.Faults;
import org.bigsweep.results.testing.FaultyFileSystem;
import org.bigsweep.results.testing.Operation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Leases when processes end, clocks differ and files are out of reach. */
class LeaseTest {
  private static final Duration TIME = Duration.ofMinutes(2);

  @TempDir private Path directory;

  private ResultsFolder folder() {
    return ResultsFolder.at(directory.toString(), new Configuration());
  }

  private Path file() {
    return directory.resolve("_sweeps/small.lease");
  }

  private void hold(LeaseHolder holder, Instant renewed) throws IOException {
    Files.createDirectories(file().getParent());
    Files.write(file(), holder.bytes());
    Files.setLastModifiedTime(file(), FileTime.from(renewed));
  }

  @Test
  void take_fromAnEndedProcessOfThisMachine_needsNoWaiting()
      throws IOException, InterruptedException {
    Process process = new ProcessBuilder("true").start();
    process.waitFor();
    LeaseHolder here = LeaseHolder.here();
    LeaseHolder ended =
        new LeaseHolder("gone", here.host(), process.pid(), here.machine(), 1, Instant.now(), 0);
    hold(ended, Instant.now());

    try (Lease lease = Lease.take(folder(), "small", TIME, () -> {})) {
      assertThat(lease.takenFrom()).contains(ended.toString());
    }
  }

  @Test
  void take_fromAProcessWhoseNumberIsUsedAgain_needsNoWaiting() throws IOException {
    LeaseHolder here = LeaseHolder.here();
    LeaseHolder earlier =
        new LeaseHolder("gone", here.host(), here.pid(), here.machine(), 1, Instant.now(), 0);
    hold(earlier, Instant.now());

    Lease.take(folder(), "small", TIME, () -> {}).close();
  }

  @Test
  void take_fromTheSameNumberOnAnotherMachine_isRefused() throws IOException {
    LeaseHolder here = LeaseHolder.here();
    hold(
        new LeaseHolder("other", here.host(), 4_000_000, "other", 1, Instant.now(), 0),
        Instant.now());

    assertThatThrownBy(() -> Lease.take(folder(), "small", TIME, () -> {}))
        .isInstanceOf(LeaseHeldException.class);
  }

  @Test
  void take_holdersClockFarOff_countsOnlyTheFileSystemsClock() throws IOException {
    Instant ahead = Instant.now().plus(Duration.ofDays(1));
    hold(
        new LeaseHolder("ahead", "x", 1, "other", 1, ahead, 0),
        Instant.now().minus(TIME).minusSeconds(1));
    Lease.take(folder(), "small", TIME, () -> {}).close();

    Instant behind = Instant.now().minus(Duration.ofDays(1));
    hold(new LeaseHolder("behind", "x", 1, "other", 1, behind, 0), Instant.now());
    assertThatThrownBy(() -> Lease.take(folder(), "small", TIME, () -> {}))
        .isInstanceOf(LeaseHeldException.class);
  }

  @Test
  void take_fileSystemsClockFarFromOurs_isJudgedAsAnyOther() throws IOException {
    FaultyFileSystem.set(
        "skewed",
        new Faults() {
          @Override
          public Duration clockOffset() {
            return Duration.ofDays(-1);
          }
        });
    ResultsFolder skewed =
        ResultsFolder.at(
            FaultyFileSystem.location("skewed", directory), FaultyFileSystem.configuration(false));
    LeaseHolder other = new LeaseHolder("other", "x", 1, "other", 1, Instant.now(), 0);
    hold(other, Instant.now());
    assertThatThrownBy(() -> Lease.take(skewed, "small", TIME, () -> {}))
        .isInstanceOf(LeaseHeldException.class);

    hold(other, Instant.now().minus(TIME).minusSeconds(1));
    Lease.take(skewed, "small", TIME, () -> {}).close();
  }

  /** Where a file cannot be created exclusively, the last of two claimants has the lease. */
  @Test
  void take_anotherClaimsRightAfterwards_isRefused() {
    LeaseHolder other =
        new LeaseHolder("other", "elsewhere", 7, "other machine", 1, Instant.now(), 0);
    AtomicBoolean claimed = new AtomicBoolean();
    FaultyFileSystem.set(
        "contended",
        new Faults() {
          @Override
          public void after(Operation operation) throws IOException {
            if (operation.kind() == Operation.Kind.RENAME && !claimed.getAndSet(true)) {
              Files.write(file(), other.bytes());
            }
          }
        });
    ResultsFolder contended =
        ResultsFolder.at(
            FaultyFileSystem.location("contended", directory),
            FaultyFileSystem.configuration(false));

    assertThatThrownBy(() -> Lease.take(contended, "small", TIME, () -> {}))
        .isInstanceOf(LeaseHeldException.class)
        .hasMessageStartingWith("Cannot run small: " + other + " is running it");
    assertThat(file()).hasBinaryContent(other.bytes());
  }

  @Test
  void renew_folderOutOfReachForAWhile_keepsTheLease() throws Exception {
    AtomicBoolean away = new AtomicBoolean();
    CountDownLatch refused = new CountDownLatch(3);
    FaultyFileSystem.set(
        "away",
        new Faults() {
          @Override
          public void before(Operation operation) throws IOException {
            if (away.get()) {
              refused.countDown();
              throw new IOException("Network is unreachable");
            }
          }
        });
    ResultsFolder folder =
        ResultsFolder.at(
            FaultyFileSystem.location("away", directory), FaultyFileSystem.configuration(false));
    try (Lease lease = Lease.take(folder, "small", Duration.ofMillis(600), () -> {})) {
      away.set(true);
      assertThat(refused.await(2, TimeUnit.MINUTES)).isTrue();
      String left = Files.readString(file());
      away.set(false);
      long start = System.nanoTime();
      while (Files.readString(file()).equals(left)) {
        assertThat(System.nanoTime() - start).isLessThan(TIME.toNanos());
        Thread.sleep(20);
      }
      assertThat(lease.lostTo()).isEmpty();
    }
    assertThat(file()).doesNotExist();
  }

  /** The holder's process is as good as dead from the n-th operation of its renewals on. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void renew_diesAtAnOperation_leavesAWholeLeaseThatGrowsStale(int fatal) throws Exception {
    AtomicInteger operations = new AtomicInteger(Integer.MIN_VALUE);
    CountDownLatch dead = new CountDownLatch(1);
    FaultyFileSystem.set(
        "dying",
        new Faults() {
          @Override
          public void before(Operation operation) throws IOException {
            if (operation.kind().changes() && operations.incrementAndGet() >= fatal) {
              dead.countDown();
              throw new IOException("no more");
            }
          }
        });
    ResultsFolder dying =
        ResultsFolder.at(
            FaultyFileSystem.location("dying", directory), FaultyFileSystem.configuration(false));
    try (Lease lease = Lease.take(dying, "small", Duration.ofMillis(60), () -> {})) {
      operations.set(0);
      assertThat(dead.await(2, TimeUnit.MINUTES)).isTrue();
      byte[] left = Files.readAllBytes(file());
      assertThat(LeaseHolder.parse(left)).isPresent();
      assertThat(lease.lostTo()).isEmpty();
    }
    Files.setLastModifiedTime(file(), FileTime.from(Instant.now().minus(TIME).minusSeconds(1)));
    Lease.take(folder(), "small", TIME, () -> {}).close();
    assertThat(file()).doesNotExist();
  }

  @Test
  void take_whereNothingCanBeWritten_saysSoInOneSentence() throws IOException {
    Path blocked = Files.writeString(directory.resolve("blocked"), "");

    assertThatThrownBy(
            () ->
                Lease.take(
                    ResultsFolder.at(blocked.toString(), new Configuration()),
                    "small",
                    TIME,
                    () -> {}))
        .isInstanceOf(ResultsException.class)
        .hasMessageStartingWith("Cannot write results to " + blocked + ": ");
  }
}
