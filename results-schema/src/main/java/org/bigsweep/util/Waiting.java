package org.bigsweep.util;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/** Waiting for what other threads compute. */
public final class Waiting {
  private Waiting() {}

  /**
   * The result of {@code future}, once it is there.
   *
   * @param activity what an interrupt breaks off, such as {@code measuring}
   * @throws IllegalStateException if the computation failed or this thread is interrupted
   */
  public static <T> T result(Future<T> future, String activity) {
    try {
      return future.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while " + activity, e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }
}
