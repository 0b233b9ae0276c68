package org.bigsweep.driver.serve;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.bigsweep.util.DaemonThreads;
import org.bigsweep.util.UserException;

/**
 * The streams of events to browsers. A stream that waits holds no thread. If a browser reads
 * slowly, only the last message waits for it, and no other browser does.
 *
 * <p>Each stream ends after a few minutes, and the browser opens another. So the limit on the time
 * of a response, which frees the server of browsers that vanished, holds for streams as well.
 */
final class EventStreams implements AutoCloseable {
  private final int most;
  private final Duration life;
  private final Set<Stream> streams = ConcurrentHashMap.newKeySet();
  private final ExecutorService writers =
      Executors.newCachedThreadPool(DaemonThreads.named("event stream"));
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(DaemonThreads.named("event streams"));

  /**
   * @param most the most streams at once
   * @param life the time after which a stream ends
   * @param beat the time between two messages that say nothing, and by which it ends late
   */
  EventStreams(int most, Duration life, Duration beat) {
    this.most = most;
    this.life = life;
    var unused =
        clock.scheduleWithFixedDelay(
            this::beat, beat.toMillis(), beat.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** A browser that listens. */
  private final class Stream {
    private final HttpExchange exchange;
    private final OutputStream out;
    private final long end = System.nanoTime() + life.toNanos();
    private final AtomicReference<String> waiting = new AtomicReference<>();
    private boolean writing;

    Stream(HttpExchange exchange, OutputStream out) {
      this.exchange = exchange;
      this.out = out;
    }

    /** Sends a message, or replaces the one that waits. */
    void send(String message) {
      waiting.set(message);
      synchronized (this) {
        if (writing) {
          return;
        }
        writing = true;
      }
      writers.execute(this::write);
    }

    private void write() {
      try {
        while (true) {
          String message = waiting.getAndSet(null);
          if (message == null) {
            synchronized (this) {
              if (waiting.get() == null) {
                writing = false;
                return;
              }
            }
            continue;
          }
          out.write(message.getBytes(StandardCharsets.UTF_8));
          out.flush();
        }
      } catch (IOException | RuntimeException e) {
        close(); // the browser is gone
      }
    }

    void close() {
      streams.remove(this);
      exchange.close();
    }

    boolean isOver() {
      return System.nanoTime() - end > 0;
    }
  }

  /**
   * Opens a stream; the exchange stays open when this returns.
   *
   * @param state what to tell first
   * @throws UserException if there are too many
   */
  void open(HttpExchange exchange, Supplier<String> state) throws IOException {
    if (streams.size() >= most) {
      throw new UserException(
          "Cannot follow the results: " + most + " browsers do so already; close one");
    }
    exchange.getResponseHeaders().set("Content-Type", "text/event-stream; charset=utf-8");
    exchange.getResponseHeaders().set("Cache-Control", "no-store");
    exchange.sendResponseHeaders(200, 0);
    Stream stream = new Stream(exchange, exchange.getResponseBody());
    streams.add(stream);
    // asked for after the stream is among those that are told, so that no change falls between
    stream.send("retry: 1000\n" + message(state.get()));
  }

  private static String message(String data) {
    return "data: " + data + "\n\n";
  }

  /** Tells all browsers. */
  void tell(String data) {
    streams.forEach(stream -> stream.send(message(data)));
  }

  private void beat() {
    for (Stream stream : streams) {
      if (stream.isOver()) {
        writers.execute(stream::close);
      } else {
        stream.send(":\n\n");
      }
    }
  }

  int count() {
    return streams.size();
  }

  @Override
  public void close() {
    clock.shutdownNow();
    streams.forEach(stream -> writers.execute(stream::close));
    writers.shutdown();
  }
}
