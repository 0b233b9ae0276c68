package org.bigsweep.driver.cli;

import java.io.PrintWriter;
import java.util.OptionalLong;
import org.bigsweep.engine.data.FetchListener;

/**
 * A display of downloads on the error stream. It prints one line per source and, on a terminal, a
 * line that counts.
 */
final class FetchDisplay implements FetchListener {
  private static final long MEGABYTE = 1_000_000;

  private final PrintWriter err;
  private final boolean terminal;
  private long shown = -1;

  FetchDisplay(PrintWriter err, boolean terminal) {
    this.err = err;
    this.terminal = terminal;
  }

  @Override
  public void sourceStarted(String dataset, String source) {
    err.println("fetching " + dataset + " from " + source);
    err.flush();
  }

  @Override
  public void progressed(String file, long bytes, OptionalLong total) {
    long megabytes = bytes / MEGABYTE;
    boolean end = total.isPresent() && bytes == total.getAsLong();
    if (!terminal || (megabytes == shown && !end)) {
      return;
    }
    shown = end ? -1 : megabytes;
    String of = total.isPresent() ? " of " + (total.getAsLong() / MEGABYTE) : "";
    err.print("\r" + file + ": " + megabytes + of + " MB" + (end ? System.lineSeparator() : ""));
    err.flush();
  }

  @Override
  public void sourceFailed(String dataset, String source, String reason) {
    err.println("cannot fetch " + dataset + " from " + source + ": " + reason);
  }
}
