package org.bigsweep.driver.cli;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import org.bigsweep.driver.run.RunProgress;
import org.bigsweep.util.DaemonThreads;

/**
 * A display of a run's progress while it is open: a line that rewrites itself on a terminal,
 * elsewhere one line a minute.
 */
final class ProgressDisplay implements AutoCloseable {
  private static final int REDRAW_MILLIS = 250;

  private final AutoCloseable shown;

  private ProgressDisplay(AutoCloseable shown) {
    this.shown = shown;
  }

  /**
   * @param columns width of {@code terminal}; empty if there is no terminal, so that lines go to
   *     {@code err}
   * @param every time between two lines if there is no terminal
   */
  static ProgressDisplay open(
      PrintStream terminal,
      OptionalInt columns,
      PrintWriter err,
      Duration every,
      Supplier<RunProgress> progress) {
    return new ProgressDisplay(
        columns.isPresent()
            ? bar(terminal, columns.getAsInt(), progress)
            : lines(err, every, progress));
  }

  private static AutoCloseable bar(PrintStream out, int columns, Supplier<RunProgress> progress) {
    ProgressBar bar =
        new ProgressBarBuilder()
            .setInitialMax(progress.get().planned())
            .setUpdateIntervalMillis(REDRAW_MILLIS)
            .continuousUpdate()
            .setRenderer((state, width) -> ProgressLine.withBar(progress.get(), width))
            .setConsumer(new ConsoleProgressBarConsumer(out, columns))
            .build();
    return bar;
  }

  private static AutoCloseable lines(
      PrintWriter err, Duration every, Supplier<RunProgress> progress) {
    AtomicReference<RunProgress> last = new AtomicReference<>();
    Runnable print =
        () -> {
          RunProgress now = progress.get();
          last.set(now);
          err.println(ProgressLine.text(now));
          err.flush();
        };
    ScheduledExecutorService clock =
        Executors.newSingleThreadScheduledExecutor(DaemonThreads.named("progress"));
    var unused =
        clock.scheduleAtFixedRate(print, every.toMillis(), every.toMillis(), TimeUnit.MILLISECONDS);
    return () -> {
      clock.shutdownNow();
      RunProgress shown = last.get();
      if (shown == null || shown.done() != progress.get().done()) {
        print.run();
      }
    };
  }

  @Override
  public void close() {
    try {
      shown.close();
    } catch (Exception e) {
      throw new IllegalStateException("Cannot close the progress display", e);
    }
  }
}
