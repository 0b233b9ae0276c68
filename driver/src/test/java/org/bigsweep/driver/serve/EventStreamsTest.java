package org.bigsweep.driver.serve;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.bigsweep.util.DaemonThreads;
import org.bigsweep.util.UserException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The limits on streams of events, and browsers that do not read. */
@Timeout(240)
class EventStreamsTest {
  private static final Duration LONG = Duration.ofMinutes(10);
  private static final Duration SHORT = Duration.ofMillis(50);

  private final ExecutorService threads =
      Executors.newCachedThreadPool(DaemonThreads.named("streams' test"));
  private final HttpClient client = HttpClient.newHttpClient();
  private HttpServer server;
  private EventStreams streams;

  @BeforeEach
  void listen() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::open);
    server.start();
  }

  private void open(HttpExchange exchange) throws IOException {
    try {
      streams.open(exchange, () -> "begun");
    } catch (UserException e) {
      byte[] sentence = e.getMessage().getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(400, sentence.length);
      exchange.getResponseBody().write(sentence);
      exchange.close();
    }
  }

  @AfterEach
  void stop() {
    streams.close();
    server.stop(0);
    threads.shutdownNow();
  }

  private BufferedReader asked() throws IOException, InterruptedException {
    URI address = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    return new BufferedReader(
        new InputStreamReader(
            client
                .send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofInputStream())
                .body(),
            StandardCharsets.UTF_8));
  }

  /** Reads up to the line that ends so. */
  private static void readTo(BufferedReader lines, String end) throws IOException {
    String line = lines.readLine();
    while (!line.endsWith(end)) {
      line = lines.readLine();
    }
  }

  @Test
  void stream_olderThanItsLife_endsAndFreesItsPlace() throws Exception {
    streams = new EventStreams(1, Duration.ofMillis(300), SHORT);
    for (int k = 0; k < 2; k++) {
      try (BufferedReader stream = asked()) {
        assertThat(stream.lines().toList()).startsWith("retry: 1000", "data: begun");
      }
      assertThat(streams.count()).isZero();
    }
  }

  @Test
  void stream_withinItsLife_goesOnBeatByBeat() throws Exception {
    streams = new EventStreams(1, LONG, SHORT);
    try (BufferedReader stream = asked()) {
      for (int k = 0; k < 10; k++) {
        readTo(stream, ":");
      }
      assertThat(streams.count()).isEqualTo(1);
    }
  }

  @Test
  void open_beyondTheMost_isRefusedInOneSentence() throws Exception {
    streams = new EventStreams(2, LONG, LONG);
    try (BufferedReader first = asked();
        BufferedReader second = asked();
        BufferedReader third = asked()) {
      readTo(first, "data: begun");
      readTo(second, "data: begun");
      assertThat(third.lines())
          .containsExactly("Cannot follow the results: 2 browsers do so already; close one");
      assertThat(streams.count()).isEqualTo(2);
    }
  }

  /** A message is larger than what the system keeps between the two. */
  @Test
  void tell_browserThatDoesNotRead_holdsUpNobodyAndHearsOnlyTheLast() throws Exception {
    streams = new EventStreams(2, LONG, LONG);
    String large = "x".repeat(16_000_000);
    try (BufferedReader slow = asked();
        BufferedReader other = asked()) {
      readTo(slow, "data: begun");
      readTo(other, "data: begun");

      for (int k = 1; k <= 5; k++) {
        streams.tell(large + " message " + k);
        readTo(other, " message " + k);
      }

      List<String> heard = new ArrayList<>();
      while (!heard.contains("message 5")) {
        String line = slow.readLine();
        if (line.startsWith("data: ")) {
          heard.add(line.substring(line.indexOf("message")));
        }
      }
      // the one that it was being sent, and the one that waited
      assertThat(heard).hasSizeBetween(1, 2);
    }
  }
}
