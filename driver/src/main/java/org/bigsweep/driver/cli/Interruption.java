package org.bigsweep.driver.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.bigsweep.driver.run.SweepRun;
import org.jline.utils.Signals;

/**
 * A guard over a run. While it is open, the first Ctrl-C or termination signal stops the run in
 * good order, and a second one at once.
 */
final class Interruption implements AutoCloseable {
  private record Taken(String signal, Object previous) {}

  private final List<Taken> taken;

  private Interruption(List<Taken> taken) {
    this.taken = taken;
  }

  static Interruption stops(SweepRun run, PrintWriter err) {
    AtomicBoolean asked = new AtomicBoolean();
    Runnable stop =
        () -> {
          if (asked.getAndSet(true)) {
            Runtime.getRuntime().halt(ExitCode.INTERRUPTED);
          }
          err.println();
          err.println("stopping; finished trials are being published (again: stop at once)");
          err.flush();
          run.stop();
        };
    return new Interruption(
        List.of(
            new Taken("INT", Signals.register("INT", stop)),
            new Taken("TERM", Signals.register("TERM", stop))));
  }

  @Override
  public void close() {
    taken.forEach(t -> Signals.unregister(t.signal(), t.previous()));
  }
}
