package org.bigsweep.util;

import java.util.concurrent.ThreadFactory;

/** A factory of threads that do not keep the process alive. */
public final class DaemonThreads {
  private DaemonThreads() {}

  /** Threads that all have this name. */
  public static ThreadFactory named(String name) {
    return task -> {
      Thread thread = new Thread(task, name);
      thread.setDaemon(true);
      return thread;
    };
  }
}
