package org.bigsweep.driver.serve;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.bigsweep.util.DaemonThreads;

/**
 * The one thread that looks for news in all folders, whatever the number of readers. After a look
 * that took long it rests for three times as long, but at most 30 s, so that a folder of 100,000
 * trials does not keep a core busy.
 */
final class FolderWatch implements AutoCloseable {
  private static final int REST = 3;
  static final Duration LONGEST_REST = Duration.ofSeconds(30);

  private final List<FollowedFolder> folders;
  private final Duration pause;
  private final Runnable news;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(DaemonThreads.named("folder watch"));

  /**
   * @param pause between two looks
   * @param news called by the watch's thread after anything has changed
   */
  FolderWatch(List<FollowedFolder> folders, Duration pause, Runnable news) {
    this.folders = folders;
    this.pause = pause;
    this.news = news;
  }

  /** Looks now, on this thread, and then again and again on its own. */
  void start() {
    look();
    next(pause);
  }

  private void next(Duration wait) {
    var unused =
        clock.schedule(
            () -> {
              long begun = System.nanoTime();
              look();
              next(rest(Duration.ofNanos(System.nanoTime() - begun), pause, LONGEST_REST));
            },
            wait.toMillis(),
            TimeUnit.MILLISECONDS);
  }

  /** How long to wait after work: three times as long, within bounds. */
  static Duration rest(Duration work, Duration least, Duration most) {
    Duration rest = Collections.min(List.of(most, work.multipliedBy(REST)));
    return Collections.max(List.of(least, rest));
  }

  private void look() {
    boolean changed = false;
    for (FollowedFolder folder : folders) {
      changed |= folder.refresh();
    }
    if (changed) {
      news.run();
    }
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }
}
