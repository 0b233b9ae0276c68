package org.bigsweep.engine.data;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.ReentrantLock;

/** The right to fetch into a cache folder, held by one thread of one process at a time. */
final class CacheLock {
  /** File locks belong to the process, so threads need one of their own. */
  private static final ReentrantLock THREADS = new ReentrantLock();

  private CacheLock() {}

  /** Waits for the lock and does the work under it; the lock's file stays. */
  static <T> T holding(Path file, Work<T> work) throws IOException {
    THREADS.lock();
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      FileLock lock = channel.lock();
      try {
        return work.run();
      } finally {
        lock.release();
      }
    } finally {
      THREADS.unlock();
    }
  }

  /** What is done under the lock. */
  interface Work<T> {
    T run() throws IOException;
  }
}
