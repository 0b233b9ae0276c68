package org.bigsweep.results;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.math.BigDecimal;
import java.time.Duration;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.ParentNotDirectoryException;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.security.AccessControlException;

/**
 * A publication that tries again for a stated time when a file system does not accept a file. So a
 * network that is away for a minute, or a disk that is full for one, costs that minute and not the
 * work. It waits 0.1 s at first, twice as long each time, and 10 s at most. It does not retry
 * failures that waiting cannot cure.
 */
final class RetryingPublication implements Publication {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

  private final Publication publication;
  private final Duration patience;

  RetryingPublication(Publication publication, Duration patience) {
    this.publication = publication;
    this.patience = patience;
  }

  @Override
  public void publish(Path target, Content content) throws IOException {
    persist(() -> publication.publish(target, content));
  }

  @Override
  public void replace(Path target, Content content) throws IOException {
    persist(() -> publication.replace(target, content));
  }

  @FunctionalInterface
  private interface Operation {
    void run() throws IOException;
  }

  private void persist(Operation operation) throws IOException {
    long start = System.nanoTime();
    Duration pause = FIRST_PAUSE;
    while (true) {
      try {
        operation.run();
        return;
      } catch (IOException e) {
        Duration left = patience.minusNanos(System.nanoTime() - start);
        if (isPermanent(e)) {
          throw e;
        }
        if (left.isNegative() || left.isZero()) {
          throw new IOException(
              "%s (tried for %s s)"
                  .formatted(
                      StorageReason.of(e),
                      BigDecimal.valueOf(patience.toMillis(), 3)
                          .stripTrailingZeros()
                          .toPlainString()),
              e);
        }
        sleep(pause.compareTo(left) < 0 ? pause : left, e);
        pause = pause.multipliedBy(2);
        pause = pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
      }
    }
  }

  private static boolean isPermanent(IOException failure) {
    return failure instanceof AccessControlException
        || failure instanceof java.nio.file.AccessDeniedException
        || failure instanceof FileAlreadyExistsException
        || failure instanceof ParentNotDirectoryException
        || failure instanceof InterruptedIOException
        || String.valueOf(failure.getMessage()).endsWith("(Permission denied)");
  }

  private static void sleep(Duration pause, IOException cause) throws IOException {
    try {
      Thread.sleep(Math.max(1, pause.toMillis()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      cause.addSuppressed(e);
      throw cause;
    }
  }
}
